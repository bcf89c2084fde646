"""Random loans with payments, and a ledger so plain that it can be checked by eye."""

from typing import Any

from hypothesis import strategies as st

from forbear.ledger.ageing import positions
from forbear.ledger.allocation import PARTS, Allocation, load_allocation
from tests.ledger.lake import Rows

AS_OF = 200


def age(
    lake: Any, instalments: Rows, payments: Rows = (), flags: Rows = (), *, as_of: int = AS_OF, loans: Rows = (),
    allocation: Allocation | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """The positions of these loans, by loan key; loans are made up for the instalments when none are given."""
    instalments = list(instalments)
    loans = list(loans) or [{"loan_key": key} for key in sorted({row["loan_key"] for row in instalments})]
    frame = positions(
        lake.table("loans", loans),
        lake.table("instalments", instalments),
        lake.table("payments", payments),
        lake.table("flags", flags),
        as_of,
        allocation or load_allocation(),
    )
    return sorted(lake.rows(frame), key=lambda row: row["loan_key"])


def instalment(
    number: int, due: int, principal: int = 1000, interest: int = 100, costs: int = 0, loan: str = "L1"
) -> dict[str, Any]:
    return {"loan_key": loan, "number": number, "due_day": due, "principal_cents": principal,
            "interest_cents": interest, "costs_cents": costs}  # fmt: skip


def payment(value: int, amount: int, recorded: int | None = None, loan: str = "L1") -> dict[str, Any]:
    return {"payment_key": f"{loan}-{value}-{amount}-{recorded}", "loan_key": loan, "value_day": value,
            "recorded_day": value if recorded is None else recorded, "amount_cents": amount}  # fmt: skip


Loan = tuple[list[dict[str, Any]], list[dict[str, Any]]]


@st.composite
def a_loan(draw: st.DrawFn, key: str = "L1") -> Loan:
    """Instalments of one loan and payments that were valued and recorded before AS_OF."""
    count, cents, due = draw(st.integers(1, 6)), st.integers(0, 2000), st.integers(20, 260)
    plan = [instalment(n, draw(due), draw(cents), draw(cents), draw(cents), key) for n in range(1, count + 1)]
    paid = draw(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 6000), st.integers(0, 200)), max_size=6))
    return plan, [payment(value, amount, max(value, recorded), key) for value, amount, recorded in paid]


@st.composite
def some_loans(draw: st.DrawFn) -> list[Loan]:
    """Six loans, L0 to L5: one question to the engine then tries a property on all of them."""
    return [draw(a_loan(f"L{n}")) for n in range(6)]


def age_all(lake: Any, loans: list[Loan]) -> list[dict[str, Any]]:
    """The positions of a portfolio, in the order of `loans`."""
    return age(lake, [row for plan, _ in loans for row in plan], [row for _, paid in loans for row in paid])


def set_off_one_by_one(plan: Rows, payments: Rows) -> dict[tuple[int, str], int]:
    """What stays open of each part when each payment, as it arrives, pays the oldest part first: only a loop."""
    queue = [
        [(row["number"], part), row[f"{part}_cents"]]
        for row in sorted(plan, key=lambda row: (row["due_day"], row["number"]))
        for part in ("costs", "interest", "principal")
    ]
    for money in payments:
        left = money["amount_cents"]
        for slot in queue:
            taken = min(left, slot[1])
            slot[1] -= taken
            left -= taken
    return {(number, part): amount for (number, part), amount in queue}


def overdue_by_part(plan: Rows, still_open: dict[tuple[int, str], int]) -> dict[str, int]:
    late = {row["number"] for row in plan if row["due_day"] < AS_OF}
    return {
        part: sum(amount for (number, of), amount in still_open.items() if of == part and number in late)
        for part in PARTS
    }

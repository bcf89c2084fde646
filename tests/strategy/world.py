"""A small lender for the situation tests: a few people, their loans and what is known of them on day 200."""

from typing import Any

from forbear.ledger.ageing import positions
from forbear.ledger.allocation import load_allocation
from forbear.ledger.reported import reported_positions
from forbear.strategy.promises import judge_promises
from forbear.strategy.situation import situations
from tests.ledger.lake import DuckLake, Rows

AS_OF = 20_000
PARTY, PERSON, LOAN = "core:C1", "P000000000001", "core:L1"


def due(day: int, loan: str = LOAN, number: int = 1, amount: int = 10_000) -> dict[str, Any]:
    """An instalment due `day` days from today (negative: ago)."""
    return {"loan_key": loan, "number": number, "due_day": AS_OF + day, "principal_cents": amount}


def paid(day: int, amount: int = 10_000, loan: str = LOAN) -> dict[str, Any]:
    return {"payment_key": f"{loan}{day}{amount}", "loan_key": loan, "value_day": AS_OF + day,
            "recorded_day": AS_OF + day, "amount_cents": amount}  # fmt: skip


def flag(name: str, first: int = -10, last: int | None = None, **more: Any) -> dict[str, Any]:
    return {"party_key": PARTY, "flag": name, "from_day": AS_OF + first, "recorded_day": AS_OF + first,
            "until_day": None if last is None else AS_OF + last, **more}  # fmt: skip


def contact(day: int, outcome: str = "delivered", direction: str = "outbound", **more: Any) -> dict[str, Any]:
    return {"person_id": PERSON, "day": AS_OF + day, "direction": direction, "outcome": outcome, **more}


def promise(made: int, until: int, amount: int = 10_000) -> dict[str, Any]:
    return {"person_id": PERSON, "made_day": AS_OF + made, "due_day": AS_OF + until, "amount_cents": amount}


def everyone(lake: Any = None, **tables: Rows) -> list[dict[str, Any]]:
    """The situations of all people of these tables; one person with one loan where a table is not given."""
    lake = lake or DuckLake()
    usual = {
        "people": [{"party_key": PARTY}], "links": [{"party_key": PARTY, "person_id": PERSON}],
        "loans": [{"loan_key": LOAN, "party_key": PARTY}],
        "contacts": [{"party_key": PARTY, "kind": "mobile"}, {"party_key": PARTY, "kind": "email"}],
    }  # fmt: skip
    names = ("people", "links", "loans", "instalments", "payments", "flags", "scores", "history", "consents",
             "contacts", "promises", "statements")  # fmt: skip
    table = {name: lake.table(name, tables.get(name, usual.get(name, ()))) for name in names}
    aged = positions(table["loans"], table["instalments"], table["payments"], table["flags"], AS_OF, load_allocation())
    if "statements" in tables:
        aged = reported_positions(table["statements"], AS_OF)
    judged = judge_promises(table["promises"], table["payments"], table["loans"], table["links"], AS_OF)
    frame = situations(
        table["people"], table["links"], table["loans"], aged, table["scores"], table["flags"], table["history"],
        table["consents"], table["contacts"], judged, AS_OF,
    )  # fmt: skip
    return sorted(lake.rows(frame), key=lambda row: row["person_id"])


def someone(**tables: Rows) -> dict[str, Any]:
    """The situation of the one person of these tables."""
    (row,) = everyone(**tables)
    return row

"""Card accounts: six monthly statements, each paid in full, in part or not at all.

A statement's new amount is one instalment without interest; it falls due twenty days after the bill.
"""

from datetime import date, timedelta
from random import Random

from forbear.intake.demobank.habits import Paid
from forbear.intake.demobank.loans import Instalment, Loan
from forbear.intake.demobank.months import days_between, month_shift

STATEMENTS = 6
DAYS_TO_PAY = 20
BILL_DAYS = (2, 5, 8, 12, 15, 18, 21, 25)


def open_card(rng: Random, number: str, owner: str, as_of: date, *, behind: bool) -> Loan:
    """A card with its last six statements as of the day."""
    day, limit = rng.choice(BILL_DAYS), rng.choice((5, 8, 10, 12, 20, 30, 50)) * 1000_00
    last = 0 if month_shift(as_of, 0, day) <= as_of else -1
    bills = tuple(month_shift(as_of, last - back, day) for back in reversed(range(STATEMENTS)))
    amounts = [rng.randint(8_000, limit * 6 // 10) for _ in bills]
    rows = tuple(
        Instalment(n, bill + timedelta(days=DAYS_TO_PAY), amount, 0, 0)
        for n, (bill, amount) in enumerate(zip(bills, amounts, strict=True), start=1)
    )
    overdue = [one.number for one in rows if one.due < as_of]
    return Loan(
        number, "spreadsheet", owner, "credit_card", sum(amounts), 0, bills[0], False, rows,
        unpaid_from=overdue[-1] if behind else None, limit=limit, bill_days=bills,
    )  # fmt: skip


def card_history(rng: Random, card: Loan, as_of: date) -> dict[int, Paid]:
    """What was paid on each statement, by statement number: at most one payment each."""
    stop = card.unpaid_from or len(card.instalments) + 1
    paid: dict[int, Paid] = {}
    for one in card.due_by(as_of):
        if one.number < stop:
            late = rng.randint(1, 6) if rng.random() < 0.1 else -rng.choice((0, 0, 0, 1, 3, 5))
            paid[one.number] = Paid(min(as_of, one.due + timedelta(days=late)), one.total)
        elif rng.random() < 0.4:
            paid[one.number] = Paid(days_between(rng, one.due, -1, 0), minimum(one.total))
    return paid


def minimum(cents: int) -> int:
    """The least that a statement asks for: a tenth, in whole cents."""
    return cents // 10

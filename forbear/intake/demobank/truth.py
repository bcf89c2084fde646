"""What is true about each loan on the day, by plain arithmetic that shares nothing with the ledger under test.

Oldest instalment first. An instalment due on the day itself is not overdue. A payment counts when both its value day
and its booking day have come. Pauses are not subtracted; the days they cover are given beside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.intake.demobank.loans import Loan
from forbear.intake.demobank.notes import Note
from forbear.intake.demobank.routing import Payment

# Notes during which the lender waits; whether age stands still meanwhile is the playbook's word, not ours.
WAITS = ("ageing_pause", "moratorium", "plan_performing")


@dataclass(frozen=True, slots=True)
class Position:
    """Cents and days of one loan as of one day."""

    due_cents: int
    paid_cents: int
    overdue_cents: int
    outstanding_cents: int
    oldest_due: date | None
    days_past_due: int


def position(loan: Loan, payments: Iterable[Payment], as_of: date) -> Position:
    """The exact position of `loan` on `as_of`."""
    paid = sum(one.cents for one in payments if one.value_day <= as_of and one.booked_day <= as_of)
    left, overdue, oldest = paid, 0, None
    for one in sorted(loan.instalments, key=lambda instalment: instalment.due):
        gap = max(0, one.total - left)
        left = max(0, left - one.total)
        if gap and one.due < as_of:
            overdue, oldest = overdue + gap, oldest or one.due
    whole = sum(one.total for one in loan.instalments)
    due = sum(one.total for one in loan.due_by(as_of))
    return Position(due, paid, overdue, max(0, whole - paid), oldest, (as_of - oldest).days if oldest else 0)


def paused_days(oldest: date | None, notes: Iterable[Note], as_of: date) -> int:
    """Days after the oldest unpaid due day, up to the day, on which the lender had agreed (or had) to wait.

    Both ends of a wait belong to it; a day covered twice counts once.
    """
    if oldest is None:
        return 0
    waits = [(note.since, note.until) for note in notes if note.flag in WAITS]
    covered = {
        since + timedelta(days=n) for since, until in waits if since and until for n in range((until - since).days + 1)
    }
    return sum(oldest < day <= as_of for day in covered)

"""What a situation adds to a plain payment history: a promise kept, a plan paid, a late booking, money taken back.

Each twist takes the history and gives a new one; situations without a twist keep theirs.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from forbear.intake.demobank.habits import Paid
from forbear.intake.demobank.loans import Loan
from forbear.intake.demobank.months import days_between

Twist = Callable[[Random, Loan, list[Paid], date], list[Paid]]


def twisted(rng: Random, situation: str, loan: Loan, paid: list[Paid], as_of: date) -> list[Paid]:
    """The history after the twist of this situation, if it has one."""
    return TWISTS[situation](rng, loan, paid, as_of) if situation in TWISTS else paid


def _paid_off(rng: Random, loan: Loan, paid: list[Paid], as_of: date) -> list[Paid]:
    rest = sum(one.total for one in loan.instalments) - sum(one.cents for one in paid)
    last = paid[-1].day if paid else loan.opened
    return [*paid, Paid(days_between(rng, last, 0, (as_of - last).days), rest)] if rest else paid


def _on_the_promised_day(rng: Random, loan: Loan, paid: list[Paid], as_of: date) -> list[Paid]:
    due = loan.due_by(as_of)[-1]
    day = days_between(rng, due.due, 4, 7)
    before = loan.due_by(due.due - timedelta(days=1))
    return [*_first(paid, sum(one.total for one in before)), Paid(day, due.total)]


def _reduced_amounts(rng: Random, loan: Loan, paid: list[Paid], as_of: date) -> list[Paid]:
    quarter = loan.instalments[0].total // 4
    return [*paid, *(Paid(days_between(rng, as_of, -days, 5 - days), quarter) for days in (35, 8))]


def _booked_late(rng: Random, loan: Loan, paid: list[Paid], as_of: date) -> list[Paid]:
    due = loan.due_by(as_of)[-1]
    before = _first(paid, sum(one.total for one in loan.due_by(due.due - timedelta(days=1))))
    lag = min(20, (as_of - due.due).days)
    return [*before, Paid(due.due, due.total, lag=rng.randint(min(5, lag), lag))]


def _taken_back(rng: Random, loan: Loan, paid: list[Paid], as_of: date) -> list[Paid]:
    due = loan.due_by(as_of)[-1]
    before = _first(paid, sum(one.total for one in loan.due_by(due.due - timedelta(days=1))))
    return [*before, Paid(due.due, due.total), Paid(days_between(rng, due.due, 1, 4), -due.total)]


def _first(paid: list[Paid], cents: int) -> list[Paid]:
    """The payments that make up the first `cents` of a history (cut where the last one reaches beyond)."""
    kept: list[Paid] = []
    for one in paid:
        part = min(one.cents, cents - sum(earlier.cents for earlier in kept))
        kept += [replace(one, cents=part)] if part > 0 else []
    return kept


TWISTS: dict[str, Twist] = {
    "settled": _paid_off,
    "promise_kept": _on_the_promised_day,
    "plan_performing": _reduced_amounts,
    "back_dated": _booked_late,
    "reversal": _taken_back,
}

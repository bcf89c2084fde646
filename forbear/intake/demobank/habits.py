"""How people pay: on which day each instalment is paid, how often late, how often in two pieces.

Late payers are late all along, more so at the end of a month (before the salary) and around the October holiday.
Decides days and amounts only; which system carries a payment is in `routing.py`.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from forbear.intake.demobank.loans import Instalment, Loan
from forbear.intake.demobank.months import days_between


@dataclass(frozen=True, slots=True)
class Habit:
    """`late_in_100` instalments come late by `late_by` days; the others come up to `early` days before the due day."""

    late_in_100: int
    late_by: tuple[int, int]
    early: int


HABITS = {
    "punctual": Habit(0, (0, 0), 4),
    "autopay": Habit(0, (0, 0), 0),
    "ordinary": Habit(16, (1, 6), 4),
    "forgetful": Habit(40, (1, 9), 2),
    "late": Habit(75, (3, 24), 1),
}


@dataclass(frozen=True, slots=True)
class Paid:
    """Money with the day on which it counts; negative when taken back. `lag`: days until it is booked."""

    day: date
    cents: int
    lag: int = 0


def history(rng: Random, loan: Loan, habit: Habit, as_of: date) -> list[Paid]:
    """Everything paid by `as_of`: all instalments before `unpaid_from`, or all that fell due."""
    stop = loan.unpaid_from or len(loan.instalments) + 1
    paid: list[Paid] = []
    for one in loan.due_by(as_of):
        if one.number < stop:
            paid += _pieces(rng, one, min(as_of, _pay_day(rng, one, habit, loan.opened)))
    if loan.unpaid_from and habit.late_in_100 > 50 and rng.random() < 0.3:
        paid.append(_part(rng, loan.instalments[loan.unpaid_from - 1], as_of))
    return paid


def _pay_day(rng: Random, one: Instalment, habit: Habit, opened: date) -> date:
    if habit.late_in_100 and rng.randint(1, 100) <= habit.late_in_100 + _season(one.due):
        return days_between(rng, one.due, *habit.late_by)
    return max(opened, days_between(rng, one.due, -habit.early, 0))


def _season(due: date) -> int:
    holiday = 15 if due.month == 10 and due.day <= 8 else 0
    return holiday + (10 if due.day >= 25 else 0)


def _pieces(rng: Random, one: Instalment, day: date) -> list[Paid]:
    if one.total < 2 or rng.random() >= 0.08:
        return [Paid(day, one.total)]
    first = one.total * rng.randint(30, 70) // 100
    return [Paid(day, first), Paid(day, one.total - first)]


def _part(rng: Random, one: Instalment, as_of: date) -> Paid:
    return Paid(days_between(rng, one.due, 0, (as_of - one.due).days), one.total * rng.randint(20, 60) // 100)

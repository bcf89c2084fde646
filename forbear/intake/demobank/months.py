"""Month arithmetic of the demo bank: due days that stay on their day of the month, also across short months.

Pure; reads no clock. The rule is the usual clause of a loan contract: a 31st falls on the last day of a short month.
"""

from calendar import monthrange
from datetime import date, timedelta
from random import Random

# Salary and statement days: lenders cluster due days there, with weight towards the end of the month.
USUAL_DUE_DAYS = (5, 8, 10, 15, 15, 18, 20, 20, 22, 25, 25, 25, 26, 28, 28, 30, 31)


def month_shift(anchor: date, months: int, day_of_month: int) -> date:
    """`day_of_month` (or the last day, if shorter) of the month `months` after that of `anchor`."""
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day_of_month, last))


def next_due(as_of: date, day_of_month: int) -> date:
    """The first such day of a month strictly after `as_of`."""
    this_month = month_shift(as_of, 0, day_of_month)
    return this_month if this_month > as_of else month_shift(as_of, 1, day_of_month)


def days_between(rng: Random, anchor: date, low: int, high: int) -> date:
    """A day between `low` and `high` days after `anchor` (negative: before it)."""
    return anchor + timedelta(days=rng.randint(low, high))

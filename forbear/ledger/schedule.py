"""Repayment schedules in whole minor units: equal instalments (annuity).

Must not lose or invent a cent: each month's interest is rounded half up once, and the last instalment takes the rest,
so that the principal parts add up to the principal. The rate is a yearly one in basis points, a month is a twelfth of
it.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment as planned: `due_day` a day number, parts in minor units. Says nothing of what was paid."""

    number: int
    due_day: int
    principal_cents: int
    interest_cents: int
    costs_cents: int = 0


def annuity(principal_cents: int, annual_rate_bp: int, months: int, first_due: date) -> list[Instalment]:
    """`months` instalments of one amount (the last differs by the rounding); raises BadInput on impossible terms."""
    rate = _checked(principal_cents, annual_rate_bp, months)
    amount = Fraction(principal_cents, months)
    if rate:
        amount = principal_cents * rate / (1 - (1 + rate) ** -months)
    return _spread(principal_cents, rate, months, first_due, lambda interest: _rounded(amount) - interest)


def month_later(first: date, months: int) -> date:
    """The same day of the month `months` later, or the month's last day where it is shorter."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def _spread(
    principal_cents: int, rate: Fraction, months: int, first_due: date, principal_of: Callable[[int], int]
) -> list[Instalment]:
    left, rows = principal_cents, list[Instalment]()
    for number in range(1, months + 1):
        interest = _rounded(left * rate)
        part = left if number == months else min(max(principal_of(interest), 0), left)
        rows.append(Instalment(number, day_number(month_later(first_due, number - 1)), part, interest))
        left -= part
    return rows


def _rounded(amount: Fraction) -> int:
    return int((amount + Fraction(1, 2)) // 1)


def _checked(principal_cents: int, annual_rate_bp: int, months: int) -> Fraction:
    if principal_cents <= 0 or annual_rate_bp < 0 or months < 1:
        raise BadInput(
            f"no schedule for {principal_cents} minor units at {annual_rate_bp} basis points over {months} months.",
            mend="The principal and the months must be positive, the rate not negative.",
        )
    return Fraction(annual_rate_bp, 10_000 * 12)

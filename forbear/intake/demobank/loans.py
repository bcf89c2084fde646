"""Loans of the demo bank and their schedules, in exact whole cents.

Level monthly payments on a falling balance; interest of a month = balance x yearly rate / 12, half a cent rounded up;
the last instalment takes the remainder, so the principal parts add up to the loan exactly. Contract arithmetic only:
what has been paid is in `behaviour.py`, what is overdue in `truth.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from forbear.intake.demobank.months import month_shift


@dataclass(frozen=True, slots=True)
class Instalment:
    """One due day with its parts in cents."""

    number: int
    due: date
    principal: int
    interest: int
    costs: int

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.costs


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan or card. `source` is the system that owns it; amounts in cents; `rate_bp` yearly, 1/100 of a percent."""

    number: str
    source: str
    owner: str
    product: str
    principal: int
    rate_bp: int
    opened: date
    autopay: bool
    instalments: tuple[Instalment, ...]
    status: str = "正常"
    unpaid_from: int | None = None
    limit: int | None = None
    bill_days: tuple[date, ...] = field(default=())

    @property
    def key(self) -> str:
        return f"{self.source}:{self.number}"

    def due_by(self, day: date) -> list[Instalment]:
        """Instalments due on or before `day`, in order."""
        return [one for one in self.instalments if one.due <= day]


def level_payment(principal: int, rate_bp: int, months: int) -> int:
    """The level monthly payment in cents, to the nearest cent."""
    rate = Fraction(rate_bp, 120_000)
    exact = principal * rate / (1 - (1 + rate) ** -months) if rate else Fraction(principal, months)
    return int(exact + Fraction(1, 2))


def monthly_interest(balance: int, rate_bp: int) -> int:
    """Interest of one month on `balance` cents, half a cent rounded up."""
    return (balance * rate_bp + 60_000) // 120_000


def schedule(principal: int, rate_bp: int, first_due: date, months: int, day: int, costs: int) -> tuple[Instalment, ...]:
    """All instalments; principal parts add up to `principal`; `costs` cents are due with each."""
    level, balance, rows = level_payment(principal, rate_bp, months), principal, []
    for number in range(1, months + 1):
        interest = monthly_interest(balance, rate_bp)
        part = balance if number == months else min(balance, max(0, level - interest))
        balance -= part
        rows.append(Instalment(number, month_shift(first_due, number - 1, day), part, interest, costs))
    return tuple(rows)

"""Loans of the demo bank with their schedules, in whole cents.

The parts of each instalment are the ledger's annuity; due days keep the contract's day of the month. Contract only:
what has been paid is in `habits.py`, what is overdue in `truth.py`.
"""

from dataclasses import dataclass, field
from datetime import date

from forbear.intake.demobank.months import month_shift
from forbear.ledger.schedule import annuity


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


def schedule(
    principal: int, rate_bp: int, first_due: date, months: int, day: int, costs: int
) -> tuple[Instalment, ...]:
    """All instalments of an annuity; principal parts add up to `principal`; `costs` cents are due with each.

    `day` is the contract's day of the month, which `first_due` cannot tell when its own month is short.
    """
    return tuple(
        Instalment(
            number=one.number,
            due=month_shift(first_due, one.number - 1, day),
            principal=one.principal_cents,
            interest=one.interest_cents,
            costs=costs,
        )
        for one in annuity(principal, rate_bp, months, first_due)
    )

"""Where a loan's due days lie relative to the day, so that a situation is true on exactly that day.

Works backwards from one anchor: the oldest unpaid due day (someone behind) or the next due day (someone current).
The whole history lies within the window, so the exports contain every payment a loan ever had.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from forbear.intake.demobank.loans import Loan, schedule
from forbear.intake.demobank.months import USUAL_DUE_DAYS, days_between, month_shift, next_due
from forbear.intake.demobank.situations import Situation

# Days until the next due day, for situations that need it near or need the last one to be some time ago.
NEXT_DUE_IN = {"pre_due": (1, 7), "promise_kept": (8, 20), "back_dated": (8, 20), "reversal": (8, 20)}
FEWEST_PAID_MONTHS = {"reliable": 3, "settled": 3, "repeat_miss": 2, "first_miss": 2, "pre_due": 1}
PRODUCTS = ("微额信用贷", "微额信用贷", "消费分期", "消费分期", "家电分期", "经营周转贷", "助农贷")
RATES_BP = (720, 960, 1080, 1200, 1320, 1440)
TERMS = (6, 9, 12, 12, 18, 24)


@dataclass(frozen=True, slots=True)
class Placement:
    """The anchor due day, its day of the month, and how many instalments fell due before it."""

    anchor: date
    day: int
    earlier: int
    behind: bool

    @property
    def opened(self) -> date:
        return month_shift(self.anchor, -(self.earlier + 1), self.day)

    @property
    def first_due(self) -> date:
        return month_shift(self.anchor, -self.earlier, self.day)


def place(rng: Random, situation: Situation, as_of: date, days: int) -> Placement:
    """A placement that makes `situation` true on `as_of`, with all history in the `days` before it."""
    behind = situation.behind is not None and rng.randint(1, 100) <= situation.behind_in_100
    anchor, day = _anchor(rng, situation, as_of, behind=behind)
    most = 0
    while month_shift(anchor, -(most + 2), day) >= as_of - timedelta(days=days):
        most += 1
    fewest = min(most, FEWEST_PAID_MONTHS.get(situation.key, 0 if behind else 1))
    return Placement(anchor, day, rng.randint(fewest, most), behind)


def _anchor(rng: Random, situation: Situation, as_of: date, *, behind: bool) -> tuple[date, int]:
    if behind and situation.behind is not None:
        low, high = situation.behind
        anchor = days_between(rng, as_of, -high, -low)
        return anchor, anchor.day
    if situation.key in NEXT_DUE_IN:
        anchor = days_between(rng, as_of, *NEXT_DUE_IN[situation.key])
        return anchor, anchor.day
    day = rng.choice(USUAL_DUE_DAYS)
    return next_due(as_of, day), day


def lend(rng: Random, situation: Situation, placed: Placement, number: str, owner: str) -> Loan:
    """A loan with this placement: product, amount, rate and term drawn at random."""
    principal, rate = rng.randint(15, 400) * 100_00, rng.choice(RATES_BP)
    months = rng.choice([term for term in TERMS if term > placed.earlier + 1])
    if situation.key == "settled" and rng.random() < 0.6:
        months = placed.earlier
    costs = rng.choice((0, 0, 0, 0, 500, 800))
    return Loan(
        number=number,
        source="core_banking_csv",
        owner=owner,
        product=rng.choice(PRODUCTS),
        principal=principal,
        rate_bp=rate,
        opened=placed.opened,
        autopay=situation.habit == "autopay",
        instalments=schedule(principal, rate, placed.first_due, months, placed.day, costs),
        status=_status(rng, situation),
        unpaid_from=placed.earlier + 1 if placed.behind else None,
    )


def _status(rng: Random, situation: Situation) -> str:
    if situation.key == "settled":
        return "结清"
    written_off = situation.key in ("months_behind", "deceased") and rng.random() < 0.15
    return "核销" if written_off else "正常"


def re_registered(loan: Loan, owner: str) -> Loan:
    """The same loan in an heir's name, as core systems file it after a death."""
    return replace(loan, owner=owner, product="遗产清偿", autopay=False, status="正常")

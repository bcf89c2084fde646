"""Through which system each payment reached the lender, with its instants: platform or bank statement, never both.

Autopay and part of the rest come by bank; the other payments by the platform. Nothing is booked after the day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from forbear.intake.demobank.habits import Paid

CHINA = timezone(timedelta(hours=8))
PLATFORM, BANK, CARDS = "payments.jsonl", "statement.camt053.xml", "cards.xlsx"
CHANNELS = ("alipay", "wechat", "wechat", "card", "bank")


@dataclass(frozen=True, slots=True)
class Payment:
    """One movement of money for one loan. `cents` is negative for a reversal; instants are aware, +08:00."""

    loan_key: str
    loan: str
    paid_at: datetime
    booked_at: datetime
    cents: int
    route: str
    channel: str
    reference: str

    @property
    def value_day(self) -> date:
        return self.paid_at.date()

    @property
    def booked_day(self) -> date:
        return self.booked_at.date()


class Router:
    """Gives every payment of a bank its route, instants and unique reference."""

    def __init__(self, rng: Random, as_of: date) -> None:
        self._rng, self._as_of, self._made = rng, as_of, 0

    def route(self, loan_key: str, loan: str, paid: list[Paid], *, autopay: bool) -> list[Payment]:
        """The payments of one loan. A reversal always comes by the platform, as does the payment it takes back."""
        reversed_too = any(one.cents < 0 for one in paid)
        return [self._payment(loan_key, loan, one, by_bank=self._by_bank(autopay) and not reversed_too) for one in paid]

    def _by_bank(self, autopay: bool) -> bool:
        return self._rng.random() < (0.8 if autopay else 0.2)

    def _payment(self, loan_key: str, loan: str, paid: Paid, *, by_bank: bool) -> Payment:
        self._made += 1
        at = datetime.combine(paid.day, self._hour(), CHINA)
        return Payment(
            loan_key=loan_key,
            loan=loan,
            paid_at=at,
            booked_at=self._booked(at, paid.lag),
            cents=paid.cents,
            route=BANK if by_bank else PLATFORM,
            channel="bank" if by_bank else self._rng.choice(CHANNELS),
            reference=f"{'ST' if by_bank else 'EV'}{self._made:08d}",
        )

    def _hour(self) -> time:
        return time(
            self._rng.choice((7, 8, 9, 12, 12, 18, 19, 20, 20, 21, 21, 22)),
            self._rng.randint(0, 59),
            self._rng.randint(0, 59),
        )

    def _booked(self, at: datetime, lag: int) -> datetime:
        """A moment after payment; some days later for late arrivals, but still on or before the day."""
        days = lag or self._rng.choice((0,) * 60 + (1,) * 6 + (2, 3, 5, 9, 14, 20))
        booked = at + timedelta(days=days, seconds=self._rng.randint(20, 900))
        return min(booked, datetime.combine(self._as_of, time(23, 59, 30), CHINA))

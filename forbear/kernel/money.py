"""Exact money: a whole number of minor units with its currency. No floats, no silent rounding."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from forbear.kernel.errors import BadInput

# ISO 4217 minor-unit exponents of the currencies that a rule pack or a source uses.
EXPONENTS = {"CNY": 2, "USD": 2, "GBP": 2, "EUR": 2, "TWD": 2, "HKD": 2, "SGD": 2, "CZK": 2, "JPY": 0}
SYMBOLS = {
    "CNY": "¥",
    "USD": "$",
    "GBP": "£",
    "EUR": "€",
    "TWD": "NT$",
    "HKD": "HK$",
    "SGD": "S$",
    "CZK": "Kč ",
    "JPY": "¥",
}


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` whole minor units (cents, 分) of `currency` (ISO 4217). Sums never mix currencies."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise BadInput(f"unknown currency {self.currency!r}.", mend=f"Known: {', '.join(sorted(EXPONENTS))}.")

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Self:
        """Money from major units; an amount finer than the currency's minor unit is refused, not rounded."""
        exponent = EXPONENTS.get(currency, 2)
        try:
            minor = Decimal(amount).scaleb(exponent)
        except InvalidOperation as error:
            raise BadInput(f"{amount!r} is not an amount.", mend="Write digits with a point, e.g. 1280.00.") from error
        if not minor.is_finite() or minor != minor.to_integral_value():
            raise BadInput(f"{amount} {currency} is finer than the currency's minor unit.", mend="Round at the source.")
        return cls(int(minor), currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-EXPONENTS[self.currency])

    def __add__(self, other: Self) -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Self) -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: Self) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __str__(self) -> str:
        """`¥1,280.00`: symbol, grouped thousands, all minor digits; the sign leads."""
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{SYMBOLS[self.currency]}{abs(self.major):,.{EXPONENTS[self.currency]}f}"

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise BadInput(f"{self.currency} and {other.currency} cannot be mixed in one sum.")

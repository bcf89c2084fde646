"""Amounts and days as a reader of each language writes them.

Must not round or convert. A currency is always named so that it cannot be read as another one: 元 alone means CNY
only in zh-Hans; a reader of zh-Hant sees 人民幣, 新臺幣 or 港幣.
"""

from collections.abc import Callable
from datetime import date

from forbear.kernel.errors import BadInput
from forbear.kernel.money import EXPONENTS, Money

# before and after the figure
_WORDS = {
    "zh-Hans": {
        "CNY": ("", "元"),
        "TWD": ("新台币", "元"),
        "HKD": ("港币", "元"),
        "USD": ("", "美元"),
        "GBP": ("", "英镑"),
        "EUR": ("", "欧元"),
        "SGD": ("", "新加坡元"),
        "CZK": ("", "捷克克朗"),
        "JPY": ("", "日元"),
    },
    "zh-Hant": {
        "CNY": ("人民幣", "元"),
        "TWD": ("新臺幣", "元"),
        "HKD": ("港幣", "元"),
        "USD": ("", "美元"),
        "GBP": ("", "英鎊"),
        "EUR": ("", "歐元"),
        "SGD": ("", "新加坡元"),
        "CZK": ("", "捷克克朗"),
        "JPY": ("", "日圓"),
    },
}
# Not the locale's: a letter reads the same on every machine.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAY: dict[str, Callable[[date], str]] = {
    "zh-Hans": lambda day: f"{day.month}月{day.day}日",
    "zh-Hant": lambda day: f"{day.month}月{day.day}日",
    "en": lambda day: f"{day.day} {_MONTHS[day.month - 1]}",
}
_DAY_AND_YEAR: dict[str, Callable[[date], str]] = {
    "zh-Hans": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "zh-Hant": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "en": lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
}


def amount(money: Money, language: str) -> str:
    """`1,280.00元`, `人民幣1,280.00元` or `¥1,280.00`; raises BadInput for a currency without a word."""
    if language == "en":
        return str(money)
    if money.currency not in _WORDS[language]:
        raise BadInput(f"no word for {money.currency} in {language}.", where="amount")
    before, after = _WORDS[language][money.currency]
    return f"{before}{money.major:,.{EXPONENTS[money.currency]}f}{after}"


def day(value: date, language: str, as_of: date | None) -> str:
    """`11月18日` or `18 November`; with its year unless that is the year of `as_of`, another day."""
    same_year = as_of is not None and value.year == as_of.year
    return (_DAY if same_year else _DAY_AND_YEAR)[language](value)

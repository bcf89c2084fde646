"""The people of the demo bank: none of them exists, and nothing about them can reach anybody.

Ids carry region 999999 (assigned to no place) *and* a wrong check digit (GB 11643, ISO 7064 MOD 11-2); phone numbers
are +86 1000 and seven digits (possible in length, in no assigned range); e-mail lives at the reserved example domains
of RFC 2606. Must not produce anything that validates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forbear.intake.demobank.names import Name, compose

REGION = "999999"
PHONE_BLOCK = "1000"
# 10000, 10001 and 10009 are service lines of telecom companies; no demo number begins like one of them.
PHONE_TAILS = range(2_000_000, 9_000_000)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
EMAIL_DOMAINS = ("example.com", "example.org", "example.net")
ZONES = ("Asia/Shanghai",) * 18 + ("Asia/Urumqi",) + ("",)
LANGUAGES = ("简",) * 17 + ("繁",) * 2 + ("EN",)


@dataclass(frozen=True, slots=True)
class Person:
    """One fictional borrower (or heir). `phone` is the eleven national digits; `zone` may be unknown ("")."""

    id: str
    name: Name
    woman: bool
    birthday: date
    national_id: str
    zone: str
    language: str
    phone: str
    email: str


def right_check_digit(first17: str) -> str:
    """The check character that a genuine id with these 17 digits would carry."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True))
    return ID_CHECK[total % 11]


def impossible_id(rng: Random, birthday: date, *, woman: bool) -> str:
    """18 characters shaped like an id; region and check digit are both wrong."""
    order = 2 * rng.randint(0, 499) + (0 if woman else 1)
    first17 = f"{REGION}{birthday:%Y%m%d}{order:03d}"
    right = right_check_digit(first17)
    return first17 + rng.choice([character for character in "0123456789X" if character != right])


def birthday_of_age(rng: Random, as_of: date, ages: tuple[int, int]) -> date:
    """A birthday of someone whose completed years on `as_of` lie within `ages` (both included)."""
    youngest = _years_before(as_of, ages[0])
    oldest = _years_before(as_of, ages[1] + 1) + timedelta(days=1)
    return oldest + timedelta(days=rng.randint(0, (youngest - oldest).days))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


class Registry:
    """Hands out people with unique ids, numbers and addresses; one registry a bank."""

    def __init__(self, rng: Random, as_of: date, most: int) -> None:
        self._rng, self._as_of, self._ids, self._made = rng, as_of, set[str](), 0
        self._phones: Iterator[int] = iter(rng.sample(PHONE_TAILS, most))

    def person(self, ages: tuple[int, int], *, surname: str | None = None) -> Person:
        """A new person of such an age; `surname` makes a relative."""
        rng, woman = self._rng, self._rng.random() < 0.48
        self._made += 1
        name = compose(rng, woman=woman, surname=surname)
        birthday = birthday_of_age(rng, self._as_of, ages)
        handle = name.pinyin.lower().replace(" ", ".") + str(self._made)
        return Person(
            id=f"D{self._made:06d}",
            name=name,
            woman=woman,
            birthday=birthday,
            national_id=self._unique_id(birthday, woman=woman),
            zone=rng.choice(ZONES),
            language=rng.choice(LANGUAGES),
            phone=f"{PHONE_BLOCK}{next(self._phones):07d}",
            email=f"{handle}@{rng.choice(EMAIL_DOMAINS)}",
        )

    def _unique_id(self, birthday: date, *, woman: bool) -> str:
        while (number := impossible_id(self._rng, birthday, woman=woman)) in self._ids:
            continue
        self._ids.add(number)
        return number

"""Amounts as whole minor units, exactly. No floats; what can be read in two ways is refused.

The decimal mark is stated by the source's mapping where the bank states it (`mark=","`). Without it, `1.234` is
ambiguous (one thousand, or one and a bit) and set aside, while `1.234,56`, `1,234.56` and `12.5` are plain.
"""

import re
from collections.abc import Callable

from forbear.intake.clean.reasons import Unreadable, shape
from forbear.intake.clean.text import number
from forbear.kernel.money import EXPONENTS

LARGEST_MINOR = 10**14
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f'"), None)
_FORM = re.compile(r"(?P<sign>[+-]?)(?P<body>[0-9][0-9.,]*)")


def amount(mark: str | None = None, digits: int = 2) -> Callable[[str], int]:
    """A parser of amounts with decimal mark `mark` (None: not stated) and `digits` minor-unit digits."""

    def parse(cell: str) -> int:
        text = number(cell).translate(_SPACES).replace("\u2212", "-")
        match = _FORM.fullmatch(text)
        if not match:
            raise Unreadable("amount_unreadable", shape(cell))
        whole, fraction = _split(match["body"], mark)
        minor = _minor(whole, fraction, digits, cell)
        return -minor if match["sign"] == "-" else minor

    return parse


def positive(parse: Callable[[str], int]) -> Callable[[str], int]:
    """`parse`, refusing zero and less."""
    return _at_least(parse, 1)


def not_negative(parse: Callable[[str], int]) -> Callable[[str], int]:
    """`parse`, refusing less than zero."""
    return _at_least(parse, 0)


def currency(names: dict[str, str]) -> Callable[[str], str]:
    """A parser of currency names: ISO 4217 codes the ledger knows, and the source's own `names` for them."""

    def parse(cell: str) -> str:
        found = number(cell)
        code = names.get(found, found.upper())
        if code not in EXPONENTS:
            raise Unreadable("currency_unknown", shape(found))
        return code

    return parse


def _at_least(parse: Callable[[str], int], least: int) -> Callable[[str], int]:
    def checked(cell: str) -> int:
        minor = parse(cell)
        if minor < least:
            raise Unreadable("amount_negative" if minor < 0 else "amount_impossible", shape(cell))
        return minor

    return checked


def _split(body: str, mark: str | None) -> tuple[str, str]:
    """Whole and fraction digits; thousands must be grouped in threes by the other mark."""
    mark = mark or _mark(body)
    group = "." if mark == "," else ","
    whole, _, fraction = body.partition(mark)
    groups = whole.split(group)
    grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(part) == 3 for part in groups[1:]))
    if not grouped or group in fraction or mark in fraction or (mark in body and not fraction):
        raise Unreadable("amount_unreadable", shape(body))
    return "".join(groups), fraction


def _mark(body: str) -> str:
    """The decimal mark that the amount itself shows."""
    used = [char for char in body if char in ".,"]
    if not used:
        return "."
    last = used[-1]
    if len(set(used)) == 2 or (len(used) == 1 and not _could_group(body, last)):
        return last
    if len(used) > 1:
        return "," if last == "." else "."
    raise Unreadable("amount_ambiguous", shape(body))


def _could_group(body: str, mark: str) -> bool:
    before, _, after = body.partition(mark)
    return len(after) == 3 and 1 <= len(before) <= 3 and before != "0"


def _minor(whole: str, fraction: str, digits: int, cell: str) -> int:
    kept, lost = fraction[:digits].ljust(digits, "0"), fraction[digits:]
    if lost.strip("0"):
        raise Unreadable("amount_too_fine", shape(cell))
    minor = int(whole + kept)
    if minor > LARGEST_MINOR:
        raise Unreadable("amount_impossible", shape(cell))
    return minor

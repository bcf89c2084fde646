"""Text cells: trimmed, normalised (NFKC), and refused when they could run as a formula or hide something.

Spreadsheet programs run cells that begin with `=`, `+`, `-` or `@` (OWASP, CSV injection); text that does is set aside.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from zoneinfo import available_timezones

from forbear.intake.clean.reasons import Unreadable, shape

LONGEST = 10_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(cell: str) -> str:
    """The cell in NFKC without surrounding space; refused if huge or holding control characters."""
    if len(cell) > LONGEST:
        raise Unreadable("field_too_long")
    text = unicodedata.normalize("NFKC", cell).strip()
    if _CONTROL.search(text):
        raise Unreadable("control_character", shape(text))
    return text


def text(cell: str) -> str:
    """A text value; refused when it begins like a formula."""
    if cell.lstrip(" ").startswith(_FORMULA):
        raise Unreadable("formula_cell")
    cleaned = plain(cell)
    if cleaned.startswith(_FORMULA):
        raise Unreadable("formula_cell")
    return cleaned


def number(cell: str) -> str:
    """A cell that may begin with a sign; refused when it is a formula all the same."""
    cleaned = plain(cell)
    if cleaned.startswith(("=", "@")):
        raise Unreadable("formula_cell")
    return cleaned


def whole(cell: str) -> int:
    """A whole number in ASCII digits, with an optional minus sign."""
    cleaned = number(cell)
    if not cleaned.removeprefix("-").isdecimal() or len(cleaned) > 9:
        raise Unreadable("not_a_number", shape(cleaned))
    return int(cleaned)


def one_of(words: Mapping[str, object], reason: str = "unknown_value") -> Callable[[str], object]:
    """A parser for a closed vocabulary: the cell's text must be one of `words`, which gives the value."""

    def parse(cell: str) -> object:
        cleaned = text(cell)
        if cleaned not in words:
            raise Unreadable(reason, shape(cleaned))
        return words[cleaned]

    return parse


def zone(cell: str) -> str:
    """An IANA time zone."""
    cleaned = text(cell)
    if cleaned not in _zones():
        raise Unreadable("unknown_zone", shape(cleaned))
    return cleaned


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())

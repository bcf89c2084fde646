"""Mainland identity numbers: form and check digit. Kept only as a blind index, never shown.

GB 11643-1999: six region digits, eight of the birth day, three of sequence, one check character by
ISO 7064 MOD 11-2. The sex that the sequence encodes is not read (data minimisation).
"""

import re
from dataclasses import dataclass

from forbear.intake.clean.reasons import Unreadable, shape
from forbear.intake.clean.text import text

_FORM = re.compile(r"[0-9]{17}[0-9X]")


@dataclass(frozen=True, slots=True)
class Identity:
    """`number` in upper case, and whether its check character is right (`checked`)."""

    number: str
    checked: bool


def identity(cell: str) -> Identity:
    """The identity number in `cell`."""
    found = text(cell).upper()
    if not _FORM.fullmatch(found):
        raise Unreadable("id_unreadable", shape(found))
    return Identity(found, check_character(found[:17]) == found[17])


def check_character(digits: str) -> str:
    """The ISO 7064 MOD 11-2 check character of a digit string."""
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    value = (12 - rest) % 11
    return "X" if value == 10 else str(value)

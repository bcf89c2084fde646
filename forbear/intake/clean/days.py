"""Calendar days in the forms that banks write, as day numbers. A day that does not exist is refused, not repaired.

Forms: 2026-11-18, 2026/11/18, 18.11.2026, 20261118, 2026年11月18日. Day-first and month-first slashes are not read,
because nothing in the text says which is meant.
"""

import re
from datetime import date, datetime

from forbear.intake.clean.reasons import Unreadable, shape
from forbear.intake.clean.text import number
from forbear.kernel.days import day_number

_FORMS = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"),
)
_SHORT = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 1900, 2199


def day(cell: str) -> int:
    """The day number of a date in any of the five forms."""
    text = number(cell)
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _day(int(match["y"]), int(match["m"]), int(match["d"]), text)
    raise Unreadable("date_unreadable", shape(text))


def short_day(cell: str) -> int:
    """The day number of YYMMDD in the 1900s (PKDD'99 files)."""
    match = _SHORT.fullmatch(number(cell))
    if not match:
        raise Unreadable("date_unreadable", shape(cell))
    year, month, day_of_month = (int(part) for part in match.groups())
    return _day(1900 + year, month, day_of_month, cell)


def instant(cell: str) -> datetime:
    """An ISO 8601 instant; without an offset it is refused, because its day would be a guess."""
    text = number(cell)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("date_unreadable", shape(text)) from error
    if found.tzinfo is None:
        raise Unreadable("date_unreadable", f"{shape(text)} without offset")
    return found


def written_day(cell: str) -> int:
    """The calendar day of an instant at the offset it was written with."""
    found = instant(cell)
    return day_number(found.date())


def month_later(start: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of a shorter month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    for day_of_month in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day_of_month)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 28))


def _day(year: int, month: int, day_of_month: int, text: str) -> int:
    try:
        found = date(year, month, day_of_month)
    except ValueError as error:
        raise Unreadable("date_impossible", shape(text)) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable("date_impossible" if year < FIRST_YEAR else "date_far_future", shape(text))
    return day_number(found)

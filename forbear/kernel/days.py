"""Calendar days as whole numbers: days since 1970-01-01, the form that every engine subtracts alike.

A day has no zone; which calendar day an instant falls on is decided where the borrower's zone is known.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day` (fits int32)."""
    return (date(day.year, day.month, day.day) - EPOCH).days


def date_of(number: int) -> date:
    """The calendar day with this number."""
    return EPOCH + timedelta(days=int(number))


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar day on which an aware instant falls in `zone`."""
    return instant.astimezone(zone).date()

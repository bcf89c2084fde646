"""The only place that reads the wall clock or draws unseeded randomness.

Pure rooms are given `now`; doing rooms ask here. `at(instant)` sets the clock for one context: the demo bank's
simulated days and the tests use it, and everything downstream sees the same instant.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from forbear.kernel.ids import uuid7

_set: ContextVar[datetime | None] = ContextVar("forbear_clock", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _set.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day that it is now in an IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def new_id() -> UUID:
    """A fresh time-ordered identifier (RFC 9562 version 7)."""
    return uuid7(now(), secrets.randbits(74))


def simulated() -> bool:
    """True inside `at(...)`: the instant is made up, and nothing may leave the house on it but demo channels."""
    return _set.get() is not None


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Run a block as if it were `instant` (aware)."""
    if instant.tzinfo is None:
        raise ValueError("the clock needs an aware instant")
    token = _set.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)

"""When does the person want, or not want, to hear from us? Their own words about time, read for this instant.

A wish that cannot be read counts against the contact. Sources: regulation notes US-PREFTIME, UK-TIMES, X-8.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from forbear.compliance.derived.agreements import inside

if TYPE_CHECKING:
    from forbear.compliance.facts import Facts

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GROUPS = {"weekdays": DAYS[:5], "weekday": DAYS[:5], "weekends": DAYS[5:], "weekend": DAYS[5:]}
TIME_LENGTHS = (5, 8)  # HH:MM and HH:MM:SS


def inconvenient_now(facts: Facts) -> bool:
    """The person named this time as inconvenient, in any zone they may live in."""
    return any(
        _covers(window, local, True) for window in _windows(facts, "inconvenient_times") for local in facts.locals
    )


def outside_preferred(facts: Facts) -> bool:
    """The person named times that suit them, and this is none of them."""
    return bool(_windows(facts, "preferred_times")) and not preferred_now(facts)


def preferred_now(facts: Facts) -> bool:
    """The person named this time as one that suits them, in every zone they may live in."""
    windows = _windows(facts, "preferred_times")
    return bool(windows) and all(any(_covers(each, local, False) for each in windows) for local in facts.locals)


def asked_for_contact(facts: Facts) -> bool:
    """The borrower asked for this contact: it answers them, or they wanted to be called back now."""
    if facts.content.get("in_response_to_debtor") is True:
        return True
    asked = facts.borrower.get("requested_callback")
    if asked is None or isinstance(asked, bool):
        return asked is True
    if isinstance(asked, Mapping):
        asked = asked.get("at") or asked.get("on") or asked
    if isinstance(asked, str):
        moment = facts.instant(asked)
        return moment is not None and facts.days_since(moment) == 0
    return isinstance(asked, Mapping) and all(_covers(asked, local, False) for local in facts.locals)


def _windows(facts: Facts, name: str) -> list[Any]:
    value = facts.borrower.get(name)
    if value is None:
        return []
    if isinstance(value, list | tuple):
        whole = [*value]
        # ["09:00", "17:00"] is one window, not two.
        return ["-".join(whole)] if len(whole) == 2 and all(_is_time(each) for each in whole) else whole
    return [value]


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and ":" in value and len(value) in TIME_LENGTHS


def _covers(window: Any, local: datetime, unreadable: bool) -> bool:
    """Whether a wish covers a local time; `unreadable` is the answer when nobody can tell."""
    if isinstance(window, str):
        window = _parsed(window)
    if isinstance(window, list | tuple) and len(window) == len(("from", "to")):
        window = {"from": window[0], "to": window[1]}
    if not isinstance(window, Mapping):
        return unreadable
    start, end = (window.get(a, window.get(b)) for a, b in (("from", "start"), ("to", "end")))
    days = _days(window.get("days", window.get("day", window.get("weekdays"))))
    if days is None or (start is None) != (end is None) or (start is None and not days):
        return unreadable
    if start is not None and not (_is_time(start) and _is_time(end)):
        return unreadable
    return (not days or DAYS[local.weekday()] in days) and inside(local.time(), start, end)


def _parsed(text: str) -> Any:
    """ "09:00-17:00", "weekends", "mon 09:00-17:00"."""
    words = text.replace("–", "-").split()
    times = [word for word in words if ":" in word]
    named = [word for word in words if ":" not in word]
    window: dict[str, Any] = {"days": named} if named else {}
    if times:
        start, dash, end = "".join(times).partition("-")
        if not dash:
            return None
        window |= {"from": start, "to": end}
    return window or None


def _days(value: Any) -> frozenset[str] | None:
    """Names of days; empty when none are named, None when one cannot be read."""
    if value is None:
        return frozenset()
    found: set[str] = set()
    for word in value if isinstance(value, list | tuple) else [value]:
        name = word.lower() if isinstance(word, str) else None
        if name in GROUPS:
            found.update(GROUPS[name])
        elif name is not None and name[:3] in DAYS:
            found.add(name[:3])
        else:
            return None
    return frozenset(found)


READINGS = (inconvenient_now, outside_preferred, preferred_now, asked_for_contact)

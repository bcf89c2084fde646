"""What already happened to this person today and this week, counted in calendar days of their own zone or zones.

Must not decide anything: how many is too many is law (`laws/`). Days follow rule X-3 of the regulation notes:
calendar days where the person lives; with several possible zones the largest count holds (X-1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from forbear.compliance.vocabulary import CHANNELS, DIRECTIONS, OUTCOMES, PARTIES

# Instants outside these years are slips of a pen, and have no neighbours in other zones at the ends of the calendar.
YEARS = range(1900, 9000)


class Entry(NamedTuple):
    """One past contact, its instant in UTC. Without a direction it was outbound, without a party to the borrower."""

    at: datetime
    channel: str
    direction: str
    outcome: str | None
    number: str | None
    contact_id: str | None
    party: str
    debts: frozenset[str] = frozenset()
    account_group: str | None = None
    answer_believed_correct: bool | None = None
    now_has_correct_info: bool | None = None

    def about(self, debt: str | None, group: str | None = None) -> bool:
        """Whether the contact was about this debt; where either does not say, it was."""
        if not self.debts or debt is None or debt in self.debts:
            return True
        return group is not None and group == self.account_group


@dataclass(frozen=True, slots=True)
class Counting:
    """What a counter counts: these channels and outcomes (None: any), over `days` calendar days.

    `per`: person, number, or debt (of one person). `inbound`: contacts the person began count too. `grouped`: products
    whose loans under one account group are one debt.
    """

    channels: frozenset[str]
    outcomes: frozenset[str] | None
    per: str
    days: int
    inbound: bool = False
    grouped: frozenset[str] = frozenset()


class Target(NamedTuple):
    """Whom, which number and which debt the act in question is for."""

    party: str
    number: str | None
    contact_id: str | None
    debt_id: str | None = None
    account_group: str | None = None
    product: str | None = None


def read_entry(raw: Any) -> Entry | str:
    """The entry, or one sentence saying what is wrong with it."""
    if type(raw) is not dict and not isinstance(raw, Mapping):
        return "an entry of history is not an object"
    try:
        at = datetime.fromisoformat(raw["at"])
    except (KeyError, TypeError, ValueError):
        return "an entry of history has no readable instant in `at`"
    if at.tzinfo is None:
        return "an entry of history has an instant without an offset in `at`"
    if at.year not in YEARS:
        return "an entry of history lies outside the calendar"
    channel, outcome = raw.get("channel"), raw.get("outcome")
    direction, party = raw.get("direction") or "outbound", raw.get("party") or "borrower"
    try:
        known = channel in CHANNELS and direction in DIRECTIONS and party in PARTIES
        known = known and (outcome is None or outcome in OUTCOMES)
    except TypeError:
        known = False
    if not known:
        return f"history uses an unknown word among {channel!r}, {direction!r}, {party!r}, {outcome!r}"
    return Entry(
        at.astimezone(UTC), str(channel), direction, outcome, raw.get("number"), raw.get("contact_id"), party,
        _debts(raw), raw.get("account_group"), raw.get("answer_believed_correct"), raw.get("now_has_correct_info"),
    )  # fmt: skip


NO_DEBTS: frozenset[str] = frozenset()


def _debts(raw: Mapping[str, Any]) -> frozenset[str]:
    """The debts a contact was about: the one it was made for, and those that were spoken of."""
    one, spoken = raw.get("debt_id"), raw.get("debts_discussed")
    if one is None and not spoken:
        return NO_DEBTS
    named = [one, *(spoken if isinstance(spoken, list | tuple) else [spoken])]
    return frozenset(str(debt) for debt in named if debt is not None)


def counted(entries: Iterable[Entry], counting: Counting, target: Target) -> list[datetime]:
    """Instants of the contacts that this counter counts against the target; inbound only where the law says so."""
    channels, outcomes, by_number = counting.channels, counting.outcomes, counting.per == "number"
    per_debt, inbound = counting.per == "debt", counting.inbound
    debt = str(target.debt_id) if target.debt_id is not None else None
    grouped = per_debt and (target.product is None or target.product in counting.grouped)
    group = target.account_group if grouped and counting.grouped else None
    return [
        entry.at
        for entry in entries
        if entry.channel in channels
        and (inbound or entry.direction == "outbound")
        and (outcomes is None or entry.outcome is None or entry.outcome in outcomes)
        and (_same(entry.number, target.number) if by_number else _same_person(entry, target))
        and (not per_debt or entry.about(debt, group))
    ]


def largest(instants: Sequence[datetime], now: datetime, zones: Iterable[tzinfo], days: int) -> int:
    """How many instants fall in the `days` calendar days that end on the day of `now`, in the worst zone."""
    if not instants:
        return 0
    return max(in_window(instants, now.astimezone(zone).date(), zone, days) for zone in zones)


def in_window(instants: Sequence[datetime], day: date, zone: tzinfo, days: int) -> int:
    """Instants on one of the `days` calendar days that end on `day`."""
    start, end = _bounds(day, zone, days)
    return sum([start <= instant < end for instant in instants])


@lru_cache(maxsize=4096)
def _bounds(day: date, zone: tzinfo, days: int) -> tuple[datetime, datetime]:
    """Local midnights around the window, as UTC instants: a day with a clock change is 23 or 25 hours long."""
    first, after = day - timedelta(days=days - 1), day + timedelta(days=1)
    start, end = (datetime.combine(each, time.min, zone).astimezone(UTC) for each in (first, after))
    return start, end


def _same(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _same_person(entry: Entry, target: Target) -> bool:
    return entry.party == target.party and (entry.party == "borrower" or _same(entry.contact_id, target.contact_id))

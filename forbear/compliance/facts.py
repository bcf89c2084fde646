"""One request read into facts: who, whom, how, why, when and where; nothing is judged here.

Must not guess. What is missing, malformed or unknown becomes a `problem` named by the core fact it spoils, and the
gate refuses it (rule X-5). Keys outside the vocabulary are ignored. Vocabulary: Appendix A of the regulation notes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forbear.compliance.derived import READINGS
from forbear.compliance.history import YEARS, Counting, Entry, Target, counted, largest, read_entry
from forbear.compliance.vocabulary import BOOLEANS, CLOSED, FLAGS, INSTANTS, NUMBERS, WORD_LISTS, WORDS, type_of
from forbear.kernel.errors import BadInput

NOTHING: Mapping[str, Any] = {}
SECTIONS = ("consent", "debt", "content")


class Facts:
    """The facts of one act. `problems` lists (core fact, sentence); with any problem the act cannot be allowed.

    `counts` remembers what the counters of the law in force found, by name; `memory` holds what was worked out once.
    """

    __slots__ = (
        "actor", "borrower", "channel", "consent", "contact_id", "content", "counts", "debt", "flags", "history", "id",
        "jurisdiction", "locals", "memory", "now", "number", "party", "problems", "purpose", "zones",
    )  # fmt: skip

    id: Any
    jurisdiction: str
    actor: str
    party: str
    channel: str
    purpose: str
    now: datetime
    zones: tuple[ZoneInfo, ...]
    locals: tuple[datetime, ...]
    flags: frozenset[str]
    borrower: Mapping[str, Any]
    consent: Mapping[str, Any]
    debt: Mapping[str, Any]
    content: Mapping[str, Any]
    history: tuple[Entry, ...]
    number: str | None
    contact_id: str | None
    problems: list[tuple[str, str]]
    counts: dict[str, int]
    memory: dict[str, Any]

    def __init__(self, request: Mapping[str, Any]) -> None:
        get = request.get
        self.problems, self.counts, self.memory = [], {}, {}
        self.id, self.number, self.contact_id = get("id"), get("number"), get("contact_id")
        self.jurisdiction = self._word(get("jurisdiction"), "jurisdiction", None)
        self.actor = self._word(get("actor") or "lender", "actor", CLOSED["actor"])
        self.party = self._word(get("party"), "party", CLOSED["party"])
        self.channel = self._word(get("channel"), "channel", CLOSED["channel"])
        self.purpose = self._word(get("purpose"), "purpose", CLOSED["purpose"])
        self.borrower = self._section(get("borrower"), "borrower")
        self.consent, self.debt, self.content = (self._section(get(name), name) for name in SECTIONS)
        self._place_and_time(get("now"))
        self.flags = self._flags(self.borrower.get("flags"))
        self.history = self._history(get("history"))
        self._check_age()

    def problem(self, fact: str, sentence: str) -> None:
        self.problems.append((fact, sentence))

    def days_since(self, moment: datetime) -> int:
        """Calendar days, where the person lives, from `moment` (aware) to now."""
        return (self.locals[0].date() - moment.astimezone(self.zones[0]).date()).days

    def instant(self, value: Any) -> datetime | None:
        """An aware instant; a bare date is midnight in the person's first zone; anything else None."""
        if not isinstance(value, str):
            return None
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            return None
        if instant.year not in YEARS:
            return None
        if instant.tzinfo is None:
            return instant.replace(tzinfo=self.zones[0] if self.zones else UTC) if len(value) == 10 else None
        return instant

    def _word(self, value: Any, fact: str, known: frozenset[str] | None) -> str:
        if value is None or value == "":
            self.problem(fact, f"{fact} is missing")
            return ""
        if not isinstance(value, str) or (known is not None and value not in known):
            self.problem(fact, f"{fact} {value!r} is not a word the law here knows")
            return ""
        return value

    def _section(self, value: Any, name: str) -> Mapping[str, Any]:
        if value is None:
            return NOTHING
        if type(value) is not dict and not isinstance(value, Mapping):
            self.problem("facts", f"{name} is not an object")
            return NOTHING
        checks = _checks(name)
        for key, item in value.items():
            check = checks.get(key)
            # Most facts are a yes or no where one is due; asking that first halves the reading.
            if check is _boolean and (item is True or item is False):
                continue
            if check is not None and item is not None and not check(item):
                self.problem("facts", f"{name}.{key} cannot be read: {item!r}")
        return value

    def _place_and_time(self, now: Any) -> None:
        home = self.borrower.get("timezone")
        # Most people have one zone, and most requests come from few zones.
        self.zones = _one_zone(home) if isinstance(home, str) and "candidate_timezones" not in self.borrower else ()
        if not self.zones:
            self._several_zones([home, *_listed(self.borrower.get("candidate_timezones"))])
        try:
            moment = datetime.fromisoformat(now)
            if moment.tzinfo is None or moment.year not in YEARS:
                raise ValueError
            self.now = moment.astimezone(UTC)
            self.locals = tuple(self.now.astimezone(zone) for zone in self.zones)
        except (TypeError, ValueError, OverflowError):
            self.problem("now", "now is missing, unreadable or has no offset from UTC")
            self.now, self.locals = datetime.min.replace(tzinfo=UTC) + timedelta(days=2), ()

    def _several_zones(self, named: list[Any]) -> None:
        zones = list(dict.fromkeys(_hashable(name) for name in named if name is not None))
        found = [_zone(name) for name in zones]
        if not found or None in found:
            self.problem("zone", "the person's time zone is missing" if not found else f"unknown time zone in {zones}")
        self.zones = tuple(zone for zone in found if zone is not None)

    def _flags(self, value: Any) -> frozenset[str]:
        if value is None:
            return frozenset()
        if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(flag, str) for flag in value):
            self.problem("facts", "borrower.flags is not a list of words")
            return frozenset()
        for flag in value:
            if flag not in FLAGS:
                self.problem("facts", f"borrower.flags has the unknown flag {flag!r}")
        return frozenset(value)

    def _history(self, value: Any) -> tuple[Entry, ...]:
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.problem("facts", "history is not a list")
            return ()
        read = [read_entry(raw) for raw in value]
        for entry in read:
            if isinstance(entry, str):
                self.problem("facts", entry)
        return tuple(entry for entry in read if isinstance(entry, Entry))

    def _check_age(self) -> None:
        age = self.borrower.get("age")
        if age is not None and _number(age) and not 0 <= age <= 150:
            self.problem("facts", f"borrower.age {age} is not an age")


def _number(value: Any) -> bool:
    # NaN and infinities would slip under or over every cap; no sum or age is that large.
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e15 < value < 1e15


def _instant(value: Any) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return moment.year in YEARS and (moment.tzinfo is not None or len(value) == 10)


def _words(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list | tuple) and all(isinstance(item, str) for item in value))


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


CHECKS: dict[str, Callable[[Any], bool]] = {
    "boolean": _boolean,
    "number": _number,
    "instant": _instant,
    "words": _words,
    "word": lambda value: isinstance(value, str),
}


@cache
def _checks(section: str) -> dict[str, Callable[[Any], bool]]:
    """Reader of each typed fact directly inside a section."""
    names = BOOLEANS | NUMBERS | INSTANTS | WORDS | WORD_LISTS
    inside = (name.split(".") for name in names)
    return {
        parts[1]: CHECKS[str(type_of(".".join(parts)))] for parts in inside if len(parts) == 2 and parts[0] == section
    }


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _one_zone(name: str) -> tuple[ZoneInfo, ...]:
    zone = _zone(name)
    return (zone,) if zone is not None else ()


def _hashable(name: Any) -> str:
    return name if isinstance(name, str) else repr(name)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [] if value is None else [value]


def reader(fact: str) -> Callable[[Facts], Any]:
    """How to read one fact of the vocabulary from a request; word lists come as tuples, absent facts as None."""
    if type_of(fact) is None:
        raise BadInput(
            f"{fact!r} is not a fact of the vocabulary.", mend="See docs/reference/verdicts.md for the facts."
        )
    if fact in READINGS:
        return _once(fact)
    if fact in CLOSED:
        return lambda facts: getattr(facts, fact)
    if fact == "borrower.flags":
        return lambda facts: facts.flags
    section, *path = fact.split(".")
    if fact in WORD_LISTS:
        return lambda facts: _as_words(getattr(facts, section).get(path[0]))
    if len(path) == 1:
        key = path[0]
        return lambda facts: getattr(facts, section).get(key)
    return lambda facts: _nested(getattr(facts, section), path)


def _once(fact: str) -> Callable[[Facts], Any]:
    """A reading that several duties ask for is worked out once a request."""
    reading = READINGS[fact]

    def known(facts: Facts) -> Any:
        memory = facts.memory
        if fact not in memory:
            memory[fact] = reading(facts)
        return memory[fact]

    return known


def _as_words(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _nested(section: Mapping[str, Any], path: list[str]) -> Any:
    inner = section.get(path[0])
    return inner.get(path[1]) if isinstance(inner, Mapping) else None


def history_counts(
    history: Iterable[Mapping[str, Any]],
    *,
    now: datetime,
    zones: Iterable[str],
    counters: Mapping[str, Counting],
    party: str = "borrower",
    number: str | None = None,
    contact_id: str | None = None,
    debt_id: str | None = None,
) -> dict[str, int]:
    """How many past contacts each counter holds at `now` (aware), in the worst of the IANA `zones`.

    `counters` come from the law in force (`Pack.counters`); history uses the request vocabulary, shared by the
    lender and all its agencies. An entry or zone that cannot be read is BadInput: an uncounted contact is a risk.
    """
    entries = [read_entry(raw) for raw in history]
    places = {name: _zone(name) for name in zones}
    for name, place in places.items():
        if place is None:
            raise BadInput(f"unknown time zone {name!r}.", mend="Use an IANA name, e.g. Asia/Shanghai.")
    if not places:
        raise BadInput("no time zone was given, so no day can be counted.")
    for entry in entries:
        if isinstance(entry, str):
            raise BadInput(f"{entry}.", where="history")
    known = [entry for entry in entries if isinstance(entry, Entry)]
    target, where = (
        Target(party, number, contact_id, debt_id),
        [place for place in places.values() if place is not None],
    )
    return {
        name: largest(counted(known, counting, target), now, where, counting.days)
        for name, counting in counters.items()
    }

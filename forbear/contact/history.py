"""What the casefile knows, as frames, for the rooms that think in frames. Counts follow the law's own counters."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
from django.db.models import F

from forbear.casefile.models import Consent, ContactEvent, Hold
from forbear.compliance.facts import history_counts
from forbear.compliance.lawbook import Lawbook
from forbear.intake.engine import Engine
from forbear.intake.nightly import COUNTERS, Casefile
from forbear.intake.schema import FLAGS
from forbear.intake.sources import SOURCES
from forbear.kernel.days import day_number

HISTORY = pa.schema(
    [
        ("person_id", pa.string()),
        ("day", pa.int32()),
        ("direction", pa.string()),
        ("outcome", pa.string()),
        ("channel", pa.string()),
        ("letter", pa.string()),
    ]
)
COUNTS = pa.schema([("person_id", pa.string()), *((name, pa.int32()) for name in COUNTERS)])
LONGEST_WINDOW = timedelta(days=9)  # a week of calendar days, in whatever zone


HOLDS = pa.schema(
    [("person_id", pa.string()), ("flag", pa.string()), ("from_day", pa.int32()), ("until_day", pa.int32())]
)
STOPS = pa.schema([("person_id", pa.string()), ("purpose", pa.string()), ("withdrawn_day", pa.int32())])


def casefile(engine: Engine, lawbook: Lawbook, now: datetime) -> Casefile:
    """Everything that a night must know beside the lake."""
    return Casefile(frame(engine), counts(engine, lawbook, now), holds(engine), stops(engine))


def holds(engine: Engine) -> nw.LazyFrame[Any]:
    """Holds that began in the house, not in a source of the lake: a borrower's request, a colleague's note."""
    rows = Hold.objects.exclude(source__in=SOURCES).filter(kind__in=FLAGS).order_by("pk")
    return engine.frame(pa.Table.from_pylist(
        [
            {"person_id": hold.person_id, "flag": hold.kind, "from_day": day_number(hold.from_on),
             "until_day": day_number(hold.until_on) if hold.until_on else None}
            for hold in rows
        ],
        schema=HOLDS,
    ))  # fmt: skip


def stops(engine: Engine) -> nw.LazyFrame[Any]:
    """Channels that people took back, as the casefile knows them."""
    rows = Consent.objects.filter(withdrawn_on__isnull=False).order_by("pk")
    return engine.frame(pa.Table.from_pylist(
        [
            {"person_id": row.person_id, "purpose": row.purpose, "withdrawn_day": day_number(row.withdrawn_on)}
            for row in rows
            if row.withdrawn_on
        ],
        schema=STOPS,
    ))  # fmt: skip


def frame(engine: Engine) -> nw.LazyFrame[Any]:
    """One row a contact: person_id, day (UTC day number), direction, outcome, channel, letter ("" when none)."""
    rows = ContactEvent.objects.order_by("pk").values(
        "person_id", "at", "direction", "outcome", "channel", letter=F("message__letter")
    )
    contacts = [{**row, "day": day_number(row["at"].date()), "letter": row["letter"] or ""} for row in rows]
    return engine.frame(pa.Table.from_pylist(contacts, schema=HISTORY))


def counts(engine: Engine, lawbook: Lawbook, now: datetime) -> nw.LazyFrame[Any]:
    """What the law's counters hold at `now` for everybody who was contacted lately; nobody else has any."""
    events: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    recent = ContactEvent.objects.filter(at__gt=now - LONGEST_WINDOW, at__lte=now).select_related("person")
    for event in recent.order_by("pk"):
        entry = {"at": event.at.isoformat(), "channel": event.channel, "direction": event.direction}
        entry |= {"outcome": event.outcome} if event.outcome else {}
        entry |= {"number": event.number_index} if event.number_index else {}
        events[event.person_id, event.person.timezone, event.person.market].append(entry)
    rows = [
        {"person_id": person, **_counted(history, zone, market, lawbook, now)}
        for (person, zone, market), history in events.items()
    ]
    return engine.frame(pa.Table.from_pylist(rows, schema=COUNTS))


def _counted(history: list[dict[str, Any]], zone: str, market: str, lawbook: Lawbook, now: datetime) -> dict[str, int]:
    pack = lawbook.on(now.date(), market)
    if pack is None:
        return dict.fromkeys(COUNTERS, 0)
    held = history_counts(history, now=now, zones=[zone], counters=pack.counters)
    return {name: held.get(name, 0) for name in COUNTERS}

"""The lake's nightly tables: what the thinking rooms answer when they are fed the lake. Holds no rule itself.

Tables, each kept for its night: positions, panel and scores (one row a loan), promises and situations (one row
a person), forecast (one row a person) and proposals (one row a person).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from forbear.compliance.lawbook import Lawbook
from forbear.compliance.mask import mask, zone_offsets
from forbear.intake.lake import Lake
from forbear.intake.schema import FLAGS
from forbear.intake.zones import only_zone
from forbear.ledger.ageing import positions_on
from forbear.ledger.allocation import load_allocation
from forbear.ledger.panel import monthly_on
from forbear.ledger.reported import reported_positions
from forbear.ledger.timeline import known, timeline
from forbear.risk import score as scoring
from forbear.risk.card import Card
from forbear.risk.features import FEATURES, behaviour
from forbear.strategy.capacity import Capacity
from forbear.strategy.promises import judge_promises
from forbear.strategy.propose import propose as propose_all
from forbear.strategy.situation import situations
from forbear.strategy.table import Playbook

PROMISES = pa.schema([("person_id", pa.string()), ("made_day", pa.int32()), ("due_day", pa.int32()),
                      ("amount_cents", pa.int64())])  # fmt: skip
ZONES = pa.schema([("person_id", pa.string()), ("timezone", pa.string()), ("zone_offset", pa.int32())])
CHANNELS = ("sms", "email", "voice")
# Every counter that a law file of any market names; a test keeps this list and `laws/` together.
COUNTERS = (
    "attempts_today", "calls_7d", "calls_today", "connected_today", "contacts_7d", "conversations_7d", "texts_7d",
    "texts_today",
)  # fmt: skip


def age(lake: Lake, day: int) -> int:
    """Positions and monthly panel of every loan: from its schedule, or as its source reported it; number of loans.

    Both read the timeline of instalments and payments, the dearest thing of the night, so it is laid down once.
    """
    loans, instalments, payments, statements, flags = (
        lake.current(name, day) for name in ("loans", "instalments", "payments", "statements", "flags")
    )
    with lake.aside("timeline", timeline(instalments, known(payments, day))) as line:
        months = monthly_on(line, loans, payments, statements, day)
        lake.write_nightly(day, "panel", months.join(loans.select("loan_key", "currency"), on="loan_key", how="inner"))
        owed = positions_on(line, loans, flags, day, load_allocation())
        unscheduled = statements.join(line.select("loan_key"), on="loan_key", how="anti")
        rows = nw.concat([owed, reported_positions(unscheduled, day)], how="vertical")
        return lake.write_nightly(day, "positions", rows)


def score(lake: Lake, day: int, card: Card) -> int:
    """Scores of every loan: probability in whole millionths (null where nothing is known), band, and the features."""
    rows = lake.nightly(day, "panel")
    rows = rows.join(_typical_limits(lake, rows), on="currency", how="left")
    features = behaviour(rows).select("loan_key", *FEATURES).collect(backend="pyarrow").to_native()
    columns = as_columns(features)
    known = _known(columns)
    answer = scoring.score(card, columns)
    table = features.append_column("probability_millionths", pa.array(
        np.round(answer.probability * 1_000_000).astype(np.int64), mask=~known))  # fmt: skip
    table = table.append_column("band", pa.array(np.where(known, answer.band, "unknown").tolist(), pa.string()))
    return lake.write_nightly(day, "scores", table)


class Casefile(NamedTuple):
    """What the casefile knows beside the lake, as frames keyed by person_id.

    history: day, direction, outcome, channel, letter; counts: the law's counters; holds: flag, from_day, until_day;
    stops: purpose, withdrawn_day (a channel that the person took back).
    """

    history: nw.LazyFrame[Any]
    counts: nw.LazyFrame[Any]
    holds: nw.LazyFrame[Any]
    stops: nw.LazyFrame[Any]


def situate(lake: Lake, day: int, casefile: Casefile) -> int:
    """Promises judged by the money that came, and every person's situation. Returns the number of people."""
    loans, links, flags = lake.current("loans", day), lake.current("links", day), lake.current("flags", day)
    made = lake.engine.frame(_promises(flags, links))
    lake.write_nightly(day, "promises", judge_promises(made, lake.current("payments", day), loans, links, day))
    return lake.write_nightly(day, "situations", situations(
        lake.current("people", day), links, loans, lake.nightly(day, "positions"), lake.nightly(day, "scores"),
        _flags(lake, day, casefile), casefile.history, _stops(lake, day, casefile), lake.current("contacts", day),
        lake.nightly(day, "promises"), day,
    ))  # fmt: skip


def _flags(lake: Lake, day: int, casefile: Casefile) -> nw.LazyFrame[Any]:
    """Flags of the lake, and holds that only the casefile has: what a borrower asked for counts from the same night."""
    known = lake.current("flags", day).filter(nw.col("recorded_day") <= day)
    return _beside(lake, day, known, casefile.holds, ("flag", "from_day", "until_day"))


def _stops(lake: Lake, day: int, casefile: Casefile) -> nw.LazyFrame[Any]:
    """Consents withdrawn, in the lake or in the casefile."""
    return _beside(lake, day, lake.current("consents", day), casefile.stops, ("purpose", "withdrawn_day"))


def _beside(
    lake: Lake, day: int, facts: nw.LazyFrame[Any], ours: nw.LazyFrame[Any], columns: Sequence[str]
) -> nw.LazyFrame[Any]:
    """`facts` with the casefile's rows put under one of the person's records; party_key, `columns`, recorded_day."""
    record = lake.current("links", day).group_by("person_id").agg(nw.col("party_key").min())
    recorded = nw.lit(day).cast(nw.Int32).alias("recorded_day")
    added = ours.join(record, on="person_id", how="inner").select("party_key", *columns, recorded)
    return nw.concat([facts.select("party_key", *columns, "recorded_day"), added], how="vertical")


def _running(lake: Lake, day: int, casefile: Casefile) -> nw.LazyFrame[Any]:
    """person_id with one boolean for each flag and each stopped channel that holds today; others are absent."""
    flags, stops = _flags(lake, day, casefile), _stops(lake, day, casefile)
    runs = (nw.col("from_day") <= day) & (nw.col("until_day").is_null() | (nw.col("until_day") >= day))
    marks = flags.filter(runs).select("party_key", mark="flag")
    stopped = stops.filter(nw.col("withdrawn_day") <= day).select(
        "party_key", mark=nw.concat_str(nw.lit("no_"), nw.col("purpose"))
    )
    links = lake.current("links", day).select("party_key", "person_id")
    rows = nw.concat([marks, stopped], how="vertical").join(links, on="party_key", how="inner")
    names = [*FLAGS, *(f"no_{channel}" for channel in CHANNELS)]
    held = {name: nw.when(nw.col("mark") == name).then(nw.lit(1)).otherwise(nw.lit(0)).max() == 1 for name in names}
    return rows.group_by("person_id").agg(**{f"runs_{name}": test for name, test in held.items()})


def forecast(lake: Lake, day: int, lawbook: Lawbook, casefile: Casefile, now: datetime) -> dict[str, int]:
    """Which channels the law leaves open for collecting from each person. Returns how many people each is open for."""
    people = lake.nightly(day, "situations").join(_zones(lake, day, now), on="person_id", how="left")
    people = people.join(casefile.counts, on="person_id", how="left")
    people = people.join(_running(lake, day, casefile), on="person_id", how="left")
    already = set(lake.nightly(day, "situations").collect_schema().names())
    marks = {flag: nw.col(f"runs_{flag}").fill_null(False) for flag in FLAGS if flag not in already | {"promise"}}
    people = people.with_columns(
        **{name: nw.col(name).fill_null(0) for name in COUNTERS}, **marks, promise=nw.col("promise_live")
    )
    rows = people.select("person_id", "timezone")
    for channel in CHANNELS:
        asked = people.with_columns(channel_stopped=nw.col(f"runs_no_{channel}").fill_null(False))
        judged = mask(asked, lawbook, now=now, channel=channel, purpose="collection")
        answer = judged.select("person_id", **{f"lawful_{channel}": "lawful", f"refusal_{channel}": "first_refusal"})
        rows = rows.join(answer, on="person_id", how="inner")
    lake.write_nightly(day, "forecast", rows)
    open_for = lake.nightly(day, "forecast").select(
        *(nw.when(nw.col(f"lawful_{channel}")).then(1).otherwise(0).sum().alias(channel) for channel in CHANNELS)
    )
    (found,) = open_for.collect().iter_rows()
    return {f"{channel} lawful": int(number or 0) for channel, number in zip(CHANNELS, found, strict=True)}


def _zones(lake: Lake, day: int, now: datetime) -> nw.LazyFrame[Any]:
    """Each person's zone and its offset from UTC now: as recorded, else the market's only one, else none."""
    people = lake.current("people", day).join(lake.current("links", day), on="party_key", how="inner")
    recorded = people.group_by("person_id").agg(nw.col("timezone").min(), nw.col("market").min()).collect()
    rows = list(recorded.select("person_id", "timezone", "market").iter_rows())
    zones = {person: zone or only_zone(market) for person, zone, market in rows}
    offsets = zone_offsets({zone for zone in zones.values() if zone}, now)
    columns = [list(zones), list(zones.values()), [offsets.get(zone or "") for zone in zones.values()]]
    return lake.engine.frame(pa.table(columns, schema=ZONES))


def propose(lake: Lake, day: int, playbook: Playbook, capacity: Capacity) -> dict[str, int]:
    """Every person's proposal. Returns how many of each step, and how many wait for free hours."""
    lake.write_nightly(day, "proposals", propose_all(lake.nightly(day, "situations"), playbook, capacity))
    rows = lake.nightly(day, "proposals").group_by("step", "deferred").agg(nw.len().alias("people"))
    counts: dict[str, int] = {}
    for step, deferred, people in sorted(rows.collect().select("step", "deferred", "people").iter_rows()):
        name = "deferred" if deferred else step
        counts[name] = counts.get(name, 0) + int(people)
    return counts


def as_columns(features: pa.Table) -> dict[str, np.ndarray[Any, Any]]:
    """Features as the card reads them: floats, with NaN where a value is not known."""
    return {name: features[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in FEATURES}


def _known(columns: Mapping[str, np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """Whether the latest month is known; without it a loan gets no score (features that count would read 0)."""
    known: np.ndarray[Any, Any] = ~np.isnan(columns["status_in_month_1"])
    return known


def _typical_limits(lake: Lake, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The lower median of the limit by currency, in minor units: exact, and the same on every engine."""
    counted = rows.filter(nw.col("limit_cents") > 0).group_by("currency", "limit_cents").agg(nw.len().alias("rows"))
    by_currency: dict[str, list[tuple[int, int]]] = {}
    for currency, limit, number in counted.collect().select("currency", "limit_cents", "rows").iter_rows():
        by_currency.setdefault(currency, []).append((int(limit), int(number)))
    typical = {currency: _lower_median(sorted(pairs)) for currency, pairs in by_currency.items()}
    schema = pa.schema([("currency", pa.string()), ("typical_limit_cents", pa.int64())])
    return lake.engine.frame(pa.table([list(typical), list(typical.values())], schema=schema))


def _lower_median(pairs: list[tuple[int, int]]) -> int:
    half, seen = (sum(rows for _, rows in pairs) + 1) // 2, 0
    for value, rows in pairs:
        seen += rows
        if seen >= half:
            return value
    raise AssertionError("the median lies within the counts")


def _promises(flags: nw.LazyFrame[Any], links: nw.LazyFrame[Any]) -> pa.Table:
    """Promises written in flags, one row each; the detail of a promise is JSON with amount_cents and due_day."""
    rows = flags.filter(nw.col("flag") == "promise").select("party_key", "from_day", "detail")
    named = rows.join(links.select("party_key", "person_id"), on="party_key", how="inner").collect()
    promises = [
        {"person_id": person, "made_day": made, **{k: json.loads(detail)[k] for k in ("due_day", "amount_cents")}}
        for person, made, detail in named.select("person_id", "from_day", "detail").iter_rows()
    ]
    return pa.Table.from_pylist(promises, schema=PROMISES)

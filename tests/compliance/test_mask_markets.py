"""One law, two readers, in every market: the mask may forbid more than the gate, never less."""

from datetime import UTC, datetime, timedelta

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.compliance.board import FACT_COLUMNS, FLAG_COLUMNS
from forbear.compliance.derived import READINGS
from forbear.compliance.facts import Facts, history_counts
from forbear.compliance.gate import judge
from forbear.compliance.mask import NEEDED, mask, zone_offsets
from forbear.compliance.request import merged
from forbear.compliance.vocabulary import DERIVED_NUMBERS

PLACES = {
    "CN": "Asia/Shanghai", "US": "America/New_York", "UK": "Europe/London", "TW": "Asia/Taipei",
    "HK": "Asia/Hong_Kong", "SG": "Asia/Singapore", "EU": "Europe/Berlin",
}  # fmt: skip
FLAGS = sorted(
    {"deceased", "minor", "disputed", "complaint_open", "plan_performing", "cease_request", "moratorium", "promise",
     "represented_by_attorney", "bankruptcy", "breathing_space", "vulnerable", "debt_settled", "identity_doubt",
     "mental_health_crisis_moratorium", "rehabilitation_opened", "refusal_to_pay_written", "incapacity_declared"}
)  # fmt: skip
NUMBERS = {"zone_offset", "age", *DERIVED_NUMBERS}


def column(flag):
    return FLAG_COLUMNS.get(flag, flag)


def row_of(request, now, lawbook):
    """The person of a request as a portfolio would hold them."""
    facts, place = Facts(request), request["jurisdiction"]
    zone = request["borrower"]["timezone"]
    counters = {
        n: c for day in (now, now + timedelta(days=1)) for n, c in lawbook.on(day.date(), place).counters.items()
    }
    counts = history_counts(request["history"], now=now, zones=[zone], counters=counters)
    row = {"market": place, "zone_offset": zone_offsets([zone], now)[zone], "age": request["borrower"].get("age")}
    row |= {FACT_COLUMNS[fact]: reading(facts) for fact, reading in READINGS.items()}
    row |= {column(flag): flag in facts.flags for flag in FLAGS}
    row["disputed"] = READINGS["dispute_open"](facts)
    return dict.fromkeys((name for name in NEEDED if name not in row), 0) | row | counts, set(counts)


def forecast(lawbook, row, counts, **how):
    kind = {name: pa.float64() for name in NUMBERS} | {"market": pa.string()}
    kind |= dict.fromkeys(counts | {name for name in NEEDED if "_" in name and name[-1] in "yd"}, pa.int64())
    kind |= {"zone_offset": pa.int64(), "complaint_open": pa.bool_()}
    table = pa.table({name: pa.array([value], kind.get(name, pa.bool_())) for name, value in row.items()})
    with duckdb.connect() as connection:
        connection.register("people", table)
        frame = nw.from_native(connection.sql("select * from people"))
        return mask(frame, lawbook, **how).collect("pyarrow")["first_refusal"].to_list()[0]


@pytest.mark.parametrize("place", list(PLACES))
def test_a_person_in_order_may_be_written_to_in_every_market(lawbook, place):
    now = datetime(2026, 11, 24, 15 if place == "US" else 12 if place in ("UK", "EU") else 3, tzinfo=UTC)
    request = merged(lawbook.folders[place].pack.act, {"channel": "letter", "now": now.isoformat(), "history": []})
    row, counts = row_of(request, now, lawbook)
    assert forecast(lawbook, row, counts, now=now, channel="letter", purpose="collection") is None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.sampled_from(list(PLACES)),
    now=st.datetimes(datetime.fromisoformat("2026-02-03"), datetime.fromisoformat("2026-12-30")),
    channel=st.sampled_from(["voice", "sms", "email", "letter", "visit"]),
    purpose=st.sampled_from(["collection", "hardship_offer", "legal_notice", "complaint_response"]),
    flags=st.sets(st.sampled_from(FLAGS), max_size=1),
    age=st.one_of(st.none(), st.integers(0, 90)),
    borrower=st.sampled_from(
        [
            {},
            {"inconvenient_times": [{"from": "00:00", "to": "13:00"}]},
            {"preferred_times": [{"from": "09:00", "to": "12:00"}]},
            {"attorney": {"debt_ids": ["D1"]}},
            {"moratorium": {"type": "breathing_space", "start": "2026-06-01"}},
            {"debt_advice": {"notified_at": "2026-06-01", "plan_in_development": True}},
        ]
    ),
    debt=st.sampled_from(
        [{}, {"dispute": {"in_writing": False}}, {"initial_communication_at": "2026-06-01"},
         {"last_acknowledged": "2020-06-01"}]
    ),
    past=st.lists(
        st.tuples(
            st.integers(0, 8 * 24 * 60),
            st.sampled_from(["voice", "sms", "letter"]),
            st.sampled_from(["connected", "no_answer", "delivered", "busy", "opt_out"]),
            st.sampled_from(["outbound", "inbound"]),
        ),
        max_size=9,
    ),
)  # fmt: skip
def test_the_mask_never_allows_what_the_gate_refuses_anywhere(
    lawbook, place, now, channel, purpose, flags, age, borrower, debt, past
):
    now = now.replace(tzinfo=UTC)
    history = [
        {"at": (now - timedelta(minutes=ago)).isoformat(), "channel": by, "outcome": outcome, "direction": way}
        for ago, by, outcome, way in past
    ]
    who = {"timezone": PLACES[place], "age": age, "flags": sorted(flags), **borrower}
    given_ = {"channel": channel, "purpose": purpose, "now": now.isoformat()}
    request = merged(lawbook.folders[place].pack.act, given_ | {"history": history, "borrower": who, "debt": debt})
    row, counts = row_of(request, now, lawbook)
    refusal = forecast(lawbook, row, counts, now=now, channel=channel, purpose=purpose)
    verdict = judge(request, lawbook)
    assert refusal is not None or verdict.allowed, verdict.rules

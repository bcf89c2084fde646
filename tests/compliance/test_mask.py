"""One law, two readers: the mask may forbid more than the gate, never less."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.compliance.facts import history_counts
from forbear.compliance.gate import judge
from forbear.compliance.mask import mask, zone_offsets
from forbear.compliance.request import merged
from forbear.kernel.errors import BadInput

FLAGS = ["deceased", "minor", "disputed", "complaint_open", "plan_performing", "cease_request", "moratorium",
         "hardship", "promise", "debt_settled", "self_harm_risk", "lost_contact", "plan_breached"]  # fmt: skip
COLUMN = {"promise": "promise_live"}
ZONES = ["Asia/Shanghai", "Asia/Urumqi", "Europe/Prague", "America/New_York"]
COUNTS = ("connected_today", "attempts_today", "texts_today", "texts_7d")
TYPES = {"market": pa.string(), "zone_offset": pa.int64(), "zone_offset_2": pa.int64(), "age": pa.int64()}
TYPES |= dict.fromkeys(COUNTS, pa.int64())


def forecast(lawbook, rows, **how):
    """What the mask says of these people, in their order, by the engine the lake uses."""
    names = list(rows[0])
    table = pa.table({name: pa.array([row[name] for row in rows], TYPES.get(name, pa.bool_())) for name in names})
    table = table.append_column("place_in_line", pa.array(range(len(rows)), pa.int64()))
    with duckdb.connect() as connection:
        connection.register("people", table)
        frame = nw.from_native(connection.sql("select * from people"))
        masked = mask(frame, lawbook, **how).sort("place_in_line").collect("pyarrow")
        return list(zip(masked["lawful"].to_list(), masked["first_refusal"].to_list(), strict=True))


def person(**changes):
    row = {"market": "CN", "zone_offset": 480, "zone_offset_2": None, "age": 40, "hours_exception": False}
    row |= dict.fromkeys(COUNTS, 0) | {COLUMN.get(flag, flag): False for flag in FLAGS}
    return row | changes


NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
CALL = {"now": NOW, "channel": "voice", "purpose": "collection"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, None),
        ({"zone_offset": None}, "X-5"),
        ({"market": "CZ"}, "X-PACK"),
        ({"market": None}, "X-PACK"),
        ({"zone_offset": -180}, "CN-HOURS"),
        ({"zone_offset_2": -180}, "CN-HOURS"),
        ({"zone_offset": 359}, "CN-HOURS"),  # 07:59
        ({"zone_offset": 360}, None),  # 08:00
        ({"zone_offset": 1199}, None),  # 21:59
        ({"zone_offset": 1200}, "CN-HOURS"),  # 22:00
        ({"zone_offset": -180, "hours_exception": True}, None),
        ({"connected_today": 3}, "CN-CALL-3"),
        ({"connected_today": None}, "CN-CALL-3"),
        ({"attempts_today": 6}, "CN-ATTEMPT-6"),
        ({"deceased": True}, "CN-DECEASED"),
        ({"deceased": None}, "CN-DECEASED"),
        ({"plan_performing": True}, "CN-PLAN-STOP"),
        ({"promise_live": True}, "CN-PROMISE"),
        ({"age": 17}, "CN-CAPACITY"),
        ({"age": None}, None),
        ({"age": None, "minor": True}, "CN-CAPACITY"),
    ],
)
def test_the_first_refusal_is_named(lawbook, changes, rule):
    assert forecast(lawbook, [person(**changes)], **CALL) == [(rule is None, rule)]


def test_a_message_that_is_not_in_order_is_forecast_as_refused(lawbook):
    act = {"content": {"identifies_institution": False}}
    assert forecast(lawbook, [person()], act=act, **CALL) == [(False, "CN-IDENT")]


def test_a_warning_of_the_gate_is_a_refusal_of_the_mask(lawbook):
    text = CALL | {"channel": "sms"}
    assert forecast(lawbook, [person(texts_today=1)], **text) == [(False, "CN-FREQ-TEXT")]


def test_before_any_law_nobody_may_be_contacted(lawbook):
    past = CALL | {"now": datetime(1994, 3, 31, 2, tzinfo=UTC)}
    assert forecast(lawbook, [person()], **past) == [(False, "X-PACK")]


def test_a_portfolio_without_a_needed_column_is_refused(lawbook):
    row = person()
    del row["deceased"]
    with pytest.raises(BadInput, match="deceased"):
        forecast(lawbook, [row], **CALL)


@pytest.mark.parametrize(
    "wrong", [{"channel": "pigeon"}, {"purpose": "fun"}, {"now": datetime.fromisoformat("2026-11-24")}]
)
def test_a_forecast_for_an_unknown_act_is_refused(lawbook, wrong):
    with pytest.raises(BadInput):
        forecast(lawbook, [person()], **CALL | wrong)


cases = st.lists(
    st.fixed_dictionaries(
        {
            "zones": st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True),
            "flags": st.sets(st.sampled_from(FLAGS), max_size=2),
            "age": st.one_of(st.none(), st.integers(0, 90)),
            "agreed": st.booleans(),
            "past": st.lists(
                st.tuples(
                    st.integers(0, 4 * 24 * 60),
                    st.sampled_from(["voice", "ai_voice", "sms", "im", "letter"]),
                    st.sampled_from(["connected", "no_answer", "delivered", None]),
                    st.sampled_from(["outbound", "inbound"]),
                ),
                max_size=9,
            ),
        }
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cases=cases,
    now=st.datetimes(datetime.fromisoformat("2025-02-26"), datetime.fromisoformat("2026-12-01")),
    channel=st.sampled_from(["voice", "ai_voice", "sms", "email", "letter", "visit", "portal"]),
    purpose=st.sampled_from(["collection", "pre_due_reminder", "hardship_offer", "legal_notice", "complaint_response"]),
    content=st.sampled_from([{}, {"recording": None}, {"staff_count": 2, "id_shown": True}]),
)
def test_the_mask_never_allows_what_the_gate_refuses(lawbook, cases, now, channel, purpose, content):
    now = now.replace(tzinfo=UTC)
    act = {"content": content}
    counters = lawbook.on(date(2026, 11, 24), "CN").counters
    rows, verdicts = [], []
    for case in cases:
        history = [
            {"at": (now - timedelta(minutes=ago)).isoformat(), "channel": by, "outcome": outcome, "direction": way}
            for ago, by, outcome, way in case["past"]
        ]
        consent = {"hours_exception": {"granted_at": "2020-01-01T00:00:00+00:00"}} if case["agreed"] else {}
        borrower = {"timezone": case["zones"][0], "candidate_timezones": case["zones"][1:], "age": case["age"]}
        request = merged(
            merged(lawbook.folders["CN"].pack.act, act),
            {"channel": channel, "purpose": purpose, "now": now.isoformat(), "history": history, "consent": consent,
             "borrower": borrower | {"flags": sorted(case["flags"])}},
        )  # fmt: skip
        verdicts.append(judge(request, lawbook))
        offsets = [zone_offsets([zone], now)[zone] for zone in case["zones"]]
        counts = history_counts(history, now=now, zones=case["zones"], counters=counters)
        rows.append(
            person(
                zone_offset=offsets[0], zone_offset_2=offsets[1] if len(offsets) > 1 else None, age=case["age"],
                hours_exception=case["agreed"], **counts, **{COLUMN.get(flag, flag): True for flag in case["flags"]},
            )
        )  # fmt: skip
    answers = forecast(lawbook, rows, now=now, channel=channel, purpose=purpose, act=act)
    for (lawful, rule), verdict in zip(answers, verdicts, strict=True):
        assert not lawful or verdict.allowed, (rule, verdict.rules)
        if not lawful and not lawbook_changes_near(now):
            told = {finding.duty.id for finding in verdict.reasons}
            assert rule in told, "the mask refused for a reason the gate did not have"


def lawbook_changes_near(now):
    """Near a change of law the mask holds everybody to both laws, so it may refuse more."""
    changes = ["2025-02-28T00:00Z", "2025-09-01T00:00Z", "2025-10-01T00:00Z", "2026-01-30T00:00Z"]
    return any(abs(now - datetime.fromisoformat(change)) < timedelta(days=2) for change in changes)

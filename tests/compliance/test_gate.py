"""What the gate answers, read as a lawyer would ask it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.compliance import vocabulary
from forbear.compliance.gate import judge
from forbear.kernel.errors import BadInput


def test_a_proper_daytime_call_is_allowed_by_the_general_duty(ask):
    verdict = ask()
    assert verdict.verdict == "allow"
    assert verdict.rules == ("CN-GENERAL",)
    assert {"CN-HOURS", "CN-CALL-3", "CN-REC"} <= set(verdict.consulted)


def test_the_verdict_has_exactly_the_keys_of_the_contract(ask):
    verdict = ask(local_time="23:00").as_json()
    assert set(verdict) == {"id", "verdict", "rules", "consulted", "reasons", "local_time", "counts", "pack"}
    assert {"rule", "statement", "citation", "facts", "until", "remedy"} <= set(verdict["reasons"][0])
    assert set(verdict["pack"]) == {"name", "version"}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_refusal_speaks_the_language_asked_for(ask, lawbook, language):
    reason = ask(local_time="23:00").as_json(language)["reasons"][0]
    law = next(law for _, law in lawbook.laws() if law.id == "CN-HOURS")
    assert reason["statement"] == law.statement.by_language()[language]


@pytest.mark.parametrize("missing", ["now", "party", "channel", "purpose", "jurisdiction"])
def test_a_missing_core_fact_is_refused_and_named(act, lawbook, missing):
    request = {key: value for key, value in act().items() if key != missing}
    verdict = judge(request, lawbook)
    assert verdict.verdict == "block"
    assert verdict.rules == ("X-5",)
    assert missing in verdict.reasons[0].facts


@pytest.mark.parametrize(
    "given",
    [
        {"borrower": {"timezone": None}},
        {"borrower": {"timezone": "Mars/Olympus"}},
        {"borrower": {"timezone": ["Asia/Shanghai"]}},
        {"now": "yesterday"},
        {"now": "2026-11-24T10:00:00"},
        {"now": 1764000000},
        {"now": "9999-12-31T23:00:00+08:00"},
        {"now": "0001-01-01T00:00:00+08:00"},
        {"debt": {"due_date": "0001-01-01"}},
        {"history": [{"at": "9999-12-31T23:00:00+08:00", "channel": "voice"}]},
        {"channel": "smoke_signal"},
        {"purpose": "revenge"},
        {"party": ["borrower"]},
        {"flags": ["unheard_of"]},
        {"flags": "deceased"},
        {"content": {"recording": "yes"}},
        {"content": {"staff_count": "two"}},
        {"content": {"annual_rate": float("nan")}},
        {"content": "nothing"},
        {"borrower": {"age": -1}},
        {"debt": {"assignment_notice_at": "soon"}},
        {"history": "none"},
        {"history": [{"at": "2026-11-24T09:00:00+08:00", "channel": "voice", "outcome": "exploded"}]},
        {"history": [{"at": "2026-11-24T09:00:00", "channel": "voice"}]},
        {"history": [{"channel": "voice"}]},
        {"history": [{"at": "2026-11-24T09:00:00+08:00", "channel": ["voice"]}]},
        {"history": [None]},
    ],
)
def test_what_is_unknown_or_malformed_is_refused(act, lawbook, given):
    request = act(**{key: value for key, value in given.items() if key != "history"})
    request |= {key: value for key, value in given.items() if key == "history"}
    verdict = judge(request, lawbook)
    assert (verdict.verdict, verdict.rules) == ("block", ("X-5",))


def test_unknown_keys_are_ignored(act, lawbook):
    request = act() | {"weather": "rain"}
    request["content"] = request["content"] | {"font": "Song"}
    assert judge(request, lawbook).allowed


def test_a_request_that_is_no_object_is_an_error(lawbook):
    with pytest.raises(BadInput):
        judge([], lawbook)


def test_a_place_without_a_pack_is_refused_and_the_day_is_named(ask):
    reason = ask(jurisdiction="CZ", now="1994-03-31T10:00:00+08:00").as_json()["reasons"][0]
    assert reason["rule"] == "X-PACK"
    assert "No rule pack for CZ is in force on 1994-03-31" in reason["statement"]


def test_before_the_guideline_seven_attempts_were_no_breach_and_since_then_they_are(ask):
    assert ask(attempts_today=6, now="2026-01-29T10:00:00+08:00").allowed
    assert ask(attempts_today=6, now="2026-01-30T10:00:00+08:00").rules == ("CN-ATTEMPT-6",)


def test_a_connected_call_counts_as_an_attempt_too(ask):
    verdict = ask(attempts_today=4, connected_today=2)
    assert verdict.rules == ("CN-ATTEMPT-6",)
    assert verdict.counts == {"attempts_today": 6, "connected_today": 2}


def test_calls_by_the_agency_count_for_the_lender(ask):
    calls = [
        {"at": f"2026-11-24T09:0{n}:00+08:00", "channel": "voice", "outcome": "connected", "by": by, "number": str(n)}
        for n, by in enumerate(("lender", "agency one", "agency two"))
    ]
    assert ask(history=calls).rules == ("CN-CALL-3",)


def test_yesterdays_calls_do_not_count_today(ask):
    calls = [{"at": "2026-11-23T23:59:59+08:00", "channel": "voice", "outcome": "connected"}] * 6
    assert ask(history=calls).allowed


def test_a_block_outranks_an_escalation_and_both_reasons_stay(ask):
    verdict = ask(flags=["self_harm_risk"], local_time="23:30")
    assert verdict.verdict == "block"
    assert verdict.rules == ("CN-HOURS",)
    assert {reason["effect"] for reason in verdict.as_json()["reasons"]} == {"block", "escalate"}


def test_a_warning_lets_the_act_go_ahead_and_is_shown(ask):
    verdict = ask(channel="sms", texts_today=1)
    assert verdict.allowed
    assert verdict.rules == ("CN-GENERAL", "CN-FREQ-TEXT")
    assert verdict.as_json()["reasons"][0]["effect"] == "warn"


@pytest.mark.parametrize("flag", ["deceased", "disputed", "plan_performing", "cease_request", "moratorium"])
def test_no_consent_outranks_a_hold(ask, flag):
    consent = {"hours_exception": {"granted_at": "2026-01-01T00:00:00+08:00", "given_directly": True}, "voice": {}}
    assert ask(flags=[flag], consent=consent).verdict == "block"


def test_an_hours_agreement_of_the_borrower_does_not_speak_for_a_contact_person(ask):
    consent = {"hours_exception": {"granted_at": "2026-01-01T00:00:00+08:00"}}
    night = {"local_time": "22:30", "flags": ["lost_contact"], "purpose": "location_inquiry"}
    verdict = ask(party="emergency_contact", consent=consent, **night)
    assert verdict.rules == ("CN-HOURS",)


def test_an_agreement_given_tomorrow_is_no_agreement_today(ask):
    consent = {"hours_exception": {"granted_at": "2026-11-25T00:00:00+08:00"}}
    assert ask(local_time="22:30", consent=consent).rules == ("CN-HOURS",)


def test_the_same_request_gives_the_same_verdict(act, lawbook):
    assert judge(act(local_time="23:00"), lawbook) == judge(act(local_time="23:00"), lawbook)


def test_an_answer_of_the_borrower_ends_a_row_of_failures(ask):
    failed = [{"at": f"2026-11-2{day}T09:00:00+08:00", "channel": "voice", "outcome": "no_answer"} for day in (1, 2, 3)]
    answered = {"at": "2026-11-23T12:00:00+08:00", "channel": "voice", "direction": "inbound", "outcome": "connected"}
    inquiry = {"party": "emergency_contact", "purpose": "location_inquiry"}
    assert ask(history=failed, **inquiry).allowed
    assert ask(history=[*failed, answered], **inquiry).rules == ("CN-3P-COND",)


def test_a_dispute_that_is_not_described_is_still_a_dispute(ask):
    assert ask(debt={"dispute": "open"}).rules == ("CN-DISPUTE",)


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.just("2026-11-24T10:00:00+08:00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = sorted(
    name.split(".")[1] for table in (vocabulary.BOOLEANS, vocabulary.INSTANTS, vocabulary.WORDS) for name in table
)
sections = junk | st.dictionaries(st.sampled_from([*NAMES, "timezone", "flags", "hours_exception", "dispute"]), junk)


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("borrower", "consent", "debt", "content", "history", "number", "contact_id", "id"), sections
        )
        | dict.fromkeys(("now", "actor", "party", "channel", "purpose", "jurisdiction"), junk),
    )
)
def test_nothing_a_request_may_hold_makes_the_gate_stumble(lawbook, act, wild):
    assert judge(wild, lawbook).verdict == "block"
    assert judge(act() | wild, lawbook).verdict in ("allow", "block", "escalate")

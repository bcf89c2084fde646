"""The FDCPA and Regulation F, asked as a lawyer would ask."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 10, tzinfo=NEW_YORK)


def call(days, outcome="no_answer", hours=0, **more):
    """A call so many calendar days before the act."""
    at = NOW - timedelta(days=days, hours=hours)
    return {"at": at.isoformat(), "channel": "voice", "outcome": outcome} | more


LCM = {"business_name_indicates_collection": False, "contact_person": "Ann Lee", "phone": "1", "reply_request": True}
GRANTED = "2026-11-20T12:00:00-05:00"
ACTS = [
    # sentence, act, verdict, rule that decided (None: the general duty)
    ("at eight sharp the statute has not opened yet", {"local_time": "08:00"}, "block", "US-HOURS"),
    ("a second later it has", {"local_time": "08:00:01"}, "allow", None),
    ("at nine sharp it is closed", {"local_time": "21:00"}, "block", "US-HOURS"),
    ("a text at 20:59:59 is in time", {"channel": "sms", "local_time": "20:59:59"}, "allow", None),
    ("Arizona keeps its own time", {"now": "2026-07-01T15:30:00+00:00", "borrower": {"timezone": "America/Phoenix"}},
     "allow", None),
    ("half past seven in Phoenix is early", {"now": "2026-07-01T14:30:00+00:00",
     "borrower": {"timezone": "America/Phoenix"}}, "block", "US-HOURS"),
    ("a letter has no hour", {"channel": "letter", "local_time": "23:00"}, "allow", None),
    ("a late answer to the consumer's own question is allowed",
     {"local_time": "21:30", "content": {"in_response_to_debtor": True}}, "allow", None),
    ("a spouse's consent is not the borrower's", {"local_time": "21:30", "party": "spouse", "consent": {
        "hours_exception": {"given_directly": True, "granted_at": GRANTED}}}, "block", "US-HOURS"),
    ("a withdrawn consent opens nothing", {"local_time": "21:30", "consent": {"hours_exception": {
        "given_directly": True, "granted_at": GRANTED, "revoked_at": "2026-11-23T00:00:00-05:00"}}},
     "block", "US-HOURS"),
    ("mornings ruled out stay quiet", {"borrower": {"inconvenient_times": ["09:00-11:00"]}}, "block", "US-PREFTIME"),
    ("a wish nobody can read is a wish", {"borrower": {"inconvenient_times": ["after my shift"]}},
     "block", "US-PREFTIME"),
    ("weekends ruled out do not close a Tuesday", {"borrower": {"inconvenient_times": ["weekends"]}}, "allow", None),
    ("two debts have two counts", {"history": [call(1, debt_id="D2", hours=n) for n in range(7)],
     "debt": {"id": "D1"}}, "allow", None),
    ("calls about no named debt count for each", {"history": [call(n % 6 + 1) for n in range(7)],
     "debt": {"id": "D1"}}, "block", "US-7IN7"),
    ("two student loans of one account are one debt", {"history": [
        call(n % 6 + 1, debt_id="D2", account_group="G") for n in range(7)],
     "debt": {"id": "D1", "account_group": "G", "product": "student_loan"}}, "block", "US-7IN7"),
    ("two cards of one account are two debts", {"history": [
        call(n % 6 + 1, debt_id="D2", account_group="G") for n in range(7)],
     "debt": {"id": "D1", "account_group": "G", "product": "credit_card"}}, "allow", None),
    ("busy lines were never connected", {"history": [call(n % 6 + 1, "busy") for n in range(9)]}, "allow", None),
    ("dead numbers neither", {"history": [call(n % 6 + 1, "out_of_service") for n in range(9)]}, "allow", None),
    ("voicemails count", {"history": [call(n % 6 + 1, "voicemail_left") for n in range(7)]}, "block", "US-7IN7"),
    ("calls of the agency count for the lender", {"actor": "lender", "history": [
        call(n % 6 + 1, by="agency") for n in range(7)]}, "block", "US-7IN7"),
    ("seven calls a week ago are past", {"history": [call(7, hours=0) for n in range(7)]}, "allow", None),
    ("calls to the spouse are the spouse's", {"history": [call(n % 6 + 1, party="spouse") for n in range(7)]},
     "allow", None),
    ("an agreed call is no eighth call", {"history": [call(n % 6 + 1) for n in range(7)], "consent": {
        "excess_calls": {"given_directly": True, "granted_at": "2026-11-18T09:00:00-05:00"}}}, "allow", None),
    ("agreed by somebody else it is", {"history": [call(n % 6 + 1) for n in range(7)], "consent": {
        "excess_calls": {"given_directly": False, "granted_at": GRANTED}}}, "block", "US-7IN7"),
    ("withdrawn it is", {"history": [call(n % 3 + 1) for n in range(7)], "consent": {"excess_calls": {
        "given_directly": True, "granted_at": "2026-11-18T09:00:00-05:00",
        "revoked_at": "2026-11-19T09:00:00-05:00"}}}, "block", "US-7IN7"),
    ("a call back wanted tomorrow is not wanted today", {"history": [call(n % 3 + 1) for n in range(7)], "consent": {
        "excess_calls": {"given_directly": True, "granted_at": "2026-11-24T09:00:00-05:00",
                         "callback_on": "2026-11-25"}}}, "block", "US-7IN7"),
    ("a text is no call", {"channel": "sms", "history": [call(n % 6 + 1) for n in range(7)]}, "allow", None),
    ("six days after a talk there is quiet", {"history": [call(6, "connected")]}, "block", "US-CONV7"),
    ("on the eighth day, counting the talk, it ends", {"history": [call(7, "connected")]}, "allow", None),
    ("a talk about another debt leaves this one free", {"history": [call(2, "connected", debts_discussed=["D2"])],
     "debt": {"id": "D1"}}, "allow", None),
    ("a talk about both binds both", {"history": [call(2, "connected", debts_discussed=["D1", "D2"])],
     "debt": {"id": "D1"}}, "block", "US-CONV7"),
    ("the consumer's own call begins the quiet", {"history": [call(2, "connected", direction="inbound")]},
     "block", "US-CONV7"),
    ("a letter may go meanwhile", {"channel": "letter", "history": [call(2, "connected")]}, "allow", None),
    ("a call the consumer asked for may too", {"history": [call(2, "connected")],
     "borrower": {"requested_callback": True}}, "allow", None),
    ("a refusal by word of mouth to be called is a stop", {"history": [call(3, "opt_out")]}, "block", "US-MEDIA"),
    ("a cease request outranks every consent", {"flags": ["cease_request_written"], "consent": {
        "hours_exception": {"given_directly": True, "granted_at": GRANTED}}}, "block", "US-CEASE"),
    ("the notice of an intended remedy is allowed", {"channel": "letter", "purpose": "remedy_notice",
     "flags": ["cease_request_written"], "content": {"remedy_intended": True}}, "allow", None),
    ("a remedy nobody intends is not announced", {"channel": "letter", "purpose": "remedy_notice",
     "flags": ["refusal_to_pay_written"], "content": {"remedy_intended": False}}, "block", "US-CEASE"),
    ("a help offer is contact all the same", {"channel": "letter", "purpose": "hardship_offer",
     "flags": ["cease_request_written"]}, "block", "US-CEASE"),
    ("the attorney may be spoken to after a cease request", {"party": "attorney",
     "flags": ["cease_request_written", "represented_by_attorney"]}, "allow", None),
    ("an attorney who has been silent for forty days no longer bars", {"flags": ["represented_by_attorney"],
     "history": [call(40, "no_answer", party="attorney")]}, "allow", None),
    ("a week is no reasonable time", {"flags": ["represented_by_attorney"],
     "history": [call(7, "no_answer", party="attorney")]}, "block", "US-ATTY"),
    ("a brother is not asked where the borrower is once an attorney is known", {"party": "family",
     "purpose": "location_inquiry", "flags": ["represented_by_attorney"]}, "block", "US-LOC"),
    ("a call nobody answered was no inquiry", {"party": "family", "purpose": "location_inquiry",
     "history": [call(3, "no_answer", party="family")]}, "allow", None),
    ("another relative was not asked yet", {"party": "family", "contact_id": "2", "purpose": "location_inquiry",
     "history": [call(3, "connected", party="family", contact_id="1")]}, "allow", None),
    ("a wrong answer alone is not enough", {"party": "family", "purpose": "location_inquiry",
     "history": [call(3, "connected", party="family", answer_believed_correct=False)]}, "block", "US-LOC"),
    ("a location inquiry is not for messages", {"party": "other", "purpose": "location_inquiry",
     "content": {"asks_for": "pass_message"}}, "block", "US-LOC"),
    ("a debt adviser is a third person here", {"party": "debt_adviser"}, "block", "US-3P"),
    ("an executor stands for the dead", {"party": "executor", "flags": ["deceased"]}, "allow", None),
    ("an heir who is no executor does not", {"party": "heir", "flags": ["deceased"]}, "block", "US-DECEASED"),
    ("number confirmed sixty days ago", {"channel": "sms", "consent": {"sms": {
        "last_confirmed": "2026-09-25T23:00:00-04:00"}}}, "allow", None),
    ("a consent never confirmed again is stale", {"channel": "sms", "consent": {"sms": {"last_confirmed": None}}},
     "block", "US-SMS"),
    ("an opt-out ends it", {"channel": "sms", "consent": {"sms": {"opted_out_at": GRANTED}}}, "block", "US-MEDIA"),
    ("a limited message need not name the debt collector", {"channel": "voicemail", "content": {
        "identifies_as_debt_collector": None, "lcm": LCM}}, "allow", None),
    ("no number to call is no limited message", {"channel": "voicemail", "content": {"lcm": LCM | {"phone": None}}},
     "block", "US-LCM"),
    ("the first call must say so", {"content": {"initial_communication": True, "identifies_as_debt_collector": None}},
     "block", "US-MINI"),
    ("a dispute on the last day of the period is in time", {"debt": {"validation_notice": {
        "sent_at": "2026-10-01", "period_end": "2026-11-10"}, "dispute": {
        "in_writing": True, "received_at": "2026-11-10T18:00:00-05:00"}}}, "block", "US-DISPUTE"),
    ("the day after it is late", {"debt": {"validation_notice": {"sent_at": "2026-10-01", "period_end": "2026-11-10"},
     "dispute": {"in_writing": True, "received_at": "2026-11-11T00:00:00-05:00"}}}, "allow", None),
    ("verified inside but not sent is not answered", {"debt": {"dispute": {
        "in_writing": True, "received_at": GRANTED, "verified": True}}}, "block", "US-DISPUTE"),
    ("no suit while a dispute is open", {"channel": "system", "purpose": "legal_filing", "flags": ["disputed"]},
     "block", "US-DISPUTE"),
    ("the copy itself is sent", {"channel": "letter", "purpose": "dispute_response", "flags": ["disputed"]},
     "allow", None),
    ("a discharged debt is not collected", {"debt": {"discharged": True}}, "block", "US-BK"),
    ("a talk opens the way to the bureau", {"channel": "system", "purpose": "credit_report",
     "history": [call(9, "connected")]}, "allow", None),
    ("an old debt may be asked for", {"debt": {"time_barred": True}}, "allow", None),
    ("a postcard is refused even with consent", {"channel": "postcard", "consent": {"email": {"consented": True}}},
     "block", "US-POSTCARD"),
    ("a debt born of identity theft is not sold", {"channel": "system", "purpose": "outsourcing",
     "debt": {"identity_theft_report": True}, "content": {"action": "sale"}}, "block", "US-TRANSFER"),
    ("an old recording outlives no later activity", {"channel": "system", "purpose": "record_deletion", "content": {
        "record_type": "collection_call_recording", "record_date": "2023-11-01",
        "last_collection_activity": "2026-11-01"}}, "allow", None),
    ("but other evidence does", {"channel": "system", "purpose": "record_deletion", "content": {
        "record_type": "sms_log", "record_date": "2023-11-01", "last_collection_activity": "2026-11-01"}},
     "block", "US-RETAIN"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "verdict", "rule"), [each[1:] for each in ACTS], ids=[each[0] for each in ACTS])
def test_in_the_united_states(ask_in, act, verdict, rule):
    found = ask_in("US", **act)
    assert (found.verdict, rule is None or rule in found.rules) == (verdict, True), found.rules


@settings(max_examples=120, deadline=None)
@given(days=st.lists(st.integers(0, 10), max_size=12))
def test_seven_calls_in_seven_calendar_days_are_the_most(ask_in, days):
    """Counted by hand: calls on this day and the six before it."""
    calls = [call(day, hours=3) for day in days]
    refused = "US-7IN7" in ask_in("US", history=calls, now="2026-11-24T20:00:00-05:00").rules
    assert refused == (sum(day <= 6 for day in days) >= 7)


@settings(max_examples=80, deadline=None)
@given(days=st.integers(0, 12), inbound=st.booleans(), clock=st.integers(0, 23))
def test_a_conversation_brings_seven_days_of_quiet_whatever_the_hour(ask_in, days, inbound, clock):
    at = (NOW - timedelta(days=days)).replace(hour=clock)
    talk = {"at": at.isoformat(), "channel": "voice", "outcome": "connected"}
    talk |= {"direction": "inbound"} if inbound else {}
    refused = "US-CONV7" in ask_in("US", history=[talk], now="2026-11-24T20:30:00-05:00").rules
    assert refused == (days <= 6 and at <= NOW.replace(hour=23))


@settings(max_examples=80, deadline=None)
@given(
    minute=st.integers(0, 48 * 60), zone=st.sampled_from(["America/New_York", "America/Phoenix", "Pacific/Honolulu"])
)
def test_on_the_days_the_clock_changes_only_local_time_counts(ask_in, minute, zone):
    """1 November 2026 has 25 hours in New York and 24 in Phoenix and Honolulu."""
    now = datetime.fromisoformat("2026-10-31T12:00:00+00:00") + timedelta(minutes=minute)
    local = now.astimezone(ZoneInfo(zone))
    open_ = 8 * 60 < local.hour * 60 + local.minute < 21 * 60
    assert ask_in("US", now=now.isoformat(), borrower={"timezone": zone}).allowed == open_


def test_the_quiet_after_a_talk_ends_when_the_verdict_says(ask_in, lawbook):
    from forbear.compliance.examples import whole_request
    from forbear.compliance.gate import judge

    request = whole_request(lawbook.folders["US"].pack.act, {"history": [call(2, "connected")]})
    until = judge(request, lawbook).until
    assert until == datetime.fromisoformat("2026-11-29T08:00:01-05:00")
    assert judge(request | {"now": until.isoformat()}, lawbook).allowed


def test_an_allowed_late_call_names_the_consent_it_rests_on(ask_in):
    consent = {"hours_exception": {"given_directly": True, "granted_at": GRANTED}}
    assert ask_in("US", local_time="21:30", consent=consent).rules == ("US-GENERAL", "US-CONSENT")

"""CONC 7, DISP and the breathing-space regulations, asked as a lawyer would ask."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

CRISIS = {"flags": ["mental_health_crisis_moratorium"]}
ACTS = [
    ("a Sunday is no day for calls", {"now": "2026-11-22T12:00:00+00:00"}, "block", "UK-TIMES"),
    ("nor is Boxing Day's substitute", {"now": "2026-12-28T12:00:00+00:00"}, "block", "UK-TIMES"),
    ("a Saturday evening before nine is", {"now": "2026-11-21T20:59:59+00:00"}, "allow", None),
    ("summer time is London's time", {"now": "2026-07-01T07:30:00+00:00"}, "allow", None),
    ("a letter may be dated on a Sunday", {"channel": "letter", "now": "2026-11-22T12:00:00+00:00"}, "allow", None),
    ("a shift worker's night is day", {"now": "2026-11-22T23:30:00+00:00", "borrower": {
        "preferred_times": [{"from": "23:00", "to": "01:00"}]}}, "allow", None),
    ("and the day their night", {"borrower": {"preferred_times": [{"from": "23:00", "to": "01:00"}]}},
     "block", "UK-TIMES"),
    ("a call back the customer wanted may come late", {"local_time": "21:30", "borrower": {
        "requested_callback": True}}, "allow", None),
    ("a neighbour learns nothing", {"party": "other", "purpose": "location_inquiry", "content": {
        "discloses_debt": True}}, "block", "UK-3P"),
    ("a neighbour may be asked discreetly", {"party": "other", "purpose": "location_inquiry"}, "allow", None),
    ("a guarantor who signed is a customer", {"party": "guarantor", "debt": {"guarantee_signed": True}},
     "allow", None),
    ("the occupier is nobody", {"channel": "letter", "content": {"addressed_to": "occupier"}}, "block", "UK-IDV"),
    ("details wait for identity", {"content": {"identity_verified": False, "discloses_debt": True}},
     "block", "UK-IDV"),
    ("a doubtful identity", {"flags": ["identity_doubt"]}, "block", "UK-WRONG"),
    ("no visit to the bereaved", {"channel": "visit", "flags": ["bereavement"], "content": {"human_approved": True}},
     "block", "UK-VISIT"),
    ("an agreed visit at the door", {"channel": "visit", "content": {
        "appointment_agreed": True, "notice_given": None, "place": "home_door"}}, "allow", None),
    ("the bereaved go to a specialist", {"flags": ["bereavement"]}, "escalate", "UK-VULN"),
    ("help may be offered to the vulnerable", {"channel": "letter", "purpose": "hardship_offer",
     "flags": ["vulnerable"]}, "allow", None),
    ("capacity outranks vulnerability", {"flags": ["mental_capacity_concern", "vulnerable"]}, "block", "UK-MCAP"),
    ("an unregistered power opens nothing", {"party": "attorney_lpa"}, "block", "UK-MCAP"),
    ("an empty threat of court", {"content": {"threatens_legal_action": True, "action_intended": True}},
     "block", "UK-MISREP"),
    ("court for more than is affordable", {"content": {"threatens_legal_action": True, "action_intended": True,
     "action_lawful": True, "affordable": False}}, "block", "UK-COURT"),
    ("sell your car", {"content": {"suggests_new_borrowing": True}}, "block", "UK-PRESS"),
    ("a plan nobody can keep", {"channel": "system", "purpose": "plan_agreement", "content": {"affordable": False}},
     "block", "UK-PRESS"),
    ("thirty days for the adviser", {"borrower": {"debt_advice": {"notified_at": "2026-10-25",
     "plan_in_development": True}}}, "block", "UK-ADVICE30"),
    ("the thirty-first day is over", {"borrower": {"debt_advice": {"notified_at": "2026-10-24",
     "plan_in_development": True}}}, "allow", None),
    ("no plan, no pause", {"borrower": {"debt_advice": {"notified_at": "2026-11-20", "plan_in_development": False}}},
     "allow", None),
    ("a dispute resolved is over", {"debt": {"dispute": {"ground": "fraud", "resolved": True}}}, "allow", None),
    ("a dispute open stops the court too", {"channel": "system", "purpose": "legal_filing",
     "debt": {"dispute": {"ground": "fraud"}}}, "block", "UK-DISPUTE"),
    ("consent outranks no breathing space", {"flags": ["breathing_space"], "consent": {"voice": {}}},
     "block", "UK-BS"),
    ("the customer's question is answered", {"channel": "email", "purpose": "information_request",
     "flags": ["breathing_space"], "content": {"in_response_to_debtor": True}}, "allow", None),
    ("a required notice is sent", {"channel": "letter", "purpose": "statutory_notice", "flags": ["breathing_space"],
     "content": {"required_by": "CCA1974"}}, "allow", None),
    ("an ongoing liability is not covered", {"flags": ["breathing_space"], "debt": {"ongoing_liability": True}},
     "allow", None),
    ("a breathing space that ended yesterday is over", {"borrower": {"flags": ["breathing_space"], "moratorium": {
        "type": "breathing_space", "start": "2026-09-20", "end": "2026-11-23"}}}, "allow", None),
    ("one that ends today is not", {"borrower": {"flags": ["breathing_space"], "moratorium": {
        "type": "breathing_space", "start": "2026-09-20", "end": "2026-11-24"}}}, "block", "UK-BS"),
    ("no default interest meanwhile", {"channel": "system", "purpose": "interest_accrual",
     "flags": ["breathing_space"], "content": {"kind": "default_interest"}}, "block", "UK-BS"),
    ("nor in a crisis", {"channel": "system", "purpose": "interest_accrual", **CRISIS, "content": {"kind": "fee"}},
     "block", "UK-MHC"),
    ("a crisis without an end goes on", {**CRISIS}, "block", "UK-MHC"),
    ("six years in England", {"debt": {"last_acknowledged": "2020-11-24", "contact_during_limitation": False}},
     "block", "UK-STAT"),
    ("in Scotland five", {"debt": {"nation": "Scotland", "time_barred": True, "contact_during_limitation": True}},
     "block", "UK-STAT"),
    ("Northern Ireland is no Scotland", {"debt": {"nation": "Northern Ireland", "last_acknowledged": "2021-06-01"}},
     "allow", None),
    ("the customer says it is barred", {"debt": {"time_barred": True, "contact_during_limitation": True,
     "customer_invoked_bar": True}}, "block", "UK-STAT"),
    ("no suit while the Ombudsman looks", {"channel": "system", "purpose": "legal_filing",
     "flags": ["fos_complaint_open"]}, "block", "UK-FOS"),
    ("a premium-rate number", {"channel": "letter", "content": {"requires_premium_rate": True}},
     "block", "UK-PREMIUM"),
    ("eight weeks to answer", {"channel": "system", "purpose": "complaint_sla_check", "content": {
        "kind": "complaint", "received_at": "2026-09-28T09:00:00+01:00"}}, "escalate", "UK-COMPL8W"),
    ("on the fifty-sixth day in time", {"channel": "system", "purpose": "complaint_sla_check", "content": {
        "kind": "complaint", "received_at": "2026-09-29T09:00:00+01:00"}}, "allow", None),
    ("a machine accelerates no loan", {"channel": "system", "purpose": "automated_decision", "content": {
        "decision": "accelerate_loan"}}, "escalate", "UK-GDPR"),
    ("a first call goes before any option is explored? No", {"channel": "system", "purpose": "legal_filing",
     "content": {"options_explored": False}}, "block", "UK-FORB"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "verdict", "rule"), [each[1:] for each in ACTS], ids=[each[0] for each in ACTS])
def test_in_the_united_kingdom(ask_in, act, verdict, rule):
    found = ask_in("UK", **act)
    assert (found.verdict, rule is None or rule in found.rules) == (verdict, True), found.rules


@settings(max_examples=60, deadline=None)
@given(days=st.integers(0, 120))
def test_a_breathing_space_holds_for_sixty_days(ask_in, days):
    start = (date(2026, 11, 24) - timedelta(days=days)).isoformat()
    borrower = {"flags": ["breathing_space"], "moratorium": {"type": "breathing_space", "start": start}}
    assert ("UK-BS" in ask_in("UK", borrower=borrower).rules) == (days <= 60)


@settings(max_examples=60, deadline=None)
@given(days=st.integers(0, 90))
def test_a_crisis_moratorium_holds_for_thirty_days_after_treatment(ask_in, days):
    ended = (date(2026, 11, 24) - timedelta(days=days)).isoformat()
    borrower = {**CRISIS, "moratorium": {"type": "mental_health_crisis", "treatment_ended": ended}}
    assert ("UK-MHC" in ask_in("UK", borrower=borrower).rules) == (days <= 30)


@settings(max_examples=80, deadline=None)
@given(minute=st.integers(0, 4 * 24 * 60))
def test_over_easter_only_the_saturday_is_open(ask_in, minute):
    """Good Friday 3 April and Easter Monday 6 April 2026 are holidays, the 5th is a Sunday."""
    local = datetime.fromisoformat("2026-04-03T00:00:00+01:00") + timedelta(minutes=minute)
    open_ = local.day in (4, 7) and 8 <= local.hour < 21
    assert ask_in("UK", now=local.isoformat()).allowed == open_


def test_after_a_bank_holiday_weekend_the_office_opens_on_tuesday(ask_in):
    assert ask_in("UK", now="2026-08-29T22:00:00+01:00").until == datetime.fromisoformat("2026-09-01T08:00:00+01:00")

"""Hong Kong, Singapore and the European Union: what the research found, asked as a lawyer would ask."""

import pytest

SIGNED = {"guarantee_signed": True}
ACTS = [
    ("HK", "nine in the evening", {"local_time": "21:00"}, "block", "HK-HOURS"),
    ("HK", "an e-mail has no hour here", {"channel": "email", "local_time": "22:30"}, "allow", None),
    ("HK", "a false name", {"content": {"false_name": True}}, "block", "HK-IDENT"),
    ("HK", "a referee", {"party": "other"}, "block", "HK-3P"),
    ("HK", "a guarantor by word of mouth", {"party": "guarantor", "debt": {"guarantee_signed": False}},
     "block", "HK-3P"),
    ("HK", "a guarantor in writing", {"party": "guarantor", "debt": SIGNED}, "allow", None),
    ("HK", "a poster", {"channel": "public_posting"}, "block", "HK-CONDUCT"),
    ("HK", "an agency nobody announced", {"actor": "agency"}, "block", "HK-DCANOTICE"),
    ("HK", "a bankrupt", {"flags": ["bankruptcy"]}, "block", "HK-BANKRUPT"),
    ("HK", "a referee's telephone for the agency", {"channel": "system", "purpose": "data_share", "content": {
        "data": ["relatives_contact"]}}, "block", "HK-3P"),
    ("HK", "a debt of seven years", {"debt": {"last_acknowledged": "2019-11-01"}}, "allow", "HK-LIMIT"),
    ("HK", "the dead", {"flags": ["deceased"]}, "block", "X-7"),
    ("SG", "an agency without a licence", {"actor": "agency", "content": {"licensed": False}},
     "block", "SG-LICENCE"),
    ("SG", "a licence nobody recorded", {"actor": "debt_collector", "content": {"licensed": None}},
     "block", "SG-LICENCE"),
    ("SG", "the lender itself needs none", {"content": {"licensed": None, "collector_approved": None}},
     "allow", None),
    ("SG", "a notice on the lift door", {"channel": "public_posting"}, "block", "SG-CONDUCT"),
    ("SG", "a neighbour", {"party": "other"}, "block", "SG-CONDUCT"),
    ("SG", "eleven at night", {"local_time": "23:00"}, "allow", "SG-HOURS"),
    ("EU", "a buyer who told nobody", {"actor": "debt_purchaser"}, "block", "EU-NOTICE"),
    ("EU", "a notice by telephone", {"actor": "credit_servicer", "debt": {
        "transfer_notice_at": "2026-11-01T09:00:00+01:00", "notice_medium": "voice"}}, "block", "EU-NOTICE"),
    ("EU", "a notice by e-mail", {"actor": "credit_servicer", "debt": {
        "transfer_notice_at": "2026-11-01T09:00:00+01:00", "notice_medium": "email", "notice_complete": True}},
     "allow", None),
    ("EU", "a later letter without the contact point", {"actor": "credit_servicer", "channel": "letter", "debt": {
        "transfer_notice_at": "2026-11-01T09:00:00+01:00"}, "content": {"contact_point_shown": False}},
     "block", "EU-NOTICE"),
    ("EU", "a false figure", {"content": {"accurate": False}}, "block", "EU-ART10"),
    ("EU", "a mother", {"party": "parent", "content": {"discloses_debt": True}}, "block", "EU-ART10"),
    ("EU", "a refusal by a machine", {"channel": "system", "purpose": "automated_decision", "content": {
        "decision": "refuse_hardship_plan"}}, "escalate", "EU-ADM"),
    ("EU", "a human who was asked for", {"channel": "system", "purpose": "automated_decision", "content": {
        "decision": "settlement_offer", "person_requests_human": True}}, "escalate", "EU-ADM"),
    ("EU", "data without a basis", {"channel": "system", "purpose": "data_use", "content": {"basis": "none"}},
     "block", "EU-GDPRMIN"),
    ("EU", "a suit before forbearance, from the day of the directive", {"channel": "system",
     "purpose": "legal_filing", "content": {"options_explored": None}}, "allow", "EU-FORB"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "act", "verdict", "rule"), [(a[0], *a[2:]) for a in ACTS], ids=[f"{a[0]}: {a[1]}" for a in ACTS]
)
def test_elsewhere(ask_in, place, act, verdict, rule):
    found = ask_in(place, **act)
    assert (found.verdict, rule is None or rule in found.rules) == (verdict, True), found.rules


def test_the_day_before_the_directive_nobody_was_warned(ask_in):
    act = {"channel": "system", "purpose": "legal_filing", "content": {"options_explored": None}}
    assert "EU-FORB" not in ask_in("EU", now="2026-11-19T10:00:00+01:00", **act).rules


@pytest.mark.parametrize("place", ["CN", "US", "UK", "TW", "HK", "SG", "EU"])
@pytest.mark.parametrize("flag", ["deceased", "cease_request_written", "debt_settled", "self_harm_risk", "bankruptcy"])
def test_no_market_collects_from_a_person_under_a_hold(ask_in, place, flag):
    consent = {"hours_exception": {"granted_at": "2026-01-01T00:00:00+00:00", "given_directly": True}}
    assert not ask_in(place, flags=[flag], consent=consent).allowed

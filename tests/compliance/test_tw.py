"""Taiwan's outsourcing rules, card rules and codes, asked as a lawyer would ask."""

import pytest

NOTICE = {"outsourcing_notice_sent": True}
ACTS = [
    ("seven sharp is day", {"local_time": "07:00"}, "allow", None),
    ("a second before is night", {"local_time": "06:59:59"}, "block", "TW-HOURS"),
    ("ten sharp is night", {"channel": "sms", "local_time": "22:00"}, "block", "TW-HOURS"),
    ("consent opens the night", {"local_time": "23:00", "consent": {"hours_exception": {
        "granted_at": "2026-11-01T09:00:00+08:00"}}}, "allow", None),
    ("a friend's number is asked for with name and purpose", {"party": "other", "purpose": "location_inquiry"},
     "allow", None),
    ("without the purpose it is not", {"party": "other", "purpose": "location_inquiry", "content": {
        "purpose_location": False}}, "block", "TW-LOC"),
    ("a hidden caller is refused", {"party": "other", "purpose": "location_inquiry", "content": {
        "caller_identity_disclosed": False}}, "block", "TW-LOC"),
    ("a mother is not asked to pay", {"party": "parent"}, "block", "TW-3P"),
    ("nor the cardholder's wife", {"party": "spouse", "debt": {"product": "credit_card"}}, "block", "TW-CARD"),
    ("an agent takes no cash", {"actor": "agency", "debt": NOTICE, "content": {"collects_cash": True}},
     "block", "TW-NOCASH"),
    ("a badge is worn", {"channel": "visit", "content": {"badge_worn": False}}, "block", "TW-VISIT"),
    ("a visit is recorded", {"channel": "visit", "content": {"recording": False}}, "block", "TW-VISIT"),
    ("a call is recorded", {"content": {"recording": None}}, "block", "TW-REC6"),
    ("the rate of sixteen", {"channel": "system", "purpose": "interest_accrual", "content": {
        "annual_rate": 16.0, "rate_kind": "loan"}}, "allow", None),
    ("a little more", {"channel": "system", "purpose": "interest_accrual", "content": {
        "annual_rate": 16.01, "rate_kind": "private_lending"}}, "block", "TW-RATE"),
    ("a cash card at fifteen", {"channel": "system", "purpose": "interest_accrual", "content": {
        "annual_rate": 15.0, "rate_kind": "cash_card"}}, "allow", None),
    ("a cash card above", {"channel": "system", "purpose": "interest_accrual", "content": {
        "annual_rate": 15.1, "rate_kind": "cash_card"}}, "block", "TW-RATE"),
    ("rehabilitation stops a suit", {"channel": "system", "purpose": "legal_filing",
     "flags": ["rehabilitation_opened"], "content": {"action": "civil_suit"}}, "block", "TW-CDCA"),
    ("a claim in the procedure", {"channel": "system", "purpose": "legal_filing",
     "flags": ["rehabilitation_opened"], "content": {"action": "proof_of_claim"}}, "allow", None),
    ("the guarantor second", {"party": "guarantor", "debt": {"guarantee_type": "ordinary"}}, "block", "TW-GUAR"),
    ("no joint guarantor of a mortgage", {"party": "guarantor", "debt": {"guarantee_type": "joint_and_several",
     "product": "mortgage", "borrower_pursued_first": True}}, "block", "TW-GUAR"),
    ("more than the estate", {"party": "heir", "flags": ["deceased"], "content": {
        "amount_claimed": 2, "estate_value_received": 1}}, "block", "TW-HEIR"),
    ("thirty-one days without an answer", {"channel": "system", "purpose": "complaint_sla_check", "content": {
        "kind": "consumer_complaint", "received_at": "2026-10-24T09:00:00+08:00"}}, "escalate", "TW-COMPL30"),
    ("a bad entry without notice", {"channel": "system", "purpose": "credit_report",
     "debt": {"days_overdue": 45}, "content": {"negative": True}}, "block", "TW-JCIC"),
    ("a notice for tomorrow is none today", {"channel": "system", "purpose": "credit_report", "content": {
        "negative": True, "prior_notice_at": "2026-11-25T09:00:00+08:00"}}, "block", "TW-JCIC"),
    ("an agency passes nothing on", {"channel": "system", "purpose": "outsourcing", "debt": NOTICE, "content": {
        "sub_entrust": True}}, "block", "TW-DATA"),
    ("arrest is not hinted at", {"content": {"claims": ["detention"]}}, "block", "TW-FALSE"),
    ("a threat to tell everybody is a crime", {"content": {"threatens_disclosure": True}}, "block", "TW-CRIM"),
    ("five years of age is no reason to sue on fifteen", {"debt": {"last_acknowledged": "2020-01-01"}},
     "allow", None),
    ("a young recording stays", {"channel": "system", "purpose": "record_deletion", "content": {
        "record_type": "visit_recording", "record_date": "2026-05-25"}}, "block", "TW-REC6"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "verdict", "rule"), [each[1:] for each in ACTS], ids=[each[0] for each in ACTS])
def test_in_taiwan(ask_in, act, verdict, rule):
    found = ask_in("TW", **act)
    assert (found.verdict, rule is None or rule in found.rules) == (verdict, True), found.rules


def test_an_old_claim_is_warned_of_and_goes_ahead(ask_in):
    assert ask_in("TW", debt={"time_barred": True}).rules == ("TW-GENERAL", "TW-LIMIT")

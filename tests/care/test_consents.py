"""Consents: taken back in one step, seen by the gate at once, and never given again by an older file."""

from datetime import date, timedelta
from typing import Any

import pytest

from forbear.care import clocks, consents, purposes
from forbear.casefile import clock, recording
from forbear.casefile.facts import request_for
from forbear.casefile.models import Assessment, AuditEntry, Consent, Hold, Person
from forbear.contact import judging
from forbear.kernel.errors import BadInput
from tests.contact.test_dispatch import a_person
from tests.doors.small_day import MORNING

TODAY = date(2026, 11, 24)


def _judged(person: Person, purpose: str, channel: str = "system", **content: Any) -> dict[str, Any]:
    request = request_for(person, id="1", now=clock.now(), channel=channel, purpose=purpose,
                          content={**judging.PREVIEW_CONTENT, **content})  # fmt: skip
    return judging.judge(request).as_json()


@pytest.fixture
def person(db: None) -> Person:
    return a_person()


def test_what_is_taken_back_stops_the_next_act(person: Person) -> None:
    with clock.at(MORNING):
        Consent.objects.create(person=person, purpose="data_share", granted_on=TODAY - timedelta(days=9))
        _assessed("data_share")
        assert _judged(person, "data_share")["verdict"] == "allow"
        assert consents.withdraw(person.pk, "data_share") and not consents.withdraw(person.pk, "data_share")
        verdict = _judged(person, "data_share", separate_consent=True)
    assert verdict["verdict"] == "block" and "PIPL-SHARE" in verdict["rules"]
    assert AuditEntry.objects.filter(action="consent.withdrawn", actor=f"borrower:{person.pk}").count() == 2


def test_marketing_after_a_withdrawal_is_refused(person: Person) -> None:
    with clock.at(MORNING):
        consents.agree(person.pk, "marketing")
        consents.withdraw(person.pk, "marketing")
        assert "PIPL-WITHDRAW" in _judged(person, "marketing", "sms", basis="consent")["rules"]


def test_a_consent_whose_time_is_over_counts_no_more(person: Person) -> None:
    with clock.at(MORNING):
        _assessed("data_share")
        Consent.objects.create(person=person, purpose="data_share", granted_on=date(2026, 1, 1),
                               until_on=TODAY - timedelta(days=1))  # fmt: skip
        assert _judged(person, "data_share")["verdict"] == "block"


def _assessed(*names: str, **changes: Any) -> Assessment:
    facts: dict[str, Any] = {"id": "PIA-1", "title": "t", "purposes": list(names), "scope": "s", "file_name": "f.pdf",
                             "done_on": TODAY - timedelta(days=30), "file_hash": "0" * 64, "recorded_by": "operator",
                             "recorded_at": MORNING}  # fmt: skip
    return Assessment.objects.create(**facts | changes)


def test_an_assessment_counts_only_when_it_is_on_file(person: Person) -> None:
    with clock.at(MORNING):
        claimed = _judged(person, "automated_decision", decision="template_choice", significant_effect=False,
                          pia_id="PIA-invented")  # fmt: skip
        assert claimed["verdict"] == "block" and "PIPL-PIA" in claimed["rules"]
        _assessed("automated_decision")
        filed = _judged(person, "automated_decision", decision="template_choice", significant_effect=False)
        assert filed["verdict"] == "allow"
        Assessment.objects.update(until_on=TODAY - timedelta(days=1))
        again = _judged(person, "automated_decision", decision="template_choice", significant_effect=False)
    assert again["verdict"] == "block"


def _file_says(granted: date) -> list[recording.Finding]:
    facts = {"id": "P000000000001", "market": "CN", "stage": "not_due", "band": "low", "currency": "CNY"}
    row = {"purpose": "sms", "granted_on": granted, "withdrawn_on": None}
    return [recording.Finding(person=facts, consents=[row])]


def test_an_older_file_does_not_undo_what_a_person_decided(person: Person) -> None:
    with clock.at(MORNING):
        consents.withdraw(person.pk, "sms")
        recording.record(_file_says(TODAY - timedelta(days=200)), TODAY)
        assert Consent.objects.get().withdrawn_on == TODAY
        recording.record(_file_says(TODAY + timedelta(days=1)), TODAY)
    assert (Consent.objects.get().withdrawn_on, Consent.objects.get().source) == (None, "lender")


def test_restricted_data_are_stored_and_used_no_further(person: Person) -> None:
    with clock.at(MORNING):
        assert _judged(person, "data_use", basis="contract_necessity")["verdict"] == "allow"
        Hold.objects.create(person=person, kind="restricted", from_on=TODAY, source="portal")
        assert "PIPL-DELETE" in _judged(person, "data_use", basis="contract_necessity")["rules"]


@pytest.mark.parametrize("purpose", ["care", "evidence", "nothing"])
def test_only_consents_can_be_taken_back(person: Person, purpose: str) -> None:
    for change in (consents.withdraw, consents.agree):
        with pytest.raises(BadInput):
            change(person.pk, purpose)
    assert not AuditEntry.objects.exists()


def test_a_register_with_a_gap_is_refused_by_name() -> None:
    whole = "care: {title: {zh-Hans: a, en: c}, why: {}, basis: contract, cite: x, data: [loan], from: 2026-01-01}"
    with pytest.raises(BadInput, match="care"):
        purposes.parsed(whole)
    with pytest.raises(BadInput, match="basis"):
        purposes.parsed(whole.replace("basis: contract", "basis: none"))


@pytest.mark.parametrize(
    ("market", "received", "due"),
    [
        ("CN", date(2026, 11, 24), date(2026, 12, 15)),
        ("CN", date(2026, 11, 28), date(2026, 12, 18)),
        ("EU", date(2026, 1, 31), date(2026, 2, 28)),
        ("EU", date(2026, 12, 15), date(2027, 1, 15)),
        ("TW", date(2026, 11, 24), date(2026, 12, 15)),
    ],
)
def test_the_clock_of_each_market(market: str, received: date, due: date) -> None:
    assert clocks.due_on(market, received) == due

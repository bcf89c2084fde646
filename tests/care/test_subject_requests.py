"""A person's own data: the copy is whole and holds nobody else; each request is answered; law decides deletion."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from forbear.care import erasure, own_copy, subject_requests
from forbear.casefile import clock
from forbear.casefile.models import (
    AuditEntry,
    ContactPoint,
    Decision,
    Hold,
    Loan,
    Message,
    Person,
    Staff,
    SubjectRequest,
)
from forbear.kernel.errors import BadInput, Refused
from tests.doors import small_day

ME = small_day.BORROWER
LATER = datetime(2032, 2, 1, 1, tzinfo=UTC)  # more than five years after the small day


@pytest.fixture
def day(db: None) -> Iterator[None]:
    with clock.at(small_day.MORNING):
        small_day.make()
        yield


def _officer() -> Staff:
    return Staff.objects.get(username="compliance")


def _files(copied: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(copied)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def test_the_copy_opens_and_holds_everything_about_the_person(day: None) -> None:
    files = _files(subject_requests.take_copy(ME))
    me = Person.objects.get(pk=ME)
    assert set(files["about.json"]["files"]) | {"about.json"} == set(files)
    assert files["person.json"]["name"] == me.name and files["person.json"]["addresses"][0]["value"] == "+8613800000010"
    assert len(files["loans.json"]) == 1 and "您好" in files["messages.json"][0]["text"]
    assert files["what_was_done.json"][0]["action"] == "contact.decided"
    assert SubjectRequest.objects.get().state == "granted"
    assert AuditEntry.objects.filter(action="person.exported", actor=f"borrower:{ME}", subject=ME).count() == 1


def test_a_refusal_is_told_with_its_law_in_the_persons_language(day: None) -> None:
    other = next(one for one in Person.objects.filter(language="zh-Hans") if one.decisions.filter(outcome="block"))
    because = _files(own_copy.own_copy(other.pk, "operator"))["decisions.json"][0]["because"][0]
    assert because["law"] and because["says"] and because["rule"] in ("CN-HOURS", "CN-PLAN")


def test_the_copy_names_nobody_else(day: None) -> None:
    from forbear.oversight.people import people
    from forbear.oversight.person import read_person

    read_person(ME, Staff.objects.get(username="agent"))
    people(by=Staff.objects.get(username="agent"))
    text = json.dumps(_files(subject_requests.take_copy(ME)), ensure_ascii=False)
    mine = Person.objects.get(pk=ME).name
    others = [other for other in Person.objects.exclude(pk=ME) if other.name != mine]
    assert [other.pk for other in others if other.name in text or other.pk in text] == []
    assert "陈宇" not in text and '"agent"' not in text.replace('"owner_role"', "") and '"who": "staff"' in text
    assert "people.listed" in text  # that a list with them on it was read


def test_a_request_has_a_clock_and_is_asked_once(day: None) -> None:
    for _ in range(2):
        asked = subject_requests.ask(ME, "correction", "名字里的字写错了")
    assert (asked.due_on, asked.late, asked.state) == (date(2026, 12, 15), False, "open")
    assert SubjectRequest.objects.count() == 1
    with clock.at(small_day.MORNING + timedelta(days=30)):
        assert subject_requests.open_requests()[0].late


def test_the_words_are_encrypted_and_not_in_the_chain(day: None) -> None:
    from django.db import connection

    subject_requests.ask(ME, "correction", "名字里的字写错了")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM casefile_subjectrequest")
        assert "名字" not in cursor.fetchone()[0]
    assert not AuditEntry.objects.filter(reason__contains="名字").exists()


@pytest.mark.parametrize(("kind", "words"), [("access", ""), ("anything", "x"), ("correction", "  ")])
def test_an_incomplete_request_records_nothing(day: None, kind: str, words: str) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(BadInput):
        subject_requests.ask(ME, kind, words)
    assert AuditEntry.objects.count() == before and not SubjectRequest.objects.exists()


def test_a_restriction_holds_before_anybody_looks_and_ends_with_a_refusal(day: None) -> None:
    asked = subject_requests.ask(ME, "restriction")
    assert Hold.objects.get(person_id=ME, kind="restricted").until_on is None
    answered = subject_requests.answer(asked.id, False, "合同所需，无法限制。", _officer())
    assert (answered.state, answered.answer) == ("refused", "合同所需，无法限制。")
    assert Hold.objects.get(person_id=ME, kind="restricted").until_on == small_day.AS_OF
    with pytest.raises(Refused, match="answered already"):
        subject_requests.answer(asked.id, True, "x", _officer())


def test_a_deletion_is_refused_while_money_is_owed_or_law_keeps_the_records(day: None) -> None:
    asked = subject_requests.ask(ME, "deletion")
    with pytest.raises(Refused, match="must still be kept") as refused:
        subject_requests.answer(asked.id, True, "已删除。", _officer())
    assert "2018" in refused.value.mend  # the rule that keeps them is named
    assert Person.objects.get(pk=ME).name and SubjectRequest.objects.get().state == "open"
    with clock.at(LATER), pytest.raises(Refused, match="must still be kept") as refused:
        subject_requests.answer(asked.id, True, "已删除。", _officer())
    assert "still running" in refused.value.mend


def _settled() -> None:
    Loan.objects.filter(person_id=ME).update(outstanding_minor=0, overdue_minor=0)
    Person.objects.filter(pk=ME).update(days_past_due=0, overdue_minor=0)


def test_after_its_time_a_person_is_erased_and_the_evidence_stays_whole(day: None) -> None:
    from forbear.casefile import audit

    asked = subject_requests.ask(ME, "deletion")
    _settled()
    name, decisions = Person.objects.get(pk=ME).name, Decision.objects.filter(person_id=ME).count()
    with clock.at(LATER):
        subject_requests.answer(asked.id, True, "已删除。", _officer())
    me = Person.objects.get(pk=ME)
    assert (me.name, me.birth_day, me.situation, me.erased_on) == ("", None, {}, LATER.date())
    assert not ContactPoint.objects.filter(person_id=ME).exists()
    assert set(Message.objects.filter(person_id=ME).values_list("text", flat=True)) == {""}
    assert Decision.objects.filter(person_id=ME).count() == decisions + 1 and audit.verify().whole
    assert name not in json.dumps(_files(own_copy.own_copy(ME, "operator")), ensure_ascii=False)


def test_a_legal_hold_outlasts_every_period(day: None) -> None:
    _settled()
    Hold.objects.create(person_id=ME, kind="legal_hold", from_on=small_day.AS_OF, source="recourse")
    with clock.at(LATER), pytest.raises(Refused, match="must still be kept"):
        erasure.erase(ME, "operator", "test")
    assert Person.objects.get(pk=ME).name


def test_an_erased_person_does_not_come_back_with_the_next_day(day: None) -> None:
    from forbear.casefile import recording

    Person.objects.filter(pk=ME).update(name="", erased_on=small_day.AS_OF)
    facts = {"id": ME, "market": "CN", "stage": "pre_due", "band": "low", "currency": "CNY", "name": "徐丽华"}
    assert ME not in recording.known()
    recording.record([recording.Finding(person=facts)], small_day.AS_OF)
    assert Person.objects.get(pk=ME).name == ""

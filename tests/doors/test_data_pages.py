"""A person's own data at both doors: the copy, the requests, their answers."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from forbear.care import sign_in
from forbear.casefile import clock
from forbear.casefile.models import AuditEntry, Consent, Loan, Person, SignInCode, SubjectRequest
from tests.doors import small_day

ME = small_day.BORROWER
In = Callable[[str], Client]


def test_a_copy_is_a_file_that_opens(borrower: Client) -> None:
    answer = borrower.post("/my-data/copy/")
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None and "decisions.json" in archive.namelist()
    assert borrower.get("/my-data/copy/").status_code == 405  # a link cannot take it


def test_a_request_is_answered_in_words_that_its_person_reads(borrower: Client, as_role: In) -> None:
    assert borrower.post("/my-data/", {"choice": "correction", "words": "生日不对"})["Location"] == "/my-data/"
    assert "12月15日" in borrower.get("/my-data/").content.decode()
    officer, asked = as_role("compliance"), SubjectRequest.objects.get()
    assert "生日不对" in officer.get("/desk/requests/").content.decode()
    officer.post(f"/desk/requests/{asked.pk}/answer/", {"decision": "granted", "answer": "已更正，谢谢。"})
    assert "已更正，谢谢。" in borrower.get("/my-data/").content.decode()
    entries = AuditEntry.objects.filter(subject=ME, action__startswith="data.").order_by("number")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("data.asked", f"borrower:{ME}"), ("data.answered", "compliance")]  # fmt: skip
    assert AuditEntry.objects.filter(action="people.listed", reason="data requests").exists()


def test_an_incomplete_wish_keeps_the_words(borrower: Client) -> None:
    answer = borrower.post("/my-data/", {"choice": "", "words": "请帮忙"})
    assert answer.status_code == 422 and "请帮忙" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode() and not SubjectRequest.objects.exists()


def test_a_deletion_that_the_law_forbids_says_so_and_stays_open(borrower: Client, as_role: In) -> None:
    borrower.post("/my-data/", {"choice": "deletion", "words": ""})
    officer, asked = as_role("compliance"), SubjectRequest.objects.get()
    address = f"/desk/requests/{asked.pk}/answer/"
    page = officer.post(address, {"decision": "granted", "answer": "好的"}, follow=True).content.decode()
    assert "must still be kept" in page or "仍须保存" in page
    asked.refresh_from_db()
    assert asked.state == "open"


def test_a_deletion_whose_time_has_come_is_carried_out_and_closes_the_door(borrower: Client, as_role: In) -> None:
    borrower.post("/my-data/", {"choice": "deletion", "words": ""})
    officer, asked = as_role("compliance"), SubjectRequest.objects.get()
    Loan.objects.filter(person_id=ME).update(outstanding_minor=0, overdue_minor=0)
    Person.objects.filter(pk=ME).update(days_past_due=0)
    with clock.at(datetime(2032, 2, 1, 1, tzinfo=UTC)):
        officer.post(f"/desk/requests/{asked.pk}/answer/", {"decision": "granted", "answer": "已删除。"})
        sign_in.request_code(small_day.REFERENCE)
    assert Person.objects.get(pk=ME).name == "" and not SignInCode.objects.filter(person_id=ME).exists()


@pytest.mark.parametrize("role", ["agent", "lead", "counsellor", "analyst", "admin"])
def test_only_the_compliance_officer_answers(borrower: Client, as_role: In, role: str) -> None:
    borrower.post("/my-data/", {"choice": "deletion", "words": ""})
    asked = SubjectRequest.objects.get()
    answer = as_role(role).post(f"/desk/requests/{asked.pk}/answer/", {"decision": "refused", "answer": "x"})
    asked.refresh_from_db()
    assert answer.status_code == 403 and asked.state == "open"


def test_preferences_take_back_and_allow_again(borrower: Client) -> None:
    borrower.post("/preferences/", {"withdraw": "sms"})
    assert Consent.objects.get(person_id=ME, purpose="sms").withdrawn_on == small_day.AS_OF
    assert "text messages stopped" in borrower.get("/stop/", headers={"accept-language": "en"}).content.decode()
    borrower.post("/preferences/", {"agree": "sms"})
    assert Consent.objects.get(person_id=ME, purpose="sms").withdrawn_on is None
    acts = AuditEntry.objects.filter(subject=ME, action__startswith="consent.").order_by("number")
    assert [act.action for act in acts] == ["consent.withdrawn", "consent.given"]


def test_a_choice_that_is_none_changes_nothing(borrower: Client) -> None:
    borrower.post("/preferences/", {"withdraw": "care"})
    borrower.post("/preferences/", {})
    assert not Consent.objects.filter(person_id=ME).exists()

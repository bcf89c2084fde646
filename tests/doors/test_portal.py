"""The borrower's pages: what is owed and why, what can be asked for, and that each request holds at once."""

import pytest
from django.test import Client

from forbear.casefile.models import AuditEntry, Consent, ContactEvent, Hold, Message, Task
from tests.doors import small_day

ME = small_day.BORROWER
PAGES = (
    "",
    "owed/",
    "pay/",
    "messages/",
    "why/",
    "help/",
    "time/",
    "not-right/",
    "talk/",
    "complain/",
    "write/",
    "stop/",
    "preferences/",
    "my-data/",
)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(borrower: Client, page: str, language: str) -> None:
    borrower.cookies["django_language"] = language
    answer = borrower.get(f"/{page}")
    assert answer.status_code == 200
    assert f'lang="{dict(zip(("zh-hans", "zh-hant", "en"), ("zh-Hans", "zh-Hant", "en"), strict=True))[language]}"' in (
        answer.content.decode()
    )


def test_home_says_what_is_owed_since_when_and_who_helps(borrower: Client) -> None:
    text = borrower.get("/").content.decode()
    assert "2,010.00元" in text and "11月18日" in text and "陈宇" in text


def test_the_parts_add_up_to_the_sum(borrower: Client) -> None:
    loan = borrower.get("/owed/").context["home"].loans[0]
    assert loan.principal + loan.interest + loan.costs == loan.overdue


def test_what_was_refused_or_waits_is_not_shown_as_sent(borrower: Client) -> None:
    Message.objects.filter(person_id=ME).update(state="refused")
    assert borrower.get("/messages/").context["messages"] == ()


def test_asking_for_time_holds_at_once_and_calls_a_counsellor(borrower: Client) -> None:
    for _ in range(2):
        assert borrower.post("/time/", {"choice": "lost_work", "words": "厂里停工"})["Location"] == "/done/time/"
    hold = Hold.objects.get(person_id=ME, kind="hardship")
    assert (hold.source, hold.reason, hold.until_on) == ("portal", "lost_work", None)
    task = Task.objects.get(person_id=ME, kind="counsellor")
    assert task.owner_role == "counsellor" and "厂里停工" in task.why["zh-Hans"]
    assert AuditEntry.objects.filter(action="hardship.told", actor=f"borrower:{ME}").count() == 2


def test_ones_own_words_are_not_shown_to_collectors(borrower: Client, as_role: "object") -> None:
    borrower.post("/time/", {"choice": "illness", "words": "做了手术"})
    page = as_role("agent").get(f"/desk/people/{ME}/")  # type: ignore[operator]
    assert "做了手术" not in page.content.decode()
    page = as_role("counsellor").get(f"/desk/people/{ME}/")  # type: ignore[operator]
    assert "做了手术" in page.content.decode()


def test_a_dispute_stops_collection_and_goes_to_somebody_independent(borrower: Client) -> None:
    borrower.post("/not-right/", {"choice": "already_paid", "words": ""})
    assert Hold.objects.filter(person_id=ME, kind="disputed", until_on=None).exists()
    assert Task.objects.get(person_id=ME, kind="hold_review").owner_role == "compliance"


def test_a_complaint_stops_collection(borrower: Client) -> None:
    borrower.post("/complain/", {"words": "来电太多"})
    assert Hold.objects.filter(person_id=ME, kind="complaint_open", until_on=None).exists()


def test_a_call_back_is_a_task_and_no_hold(borrower: Client) -> None:
    borrower.post("/talk/", {"choice": "evening", "words": ""})
    assert Task.objects.get(person_id=ME, kind="call_back").owner_role == "agent"
    assert not Hold.objects.filter(person_id=ME).exists()


def test_writing_counts_as_an_answer(borrower: Client) -> None:
    borrower.post("/write/", {"words": "我听不见，请写信"})
    assert ContactEvent.objects.filter(person_id=ME, direction="inbound", channel="portal").count() == 1


def test_stopping_a_channel_takes_consent_back(borrower: Client) -> None:
    borrower.post("/stop/", {"channel": "sms"})
    assert Consent.objects.get(person_id=ME, purpose="sms").withdrawn_on == small_day.AS_OF


def test_one_press_in_a_mail_program_stops_that_channel(a_small_day: None) -> None:
    message = Message.objects.filter(person_id=ME).get()
    client = Client(enforce_csrf_checks=True)
    assert client.get(f"/stop/{message.pk}/").status_code == 200
    assert not Consent.objects.filter(person_id=ME).exists()
    assert client.post(f"/stop/{message.pk}/").status_code == 200
    assert Consent.objects.get(person_id=ME, purpose="sms").withdrawn_on is not None
    assert client.post("/stop/00000000-0000-0000-0000-00000000ffff/").status_code == 200


@pytest.mark.parametrize(
    ("page", "body"),
    [("time", {"choice": "x"}), ("not-right", {}), ("talk", {"choice": "midnight"}), ("complain", {"words": " "}),
     ("write", {})],
)  # fmt: skip
def test_an_incomplete_request_records_nothing_and_says_so(borrower: Client, page: str, body: dict[str, str]) -> None:
    before = AuditEntry.objects.count()
    answer = borrower.post(f"/{page}/", body)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert AuditEntry.objects.count() == before and not Hold.objects.filter(person_id=ME).exists()


def test_large_type_is_remembered_without_script(borrower: Client) -> None:
    assert borrower.post("/type-size/", {"size": "large", "next": "/owed/"})["Location"] == "/owed/"
    assert 'class="large"' in borrower.get("/").content.decode()
    borrower.post("/type-size/", {"size": "usual", "next": "https://elsewhere.example/"})
    assert 'class="large"' not in borrower.get("/").content.decode()


def test_no_switch_leads_off_the_site(borrower: Client) -> None:
    assert borrower.post("/type-size/", {"size": "large", "next": "https://elsewhere.example/"})["Location"] == "/"

"""A borrower's one-time code: hashed, short-lived, few tries, and no hint whether a number exists."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from forbear.care import sign_in
from forbear.casefile import clock
from forbear.casefile.models import SignInCode
from tests.doors import small_day

pytestmark = pytest.mark.usefixtures("a_small_day")


def _asked(client: Client, capsys: pytest.CaptureFixture[str], reference: str = small_day.REFERENCE) -> str:
    client.post("/sign-in/", {"reference": reference})
    found = re.findall(r": (\d{6})$", capsys.readouterr().err, re.MULTILINE)
    return found[-1] if found else ""


def test_the_right_code_opens_ones_own_page(capsys: pytest.CaptureFixture[str]) -> None:
    client = Client()
    client.get("/owed/")
    code = _asked(client, capsys, "b000010")
    answer = client.post("/sign-in/code/", {"code": code})
    assert answer["Location"] == "/owed/"
    assert client.get("/").context["home"].person_id == small_day.BORROWER
    assert answer.cookies["django_language"].value == "zh-hans"


def test_a_code_is_kept_as_a_hash_and_works_once(capsys: pytest.CaptureFixture[str]) -> None:
    client = Client()
    code = _asked(client, capsys)
    assert code not in SignInCode.objects.get().code_hash
    assert sign_in.redeem(small_day.REFERENCE, code) == small_day.BORROWER
    assert sign_in.redeem(small_day.REFERENCE, code) is None


def test_five_wrong_tries_spoil_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    code = _asked(Client(), capsys)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(sign_in.TRIES):
        assert sign_in.redeem(small_day.REFERENCE, wrong) is None
    assert sign_in.redeem(small_day.REFERENCE, code) is None


def test_a_code_lives_ten_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    code = _asked(Client(), capsys)
    with clock.at(small_day.MORNING + timedelta(minutes=10, seconds=1)):
        assert sign_in.redeem(small_day.REFERENCE, code) is None


def test_a_newer_code_replaces_the_older(capsys: pytest.CaptureFixture[str]) -> None:
    first = _asked(Client(), capsys)
    second = _asked(Client(), capsys)
    assert first == second or sign_in.redeem(small_day.REFERENCE, first) is None
    assert sign_in.redeem(small_day.REFERENCE, second) == small_day.BORROWER


def test_an_unknown_number_is_answered_like_a_known_one(capsys: pytest.CaptureFixture[str]) -> None:
    known, unknown = Client(), Client()
    answers = [
        known.post("/sign-in/", {"reference": small_day.REFERENCE}),
        unknown.post("/sign-in/", {"reference": "B9"}),
    ]
    assert [answer["Location"] for answer in answers] == ["/sign-in/code/"] * 2
    pages = [
        re.sub(r'value="[\w-]+"', "", client.get("/sign-in/code/").content.decode()) for client in (known, unknown)
    ]
    assert pages[0] == pages[1]
    wrong = [client.post("/sign-in/code/", {"code": "12"}) for client in (known, unknown)]
    assert [answer.status_code for answer in wrong] == [422, 422]


def test_nobody_gets_more_than_five_codes_an_hour() -> None:
    for _ in range(8):
        sign_in.request_code(small_day.REFERENCE)
    assert SignInCode.objects.count() == sign_in.CODES_AN_HOUR


def test_outside_the_demo_no_code_is_shown_on_a_console(settings: "object", capsys: pytest.CaptureFixture[str]) -> None:
    settings.FORBEAR_DEMO = False  # type: ignore[attr-defined]
    answer = Client().post("/sign-in/", {"reference": small_day.REFERENCE})
    assert answer.status_code == 503 and capsys.readouterr().err == ""
    assert not SignInCode.objects.exists()


def test_signing_in_as_a_borrower_ends_a_staff_session(capsys: pytest.CaptureFixture[str], as_role: "object") -> None:
    client = as_role("lead")  # type: ignore[operator]
    code = _asked(client, capsys)
    client.post("/sign-in/code/", {"code": code})
    assert client.get("/desk/people/").status_code == 302

"""People who say something are heard: from the same night on, nobody presses them, and somebody looks after it."""

from datetime import date, timedelta

import pytest

from forbear.care import requests
from forbear.casefile import audit, clock
from forbear.casefile.models import Consent, Message, Person, Proposal, Task
from forbear.contact import judging
from tests.journeys.conftest import FIRST, Run, noon

NEXT, AFTER = FIRST + timedelta(days=1), FIRST + timedelta(days=7)


@pytest.fixture
def reminded(run: Run) -> Person:
    """Somebody past due who got a message on the first day."""
    run(FIRST)
    message = (
        Message.objects.filter(state="sent", channel="sms", person__days_past_due__gt=0).order_by("person").first()
    )
    assert message is not None
    return message.person


def step(person: Person, day: date) -> str:
    return Proposal.objects.get(person=person, as_of=day).step


def written_to(person: Person, day: date) -> int:
    return Message.objects.filter(person=person, as_of=day, state="sent").count()


def test_who_asks_for_time_meets_a_counsellor_and_no_more_reminders(reminded: Person, run: Run) -> None:
    with clock.at(noon(FIRST)):
        requests.ask_for_time(reminded.pk, "lost_work", "工厂停工了")
        assert "CN-HARDSHIP-HOLD" in judging.preview(reminded.pk, "sms").rules
    for day in (NEXT, AFTER):
        run(day)
        assert step(reminded, day) == "counsellor"
        assert written_to(reminded, day) == 0
    assert Task.objects.filter(person=reminded, kind="counsellor", state="open").count() == 1


def test_who_says_the_debt_is_not_theirs_is_left_alone_until_it_was_checked(reminded: Person, run: Run) -> None:
    with clock.at(noon(FIRST)):
        requests.dispute(reminded.pk, "not_mine")
        for channel in ("sms", "email", "voice"):
            assert "CN-DISPUTE" in judging.preview(reminded.pk, channel).rules
    run(NEXT)
    assert step(reminded, NEXT) == "hold_review"
    assert written_to(reminded, NEXT) == 0


def test_who_stops_texts_gets_none_whatever_tomorrows_export_says(reminded: Person, run: Run) -> None:
    with clock.at(noon(FIRST)):
        requests.stop(reminded.pk, "sms")
    for day in (NEXT, AFTER):
        run(day)
        assert not Message.objects.filter(person=reminded, as_of=day, channel="sms", state="sent").exists()
    assert Consent.objects.get(person=reminded, purpose="sms").withdrawn_on == FIRST


def test_everything_that_happened_is_in_one_whole_chain(reminded: Person, run: Run) -> None:
    with clock.at(noon(FIRST)):
        requests.complain(reminded.pk, "你们打错了电话")
    run(NEXT)
    walked = audit.verify()
    actions = [link["action"] for link in audit.links()]
    assert walked.whole
    assert {"contact.judged", "message.handed_over", "complaint.opened", "chain.checkpoint"} <= set(actions)
    assert not any("你们" in str(link) for link in audit.links())

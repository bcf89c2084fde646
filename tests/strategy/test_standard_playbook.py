"""The standard playbook as stories of people."""

from typing import Any

import pytest
from hypothesis import given, settings

from forbear.kernel.languages import LANGUAGES
from forbear.strategy.playbook import Proposal, decide, load_playbook
from forbear.strategy.vocabulary import HOLDS, Value
from tests.strategy.people import anyone, before_due, missed, person

STANDARD = load_playbook()
EVERY_MISSED = ("missed_1_30", "missed_31_60", "missed_61_90", "missed_91_plus")


def told(situation: dict[str, Value]) -> Proposal:
    return decide(STANDARD, situation)


def step(situation: dict[str, Value]) -> str:
    return told(situation).step


def letter(situation: dict[str, Value]) -> str:
    return told(situation).letter


@pytest.mark.parametrize("days", range(8))
def test_someone_who_always_pays_on_time_hears_nothing(days: int) -> None:
    assert step(before_due(days, reliable=True, band="high", older=True)) == "none"


@pytest.mark.parametrize("days", range(8))
def test_someone_whose_payment_runs_by_itself_hears_nothing(days: int) -> None:
    assert step(before_due(days, autopay=True)) == "none"


@pytest.mark.parametrize("stage", EVERY_MISSED)
@pytest.mark.parametrize("kept", ["promise_live", "plan_performing"])
def test_someone_who_keeps_an_agreement_hears_nothing(stage: str, kept: str) -> None:
    assert step(missed(stage, band="high", unanswered=5, hardship=True, **{kept: True})) == "none"


def days_reminded(**story: Any) -> list[int]:
    return [days for days in range(7, -1, -1) if step(before_due(days, **story)) == "letter"]


def test_reminders_follow_need() -> None:
    assert days_reminded(band="low") == [1]
    assert days_reminded(band="medium") == [3, 1]
    assert days_reminded(band="unknown") == [3, 1]
    assert days_reminded(band="high") == [7, 3, 1]
    assert days_reminded(band="low", older=True) == [7, 3, 1]
    assert days_reminded(band="low", blind=True) == [7, 3, 1]
    assert days_reminded(band="low", deaf=True) == [3, 1]
    assert days_reminded(band="low", deaf=True, older=True) == [7, 3, 1]


@pytest.mark.parametrize("hold", HOLDS)
@pytest.mark.parametrize("stage", EVERY_MISSED)
def test_under_a_hold_nobody_is_contacted_and_a_person_looks(hold: str, stage: str) -> None:
    proposal = told(missed(stage, unanswered=4, wilful=True, **{hold: True}))
    assert (proposal.step, proposal.letter, proposal.channels) == ("hold_review", "", ())


def test_the_first_days_after_a_miss_get_a_calm_note() -> None:
    assert letter(missed(days_past_due=2)) == "missed_payment"


def test_after_the_first_days_help_is_offered() -> None:
    assert letter(missed(days_past_due=4)) == "help_offer"


def test_someone_likely_to_struggle_is_offered_help_at_once() -> None:
    assert letter(missed(days_past_due=1, band="high")) == "help_offer"


def test_people_get_time_to_answer() -> None:
    assert [step(missed(days_since_contact=days)) for days in (0, 2, 3)] == ["none", "none", "letter"]


@pytest.mark.parametrize(
    ("story", "unanswered"),
    [({}, 3), ({"band": "high"}, 2), ({"older": True}, 1), ({"stage": "missed_31_60"}, 1)],
)
def test_after_no_answer_a_person_takes_over(story: dict[str, Any], unanswered: int) -> None:
    assert step(missed(**story, unanswered=unanswered - 1)) == "letter"
    assert step(missed(**story, unanswered=unanswered)) == "human_call"
    assert letter(missed(**story, unanswered=unanswered)) == "human_callback"


def test_the_third_month_brings_a_person_and_the_fourth_a_counsellor() -> None:
    assert step(missed("missed_61_90")) == "human_call"
    assert step(missed("missed_91_plus")) == "counsellor"


def test_a_new_promise_is_thanked_for() -> None:
    assert letter(person(promise_new=True, promise_live=True)) == "promise_thanks"


def test_a_missed_promise_is_asked_about_kindly_then_by_a_person() -> None:
    assert letter(missed(promise_missed=True)) == "promise_missed"
    assert step(missed(promise_missed=True, unanswered=2)) == "human_call"
    assert step(missed(promise_missed=True, band="high")) == "human_call"


@pytest.mark.parametrize("need", ["hardship", "unemployed", "care_first"])
@pytest.mark.parametrize("stage", EVERY_MISSED)
def test_someone_in_trouble_meets_a_counsellor_and_not_a_letter(need: str, stage: str) -> None:
    assert step(missed(stage, wilful=True, unanswered=5, days_since_contact=0, **{need: True})) == "counsellor"


@pytest.mark.parametrize("need", ["hardship", "unemployed"])
def test_help_comes_before_the_due_date_too(need: str) -> None:
    assert step(before_due(5, **{need: True})) == "counsellor"


def test_the_lawful_road_is_proposed_only_for_wilful_and_long_overdue() -> None:
    assert step(missed("missed_91_plus", wilful=True)) == "legal_review"
    assert [step(missed(stage, wilful=True)) for stage in EVERY_MISSED[:3]] == ["letter", "letter", "human_call"]


def test_lost_contact_is_a_task_for_us_and_not_for_the_neighbours() -> None:
    assert step(missed(lost_contact=True)) == "data_task"
    assert step(missed(has_mobile=False, has_email=False)) == "data_task"


def test_someone_who_does_not_see_is_spoken_to() -> None:
    assert told(before_due(3, blind=True)).channels[0] == "voice"
    assert told(missed(blind=True)).channels[0] == "voice"


@settings(max_examples=400, deadline=None)
@given(anyone(STANDARD))
def test_no_proposal_breaks_what_we_promise(situation: dict[str, Value]) -> None:
    proposal = told(situation)
    if situation["deaf"]:
        assert "voice" not in proposal.channels
        assert proposal.step != "human_call"
        assert proposal.letter in ("", "hearing_accessible", "promise_thanks", "pre_due_reminder")
        assert proposal.letter != "pre_due_reminder" or situation["stage"] == "pre_due"
    if any(situation[hold] for hold in HOLDS):
        assert proposal.step == "hold_review"
    if situation["plan_performing"]:
        assert proposal.letter == ""
    if situation["promise_live"]:
        assert proposal.letter in ("", "promise_thanks")
    if proposal.step == "legal_review":
        assert situation["wilful"]
        assert situation["stage"] == "missed_91_plus"
    if situation["stage"] == "not_due":
        assert proposal.letter in ("", "promise_thanks")


def test_every_row_says_why_in_three_languages_and_each_differs() -> None:
    for language in LANGUAGES:
        assert len({row.why[language] for row in STANDARD.rows}) == len(STANDARD.rows)
    for row in STANDARD.rows:
        assert row.why["zh-Hans"] != row.why["en"]

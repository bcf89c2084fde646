"""The lawful road is only ever proposed to a human, with every condition answered; hardship never goes there."""

from datetime import date
from typing import Any

import pytest

from forbear.casefile.models import Hold, Person, Task
from forbear.recourse import review
from forbear.recourse.eligibility import check, conditions
from tests.contact.test_dispatch import DAY, a_person

pytestmark = pytest.mark.django_db


def wilful(holds: tuple[str, ...] = (), **changes: Any) -> tuple[Person, Task]:
    person = a_person(**{"days_past_due": 120, "stage": "missed_91_plus", **changes})
    for kind in ("wilful", *holds):
        Hold.objects.create(person=person, kind=kind, from_on=date(2026, 10, 1), source="test")
    facts = {"kind": review.KIND, "owner_role": "lead", "opened_on": DAY, "due_on": DAY}
    return person, Task.objects.create(person=person, **facts)


def test_a_human_sees_every_condition_with_its_source_and_that_their_word_is_missing() -> None:
    _, task = wilful()
    assert review.prepare(DAY) == {"prepared": 1, "taken back": 0}
    task.refresh_from_db()
    assert task.state == Task.State.OPEN
    assert {line["name"]: line["met"] for line in task.checklist} == {
        "wilful_recorded": True, "long_overdue": True, "nothing_holds": True, "human_decides": False,
    }  # fmt: skip
    assert all(line["cite"] and set(line["why"]) == {"zh-Hans", "zh-Hant", "en"} for line in task.checklist)


@pytest.mark.parametrize("hold", ["hardship", "unemployed", "disputed", "complaint_open", "plan_performing"])
def test_someone_under_a_hold_is_taken_back_from_the_courts(hold: str) -> None:
    _, task = wilful((hold,))
    assert review.prepare(DAY)["taken back"] == 1
    task.refresh_from_db()
    assert task.state == Task.State.CLOSED
    assert "nothing_holds" in task.outcome


def test_ninety_days_are_not_enough() -> None:
    _, task = wilful(days_past_due=90)
    review.prepare(DAY)
    task.refresh_from_db()
    assert "long_overdue" in task.outcome


def test_preparing_again_changes_nothing() -> None:
    wilful()
    review.prepare(DAY)
    assert review.prepare(DAY) == {"prepared": 0, "taken back": 0}


def test_all_conditions_hold_only_with_a_humans_word() -> None:
    assert not all(answer.met for answer in check({"wilful"}, 120))
    assert all(answer.met for answer in check({"wilful"}, 120, approved=True))
    assert not all(answer.met for answer in check({"wilful", "hardship"}, 120, approved=True))
    assert len(conditions()) == 4

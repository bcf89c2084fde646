"""What people were asked to do is taken off their list when its reason is gone, and not before."""

from datetime import date
from typing import Any

import pytest

from forbear.care import helpers, tasks
from forbear.casefile import audit
from forbear.casefile.models import Person, Proposal, Role, Staff, Task
from tests.contact.test_dispatch import DAY, a_person

pytestmark = pytest.mark.django_db


def asked(person: Person, kind: str) -> Task:
    return Task.objects.create(person=person, kind=kind, owner_role="agent", opened_on=date(2026, 11, 20), due_on=DAY)


def state(task: Task) -> str:
    task.refresh_from_db()
    return task.state


@pytest.mark.parametrize(
    ("changes", "kind", "ends"),
    [
        ({"days_past_due": 0}, "human_call", "closed"),
        ({"days_past_due": 6}, "human_call", "open"),
        ({"days_past_due": 0}, "hold_review", "open"),
        ({"days_past_due": 0, "as_of": date(2026, 11, 23)}, "human_call", "open"),
    ],
)
def test_a_call_is_not_needed_once_the_money_came(changes: dict[str, Any], kind: str, ends: str) -> None:
    task = asked(a_person(**changes), kind)
    tasks.close_cured(DAY)
    assert state(task) == ends
    assert audit.verify().entries == int(ends == "closed")


def test_a_step_that_the_day_still_proposes_stays(db: None) -> None:
    person = a_person(days_past_due=0)
    task = asked(person, "counsellor")
    Proposal.objects.create(person=person, as_of=DAY, playbook="standard@1", row="hardship", step="counsellor")
    assert tasks.close_cured(DAY) == 0
    assert state(task) == "open"


def test_everybody_gets_one_named_helper_and_keeps_them() -> None:
    agents = [Staff.objects.create_user(f"agent{n}", password="a long one indeed", role=Role.AGENT) for n in range(2)]
    Staff.objects.create_user("counsellor", password="a long one indeed", role=Role.COUNSELLOR)
    people = [a_person(f"P00000000000{n}") for n in range(4)]
    assert helpers.assign() == 4
    given = dict(Person.objects.values_list("pk", "helper_id"))
    assert sorted(given.values()) == sorted([agents[0].pk, agents[1].pk] * 2)
    assert helpers.assign() == 0
    assert dict(Person.objects.values_list("pk", "helper_id")) == given
    assert len(people) == len(given)


def test_without_agents_nobody_is_promised_one() -> None:
    a_person()
    assert helpers.assign() == 0

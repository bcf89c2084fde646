"""Prepares what a human must see before the lawful road is taken: every condition, met or not, with its source.

Where a condition of the person's own facts is not met, the proposal is taken back; the courts are not for them.
Nothing is decided or filed here.
"""

from dataclasses import asdict
from datetime import date

from django.db.models import Q

from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Person, Task
from forbear.recourse.eligibility import check

KIND, ONLY_A_HUMAN = "legal_review", "human_decides"


def prepare(as_of: date) -> dict[str, int]:
    """Put the checklist on every open legal review; close those whose conditions do not hold. Returns counts."""
    counts = {"prepared": 0, "taken back": 0}
    for task in Task.objects.filter(kind=KIND, state=Task.State.OPEN).select_related("person"):
        answers = check(_flags(task.person, as_of), task.person.days_past_due)
        checklist = [{**asdict(answer), "why": dict(answer.why)} for answer in answers]
        unmet = [answer.name for answer in answers if not answer.met and answer.name != ONLY_A_HUMAN]
        if checklist == task.checklist and not unmet:
            continue
        with action("recourse.reviewed", actor="day", subject=task.person_id, reason=", ".join(unmet)) as act:
            task.checklist = checklist
            if unmet:
                task.state, task.closed_at = Task.State.CLOSED, clock.now()
                task.outcome = f"not for the courts: {', '.join(unmet)}"
            task.save(update_fields=["checklist", "state", "closed_at", "outcome"])
            act.detail |= {"unmet": unmet}
        counts["taken back" if unmet else "prepared"] += 1
    return counts


def _flags(person: Person, as_of: date) -> set[str]:
    opened = person.holds.filter(Q(until_on=None) | Q(until_on__gte=as_of), from_on__lte=as_of)
    return set(opened.values_list("kind", flat=True))

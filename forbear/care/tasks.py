"""Closes what people were asked to do once the reason for it is gone. Never closes a review of a hold."""

from datetime import date

from forbear.casefile import audit, clock
from forbear.casefile.models import Proposal, Task

PAYMENT_CURES = ("human_call", "counsellor", "data_task", "legal_review")


def close_cured(as_of: date) -> int:
    """Close open tasks of people who have nothing past due and for whom the day proposes no such step.

    Runs inside the action of the day, which counts them; returns how many were closed.
    """
    asked = Proposal.objects.filter(as_of=as_of, step__in=PAYMENT_CURES).values_list("person_id", "step")
    still = {(person, step) for person, step in asked}
    opened = Task.objects.filter(state=Task.State.OPEN, kind__in=PAYMENT_CURES, person__days_past_due=0)
    cured = [task.pk for task in opened.filter(person__as_of=as_of) if (task.person_id, task.kind) not in still]
    closed = Task.objects.filter(pk__in=cured).update(
        state=Task.State.CLOSED, outcome="nothing is past due any more", closed_at=clock.now()
    )
    if closed:
        audit.append(actor="day", action="tasks.closed", subject=f"day {as_of}", detail={"closed": closed},
                     reason="nothing is past due any more")  # fmt: skip
    return closed

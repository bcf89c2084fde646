"""What staff do on their pages: each one transaction and one audit entry, with the member of staff as the actor.

Must not contact anyone: words go out only through contact.dispatch.
"""

from django.utils.translation import gettext_noop as sentence

from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Alert, ContactEvent, Person, Staff, Task
from forbear.kernel.errors import BadInput, Refused
from forbear.oversight.permissions import may, works_for

OUTCOME_LENGTH = 200
INBOUND_CHANNELS = ("voice", "sms", "email", "letter", "visit")
_BASIS = "contract with the borrower; internal procedure"


def finish_task(task_id: int, outcome: str, by: Staff) -> str:
    """Close an open task with what came of it; returns the person's id."""
    outcome = _sentence(outcome, "outcome")
    person_id = Task.objects.filter(pk=task_id).values_list("person_id", flat=True).first()
    if person_id is None:
        raise Refused(sentence("there is no such task."), where=str(task_id))
    with action("task.done", actor=by.username, subject=person_id, reason=outcome, basis=_BASIS) as act:
        task = Task.objects.select_for_update().get(pk=task_id)
        if task.owner_role not in works_for(by.role):
            raise Refused(sentence("this task is not yours to close."), where=str(task_id))
        if task.state != Task.State.OPEN:
            raise Refused(sentence("this task was closed already."), where=str(task_id))
        task.state, task.outcome, task.closed_at, task.owner = Task.State.DONE, outcome, clock.now(), by
        task.save(update_fields=["state", "outcome", "closed_at", "owner"])
        act.detail |= {"task": task.pk, "kind": task.kind}
    return person_id


def see_alert(alert_id: int, by: Staff) -> None:
    """Say that the alert has been read and is being looked after."""
    _move_alert(alert_id, by, Alert.State.SEEN, "", "alert.seen")


def resolve_alert(alert_id: int, resolution: str, by: Staff) -> None:
    """Close an alert with what was done about it."""
    _move_alert(alert_id, by, Alert.State.RESOLVED, _sentence(resolution, "resolution"), "alert.resolved")


def write_note(person_id: str, channel: str, text: str, by: Staff) -> None:
    """Record that the person contacted us, and what they said; counts as an answer, never as a contact of ours."""
    text = _sentence(text, "note")
    if channel not in INBOUND_CHANNELS:
        raise BadInput(sentence("this is no way to reach us."), where="channel")
    if not may(by.role, "people"):
        raise Refused(sentence("your role does not work with people."), where=by.role)
    with action("person.noted", actor=by.username, subject=person_id, basis=_BASIS) as act:
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise BadInput(sentence("there is no such person."), where=person_id)
        event = ContactEvent.objects.create(
            person=person, at=clock.now(), direction="inbound", channel=channel, outcome="connected",
            actor=by.username, note=text,
        )  # fmt: skip
        act.detail |= {"event": event.pk, "channel": channel}


def _move_alert(alert_id: int, by: Staff, state: str, resolution: str, name: str) -> None:
    with action(name, actor=by.username, subject=f"alert:{alert_id}", reason=resolution, basis=_BASIS) as act:
        alert = Alert.objects.select_for_update().filter(pk=alert_id).first()
        if alert is None or not may(by.role, "alerts") or alert.owner_role not in works_for(by.role):
            raise Refused(sentence("this alert is not yours to look after."), where=str(alert_id))
        alert.state, alert.resolution = state, resolution
        alert.save(update_fields=["state", "resolution"])
        act.detail |= {"kind": alert.kind, "key": alert.key}


def _sentence(text: str, where: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise BadInput(sentence("a few words are needed."), where=where, mend="Say what came of it.")
    if len(text) > OUTCOME_LENGTH:
        raise BadInput(sentence("this is too long."), where=where, mend=f"At most {OUTCOME_LENGTH} characters.")
    return text

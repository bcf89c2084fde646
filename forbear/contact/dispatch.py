"""The only road out. A message leaves with a permit, once, or not at all.

1. `permit`: in one transaction lock the person, judge, store the verdict, count the contact, mint a permit bound to
   the content. A refusal is stored with its law; one that only the hour caused waits for its hour the same day; an
   escalation becomes a task for a human.
2. `send`, first transaction: the permit is unused, unexpired and fits the content; mark it used and the message
   `handing_over`. Commit before anything leaves the house.
3. Hand the message to the channel. Nothing is locked meanwhile but this one message (an advisory lock, held from
   step 1 on: two workers never carry the same message).
4. `send`, second transaction: record what the channel said, with one audit entry.
5. `recover`: a message found in `handing_over` whose sender is dead becomes `unknown`; the channel is asked. Only
   "I never took it" leads back to the queue; "I cannot tell" stays `unknown` for a human. Nothing is sent twice.

Must not: decide what to say (letters), to whom (strategy), or what the law is (compliance).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from forbear.casefile import audit, clock
from forbear.casefile.action import action
from forbear.casefile.facts import request_for
from forbear.casefile.models import Alert, ContactEvent, Decision, Message, Permit, Person, Task
from forbear.contact import judging
from forbear.contact.channels.port import CannotTell, Channel, NotSent, Outbound, Permanent, Receipt, Retryable
from forbear.contact.letters.rendered import content_hash
from forbear.kernel.days import local_day
from forbear.kernel.errors import Refused
from forbear.kernel.languages import LANGUAGES

PERMIT_MINUTES = 5
TRIES = 3
ACTOR = "dispatch"
State = Message.State
Routes = Mapping[str, Channel]


def drain(as_of: date, routes: Routes) -> Iterator[str]:
    """Send what waits for a day, person by person; yields the state that each message ended in."""
    recover(routes)
    ready = Q(state__in=[State.QUEUED, State.PERMITTED]) | Q(state=State.WAITING, not_before__lte=clock.now())
    waiting = Message.objects.filter(ready, as_of=as_of)
    for message_id in list(waiting.order_by("person_id", "created_at").values_list("pk", flat=True)):
        with _alone(message_id) as free:
            if free:
                yield _carry(message_id, routes)


def _carry(message_id: UUID, routes: Routes) -> str:
    granted = permit(message_id)
    if granted is not None:
        send(message_id, granted, routes)
    return Message.objects.values_list("state", flat=True).get(pk=message_id)


def permit(message_id: UUID) -> Permit | None:
    """Leave to send a queued message once, or None with the refusal stored. Counts the contact at this moment."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        person = Person.objects.select_for_update().get(pk=message.person_id)
        if message.state == State.PERMITTED:
            return _still_good(message)
        if message.state not in (State.QUEUED, State.WAITING):
            return None
        decision = judging.decide(person, _request(person, message), actor=ACTOR, as_of=message.as_of)
        message.decision = decision
        if decision.outcome != "allow" or _warned(decision):
            _refuse(message, decision)
            return None
        return _grant(message, person, decision)


def send(message_id: UUID, granted: Permit, routes: Routes) -> None:
    """Hand over one message under its permit; raises Refused when the permit does not fit."""
    message = _begin(message_id, granted)
    channel = routes[message.channel]
    try:
        receipt: Receipt | Permanent | Retryable | None = channel.hand_over(_outbound(message))
    except (Permanent, Retryable) as error:
        receipt = error
    except OSError:  # the line broke after the hand-over began: nobody here can tell
        receipt = None
    _record(message, receipt)


def rehearse(as_of: date) -> Iterator[str]:
    """Judge what waits for a day that is already past, and let it lapse: nothing leaves, nothing is counted."""
    waiting = Message.objects.filter(as_of=as_of, state=State.QUEUED).order_by("person_id", "created_at")
    for message_id in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=message_id)
            decision = judging.decide(
                message.person, _request(message.person, message), actor=ACTOR, as_of=message.as_of
            )
            message.decision = decision
            lawful = decision.outcome == "allow" and not _warned(decision)
            message.state = State.LAPSED if lawful else State.REFUSED
            message.finished_at = clock.now()
            message.save(update_fields=["decision", "state", "finished_at"])
        yield message.state


def recover(routes: Routes) -> int:
    """Settle the messages whose sender died between hand-over and record. Returns how many were looked at."""
    stuck = list(Message.objects.filter(state=State.HANDING_OVER).values_list("pk", flat=True))
    settled = 0
    for message_id in stuck:
        with _alone(message_id) as free:
            if free:
                _settle(message_id, routes)
                settled += 1
    return settled


def _request(person: Person, message: Message) -> dict[str, object]:
    return request_for(
        person,
        id=str(clock.new_id()),
        now=clock.now(),
        channel=message.channel,
        purpose=message.purpose,
        content=dict(message.disclosures),
        contact_point=message.contact_point,
    )


def _warned(decision: Decision) -> bool:
    """A machine does not go on against a warning; a person may."""
    return any(reason["effect"] == "warn" for reason in decision.verdict["reasons"])


def _refuse(message: Message, decision: Decision) -> None:
    message.not_before = _later_today(message, decision)
    message.state = State.WAITING if message.not_before else State.REFUSED
    message.finished_at = None if message.not_before else clock.now()
    message.save(update_fields=["state", "not_before", "finished_at", "decision"])
    escalated = [reason for reason in decision.verdict["reasons"] if reason["effect"] == "escalate"]
    for reason in escalated[:1]:
        today = clock.now().date()
        Task.objects.get_or_create(
            person_id=message.person_id, kind="human_review", state=Task.State.OPEN,
            defaults={
                "owner_role": "compliance", "opened_on": today, "due_on": today + timedelta(days=2), "priority": 90,
                "why": dict.fromkeys(LANGUAGES, reason["statement"]),
            },
        )  # fmt: skip


def _later_today(message: Message, decision: Decision) -> datetime | None:
    """The instant at which time alone lets this message pass, if that is still on its own day."""
    until = decision.verdict["reasons"][0]["until"] if decision.verdict["reasons"] else None
    instant = datetime.fromisoformat(until) if until else None
    zone = ZoneInfo(message.person.timezone) if message.person.timezone else None
    if instant is None or zone is None or local_day(instant, zone) != message.as_of:
        return None
    return instant


def _grant(message: Message, person: Person, decision: Decision) -> Permit:
    now = clock.now()
    point = message.contact_point
    ContactEvent.objects.create(
        person=person, at=now, direction="outbound", channel=message.channel, outcome="delivered",
        number_index=point.index if point else "", actor="lender", message=message,
    )  # fmt: skip
    message.state = State.PERMITTED
    message.save(update_fields=["state", "decision"])
    return Permit.objects.create(
        id=clock.new_id(), message=message, decision=decision, content_hash=message.content_hash,
        minted_at=now, expires_at=now + timedelta(minutes=PERMIT_MINUTES),
    )  # fmt: skip


def _still_good(message: Message) -> Permit | None:
    """The permit of a message whose sender died before using it; an expired one is judged anew."""
    granted = message.permits.filter(used_at=None, expires_at__gt=clock.now()).first()
    if granted is None:
        _release(message, "the permit expired unused")
        return permit(message.pk)
    return granted


def _release(message: Message, reason: str) -> None:
    """Back to the queue: it is certain that nothing left the house, so the contact did not happen."""
    ContactEvent.objects.filter(message=message).delete()
    message.state = State.QUEUED
    message.save(update_fields=["state"])
    audit.append(actor=ACTOR, action="message.released", subject=str(message.pk), reason=reason)


def _begin(message_id: UUID, granted: Permit) -> Message:
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        held = Permit.objects.select_for_update().get(pk=granted.pk)
        content = content_hash(message.channel, message.subject, message.text, message.html)
        flaws = {
            "was used already": held.used_at is not None,
            "has expired": held.expires_at <= clock.now(),
            "belongs to another message": held.message_id != message.pk,
            "does not fit the content": held.content_hash != content,
            "is for a message that is not waiting": message.state != State.PERMITTED,
        }
        for flaw, present in flaws.items():
            if present:
                raise Refused(f"the permit {flaw}; nothing was sent.", where=str(message.pk))
        held.used_at = clock.now()
        held.save(update_fields=["used_at"])
        message.state, message.attempts = State.HANDING_OVER, message.attempts + 1
        message.save(update_fields=["state", "attempts"])
    return message


def _outbound(message: Message) -> Outbound:
    point = message.contact_point
    return Outbound(
        message_id=str(message.pk),
        idempotency_key=message.idempotency_key,
        channel=message.channel,
        to=point.value if point else message.person_id,
        language=message.language,
        subject=message.subject,
        text=message.text,
        html=message.html,
        headers={},
    )


def _record(message: Message, outcome: Receipt | Permanent | Retryable | None) -> None:
    with action("message.handed_over", actor=ACTOR, subject=str(message.pk)) as act:
        if isinstance(outcome, Receipt):
            message.state, message.provider_id = State.SENT, outcome.provider_id
        elif outcome is None:
            message.state, message.error = State.UNKNOWN, "the connection broke during hand-over"
            _tell_somebody(message)
        elif isinstance(outcome, Retryable) and message.attempts < TRIES:
            message.error = str(outcome)[:300]
            message.save(update_fields=["error"])
            _release(message, str(outcome)[:300])
            act.detail |= {"state": message.state, "error": message.error}
            return
        else:
            message.state, message.error = State.FAILED, str(outcome)[:300]
            ContactEvent.objects.filter(message=message).update(outcome="out_of_service")
        message.finished_at = clock.now()
        message.save(update_fields=["state", "provider_id", "error", "finished_at"])
        act.detail |= {"state": message.state, "channel": message.channel, "content": message.content_hash,
                       "receipt": sha256(message.provider_id.encode()).hexdigest()[:16]}  # fmt: skip


def _settle(message_id: UUID, routes: Routes) -> None:
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state != State.HANDING_OVER:
            return
        found = routes[message.channel].find(message.idempotency_key)
        if isinstance(found, NotSent):
            _release(message, "the channel says that it never took this message")
            return
        message.state = State.UNKNOWN if isinstance(found, CannotTell) else State.SENT
        if isinstance(found, Receipt):
            message.provider_id = found.provider_id
        message.finished_at = clock.now()
        message.save(update_fields=["state", "provider_id", "finished_at"])
        if message.state == State.UNKNOWN:
            _tell_somebody(message)
        detail = {"state": message.state, "channel": message.channel}
        audit.append(actor=ACTOR, action="message.settled", subject=str(message.pk), detail=detail,
                     reason="the sender died between hand-over and record")  # fmt: skip


def _tell_somebody(message: Message) -> None:
    now = clock.now()
    Alert.objects.get_or_create(
        key=f"unknown-{message.pk}",
        defaults={
            "kind": "message_unknown", "severity": "watch", "person_id": message.person_id, "owner_role": "lead",
            "evidence": {"message": str(message.pk), "channel": message.channel, "letter": message.letter},
            "raised_at": now, "due_at": now + timedelta(days=1), "as_of": message.as_of,
        },
    )  # fmt: skip


@contextmanager
def _alone(message_id: UUID) -> Iterator[bool]:
    """Whether this process has the message to itself; the database lets go of it when the process dies."""
    key = int.from_bytes(sha256(str(message_id).encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        free = bool(cursor.fetchone()[0])
        try:
            yield free
        finally:
            if free:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])

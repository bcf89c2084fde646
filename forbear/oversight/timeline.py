"""Everything that happened with one person, newest first: contacts, verdicts, messages, tasks, promises, entries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from forbear.casefile.models import AuditEntry, Person
from forbear.oversight.next_step import Reason, reasons_of

SHOWN = 60
# Entries that repeat what a verdict, message, contact or the list of readers says already.
_SAID_ALREADY = ("contact.judged", "message.handed_over", "person.noted", "person.read")


@dataclass(frozen=True)
class Event:
    """One thing that happened: its kind, a code for what it was, words that go with it, and any law that decided."""

    at: datetime
    kind: str
    what: str
    outcome: str = ""
    words: Any = ""
    by: str = ""
    reasons: tuple[Reason, ...] = field(default=())
    reference: str = ""
    whole_day: bool = False


def timeline(person: Person, roles: tuple[str, ...], limit: int = SHOWN) -> tuple[Event, ...]:
    """The newest `limit` events of a person; one query a kind. Words of a task are for the roles that work on it."""
    kinds = (_contacts, _verdicts, _messages, _promises, _holds, _entries)
    events = [event for kind in kinds for event in kind(person, limit)]
    events += _tasks(person, limit, roles)
    return tuple(sorted(events, key=lambda event: event.at, reverse=True)[:limit])


def _contacts(person: Person, limit: int) -> Iterator[Event]:
    for row in person.contacts.filter(message=None).order_by("-at")[:limit]:
        kind = "came_in" if row.direction == "inbound" else "contact"
        yield Event(row.at, kind, row.channel, row.outcome, row.note, row.actor)


def _verdicts(person: Person, limit: int) -> Iterator[Event]:
    for row in person.decisions.exclude(outcome="allow").order_by("-at")[:limit]:
        yield Event(row.at, "verdict", row.channel, row.outcome, "", "", reasons_of(row.verdict), str(row.pk))


def _messages(person: Person, limit: int) -> Iterator[Event]:
    rows = person.messages.exclude(state="refused").defer("text", "html", "subject").order_by("-created_at")
    for row in rows[:limit]:
        decision = str(row.decision_id or "")
        yield Event(
            row.finished_at or row.created_at, "message", row.letter, row.state, row.error, row.channel, (), decision
        )


def _tasks(person: Person, limit: int, roles: tuple[str, ...]) -> Iterator[Event]:
    for row in person.tasks.select_related("owner").order_by("-pk")[:limit]:
        own = row.owner_role in roles
        yield Event(_noon(row.opened_on), "task", row.kind, "", row.why if own else "", row.owner_role, whole_day=True)
        if row.closed_at:
            by = row.owner.username if row.owner else ""
            yield Event(row.closed_at, "task_done", row.kind, row.state, row.outcome if own else "", by)


def _promises(person: Person, limit: int) -> Iterator[Event]:
    for row in person.promises.order_by("-made_on")[:limit]:
        yield Event(_noon(row.made_on), "promise", "promise", row.state, whole_day=True)


def _holds(person: Person, limit: int) -> Iterator[Event]:
    for row in person.holds.order_by("-from_on")[:limit]:
        yield Event(_noon(row.from_on), "hold", row.kind, "", row.reason, row.source, whole_day=True)


def _entries(person: Person, limit: int) -> Iterator[Event]:
    rows = AuditEntry.objects.filter(subject=person.pk).exclude(action__in=_SAID_ALREADY).order_by("-number")
    for row in rows[:limit]:
        yield Event(row.at, "entry", row.action, "", row.reason, row.actor, (), str(row.number))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(4), tzinfo=UTC)

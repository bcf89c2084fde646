"""The outbox as staff see it: what was proposed, in which state it is, and why. Shows no text of a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from forbear.casefile.models import Message


@dataclass(frozen=True)
class OutboxLine:
    """One message without its words."""

    id: str
    person_id: str
    letter: str
    channel: str
    language: str
    state: str
    rule: str
    error: str
    created_at: datetime
    finished_at: datetime | None
    not_before: datetime | None


@dataclass(frozen=True)
class OutboxPage:
    """`states` counts all messages of the day; `lines` are one page of those asked for."""

    as_of: date
    states: Mapping[str, int]
    lines: tuple[OutboxLine, ...]
    total: int
    page: int
    pages: int


def outbox_page(day: date, state: str = "", page: int = 1, size: int = 50) -> OutboxPage:
    """One page of a day's messages, optionally of one state."""
    of_day = Message.objects.filter(as_of=day)
    states = {row["state"]: row["messages"] for row in of_day.values("state").annotate(messages=Count("pk")).order_by()}
    rows = of_day.filter(state=state) if state else of_day
    total = states.get(state, 0) if state else sum(states.values())
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    rows = rows.select_related("decision").defer("text", "html", "subject").order_by("person_id", "pk")
    lines = tuple(_line(row) for row in rows[(page - 1) * size : page * size])
    return OutboxPage(day, states, lines, total, page, pages)


def _line(row: Message) -> OutboxLine:
    rules = row.decision.rules if row.decision and row.decision.outcome != "allow" else []
    return OutboxLine(
        str(row.pk), row.person_id, row.letter, row.channel, row.language, row.state, str(rules[0]) if rules else "",
        row.error, row.created_at, row.finished_at,
        row.not_before,
    )  # fmt: skip

"""What waits for a human: open tasks and alerts, soonest and gravest first, limited to the roles that own them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from forbear.casefile import clock
from forbear.casefile.models import Alert, Task
from forbear.oversight.names import names_of


@dataclass(frozen=True)
class TaskLine:
    """One open task; `name` is the person's, `why` one text a language."""

    id: int
    kind: str
    person_id: str
    name: str
    why: Any
    opened_on: date
    due_on: date
    owner_role: str
    owner: Mapping[str, str]
    priority: int
    late: bool
    checklist: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class AlertLine:
    """One alert that is not resolved; `evidence` is what it rests on."""

    id: int
    kind: str
    severity: str
    person_id: str
    name: str
    evidence: Mapping[str, Any]
    owner_role: str
    raised_at: datetime
    due_at: datetime
    state: str


def open_tasks(roles: tuple[str, ...] | None, limit: int, offset: int = 0) -> tuple[tuple[TaskLine, ...], int]:
    """Open tasks of these roles (None: of all), and how many there are in all."""
    today = clock.now().date()
    rows = Task.objects.filter(state=Task.State.OPEN)
    if roles is not None:
        rows = rows.filter(owner_role__in=roles)
    rows = rows.select_related("person", "owner").order_by("-priority", "due_on", "pk")
    lines = tuple(task_line(row, today) for row in rows[offset : offset + limit])
    return lines, rows.count()


def task_line(row: Task, today: date) -> TaskLine:
    """A task as it is shown."""
    owner = names_of(row.owner)
    return TaskLine(
        row.pk, row.kind, row.person_id, row.person.name, row.why, row.opened_on, row.due_on, row.owner_role, owner,
        row.priority, row.due_on < today, tuple(row.checklist),
    )  # fmt: skip


def open_alerts(roles: tuple[str, ...] | None, limit: int, offset: int = 0) -> tuple[tuple[AlertLine, ...], int]:
    """Alerts not yet resolved of these roles (None: of all), gravest first, and how many there are in all."""
    rows: QuerySet[Alert] = Alert.objects.exclude(state=Alert.State.RESOLVED)
    if roles is not None:
        rows = rows.filter(owner_role__in=roles)
    gravity = Case(
        When(severity="act", then=Value(0)), When(severity="watch", then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    rows = rows.select_related("person").annotate(gravity=gravity).order_by("gravity", "due_at", "pk")
    lines = tuple(
        AlertLine(
            row.pk,
            row.kind,
            row.severity,
            row.person_id or "",
            row.person.name if row.person else "",
            row.evidence,
            row.owner_role,
            row.raised_at,
            row.due_at,
            row.state,
        )
        for row in rows[offset : offset + limit]
    )
    return lines, rows.count()

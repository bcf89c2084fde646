"""What waits for a human: open tasks and alerts, soonest and gravest first, limited to the roles that own them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from forbear.casefile import clock
from forbear.casefile.models import Alert, Staff, Task
from forbear.oversight.names import names_of
from forbear.oversight.reading import Reader, listing


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


def open_tasks(
    roles: tuple[str, ...] | None, limit: int, offset: int = 0, by: Staff | None = None
) -> tuple[tuple[TaskLine, ...], int]:
    """Open tasks of these roles (None: of all) as `by` may see them, and how many there are in all."""
    today = clock.now().date()
    rows = Task.objects.filter(state=Task.State.OPEN)
    if roles is not None:
        rows = rows.filter(owner_role__in=roles)
    rows = rows.select_related("person", "owner").order_by("-priority", "due_on", "pk")
    with listing(by, "tasks") as reader:
        lines = tuple(task_line(row, today, reader) for row in rows[offset : offset + limit])
    return lines, rows.count()


def task_line(row: Task, today: date, reader: Reader) -> TaskLine:
    """A task as it is shown."""
    owner = names_of(row.owner)
    return TaskLine(
        row.pk, row.kind, row.person_id, reader.name(row.person), row.why, row.opened_on, row.due_on, row.owner_role,
        owner, row.priority, row.due_on < today, tuple(row.checklist),
    )  # fmt: skip


def open_alerts(
    roles: tuple[str, ...] | None, limit: int, offset: int = 0, by: Staff | None = None
) -> tuple[tuple[AlertLine, ...], int]:
    """Alerts not yet resolved of these roles (None: of all), gravest first, and how many there are in all."""
    rows: QuerySet[Alert] = Alert.objects.exclude(state=Alert.State.RESOLVED)
    if roles is not None:
        rows = rows.filter(owner_role__in=roles)
    gravity = Case(
        When(severity="act", then=Value(0)), When(severity="watch", then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    rows = rows.select_related("person").annotate(gravity=gravity).order_by("gravity", "due_at", "pk")
    with listing(by, "alerts") as reader:
        lines = tuple(_alert_line(row, reader) for row in rows[offset : offset + limit])
    return lines, rows.count()


def _alert_line(row: Alert, reader: Reader) -> AlertLine:
    name = reader.name(row.person) if row.person else ""
    return AlertLine(
        row.pk, row.kind, row.severity, row.person_id or "", name, row.evidence, row.owner_role, row.raised_at,
        row.due_at, row.state,
    )  # fmt: skip

"""The day on one screen: who is where, who was helped, what left, what was refused and by which law.

Must not change anything. A fixed number of queries, whatever the size of the day. Shape: docs, LOOK (staff day board).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from forbear.casefile import clock
from forbear.casefile.models import DayRun, Hold, Message, Person, Promise, Proposal, Staff, Task
from forbear.oversight.evidence import ChainStatus, chain_status
from forbear.oversight.facts_read import FileRead, facts_read
from forbear.oversight.refusals import Refusal, refusals_of
from forbear.oversight.waiting import AlertLine, TaskLine, open_alerts, open_tasks

STAGES = ("pre_due", "missed_1_30", "missed_31_60", "missed_61_90", "missed_91_plus", "not_due")
BANDS = ("low", "medium", "high", "unknown")
HANDED = (Message.State.PERMITTED, Message.State.HANDING_OVER, Message.State.SENT, Message.State.FAILED,
          Message.State.UNKNOWN)  # fmt: skip
LEFT_IN_PEACE = ("hardship", "plan_performing", "moratorium", "bereavement", "ageing_pause")


@dataclass(frozen=True)
class StageLine:
    """How many people are at one stage, by risk band (every band present); known for the last day only."""

    stage: str
    people: int
    bands: Mapping[str, int]


@dataclass(frozen=True)
class Funnel:
    """People who owe or soon owe, then messages. `proposed` = `permitted` + `refused` + `waiting` + `lapsed`."""

    due: int
    proposed: int
    permitted: int
    sent: int
    refused: int
    waiting: int
    lapsed: int
    tasked: int
    let_be: int
    unreachable: int


@dataclass(frozen=True)
class Helped:
    """People for whom something gentler than a reminder runs. `people` counts each once."""

    people: int
    promises: int
    plans: int
    breathing: int
    counsellor: int
    call_backs: int


@dataclass(frozen=True)
class StepLine:
    """One step of the day's run: what it counted and how long it took."""

    name: str
    counts: Mapping[str, int]
    seconds: float


@dataclass(frozen=True)
class DayBoard:
    """Everything the board shows. `finished_at` is None while the day runs, `steps` empty before it began."""

    as_of: date
    started_at: datetime | None
    finished_at: datetime | None
    stages: tuple[StageLine, ...]
    funnel: Funnel
    helped: Helped
    refusals: tuple[Refusal, ...]
    outbox: Mapping[str, int]
    tasks: tuple[TaskLine, ...]
    tasks_open: int
    alerts: tuple[AlertLine, ...]
    alerts_open: int
    chain: ChainStatus
    steps: tuple[StepLine, ...]
    files: tuple[FileRead, ...]
    days: tuple[date, ...]

    @property
    def bands(self) -> Mapping[str, int]:
        """People with something due or missed, by band."""
        return {band: sum(line.bands[band] for line in self.stages if line.stage != "not_due") for band in BANDS}

    @property
    def stopped(self) -> int:
        """Messages that the gate refused or made to wait."""
        return sum(line.count for line in self.refusals)

    @property
    def seconds(self) -> float:
        return sum(step.seconds for step in self.steps)


def day_board(as_of: date | None = None, roles: tuple[str, ...] | None = None, by: Staff | None = None) -> DayBoard:
    """The board of `as_of` (None: the last day that was run). `roles` limits tasks and alerts to their owners'.

    Names are shown as `by` may see them; to nobody (a report, a chart) they are masked.
    """
    days = tuple(DayRun.objects.order_by("-as_of").values_list("as_of", flat=True)[:14])
    day = as_of or (days[0] if days else clock.now().date())
    run = DayRun.objects.filter(as_of=day).prefetch_related("steps").first()
    tasks, tasks_open = open_tasks(roles, 5, by=by)
    alerts, alerts_open = open_alerts(roles, 5, by=by)
    outbox = _outbox(day)
    return DayBoard(
        as_of=day,
        started_at=run.started_at if run else None,
        finished_at=run.finished_at if run else None,
        stages=_stages(day),
        funnel=_funnel(day, outbox),
        helped=_helped(day),
        refusals=refusals_of(day),
        outbox=outbox,
        tasks=tasks,
        tasks_open=tasks_open,
        alerts=alerts,
        alerts_open=alerts_open,
        chain=chain_status(),
        steps=tuple(StepLine(step.name, step.counts, step.seconds) for step in run.steps.all()) if run else (),
        files=facts_read(day),
        days=days,
    )


def _stages(day: date) -> tuple[StageLine, ...]:
    counted: dict[str, Counter[str]] = {stage: Counter() for stage in STAGES}
    for row in Person.objects.filter(as_of=day).values("stage", "band").annotate(people=Count("pk")).order_by():
        if row["stage"] in counted:
            counted[row["stage"]][row["band"] if row["band"] in BANDS else "unknown"] += row["people"]
    return tuple(
        StageLine(stage, bands.total(), {band: bands[band] for band in BANDS}) for stage, bands in counted.items()
    )


def _outbox(day: date) -> dict[str, int]:
    rows = Message.objects.filter(as_of=day).values("state").annotate(messages=Count("pk")).order_by()
    counted = {row["state"]: row["messages"] for row in rows}
    return {state: counted[state] for state in Message.State.values if counted.get(state)}


def _funnel(day: date, outbox: Mapping[str, int]) -> Funnel:
    rows = Proposal.objects.filter(as_of=day).values("state").annotate(people=Count("pk")).order_by()
    proposals: dict[str, Any] = {row["state"]: row["people"] for row in rows}
    state, proposal = Message.State, Proposal.State
    return Funnel(
        due=Person.objects.filter(as_of=day).exclude(stage="not_due").count(),
        proposed=sum(outbox.values()),
        permitted=sum(outbox.get(name, 0) for name in HANDED),
        sent=outbox.get(state.SENT, 0),
        refused=outbox.get(state.REFUSED, 0),
        waiting=outbox.get(state.QUEUED, 0) + outbox.get(state.WAITING, 0),
        lapsed=outbox.get(state.LAPSED, 0),
        tasked=proposals.get(proposal.TASKED, 0) + proposals.get(proposal.DEFERRED, 0),
        let_be=proposals.get(proposal.NOTHING, 0),
        unreachable=proposals.get(proposal.UNREACHABLE, 0),
    )


def _helped(day: date) -> Helped:
    promises = set(Promise.objects.filter(state=Promise.State.LIVE).values_list("person_id", flat=True))
    running = Hold.objects.filter(Q(until_on=None) | Q(until_on__gte=day), kind__in=LEFT_IN_PEACE, from_on__lte=day)
    holds: dict[str, set[str]] = {"plan": set(), "breathing": set()}
    for kind, person in running.values_list("kind", "person_id"):
        holds["plan" if kind == "plan_performing" else "breathing"].add(person)
    asked = Task.objects.filter(state=Task.State.OPEN, kind__in=("counsellor", "call_back"))
    tasks: dict[str, set[str]] = {"counsellor": set(), "call_back": set()}
    for kind, person in asked.values_list("kind", "person_id"):
        tasks[kind].add(person)
    everyone = promises | holds["plan"] | holds["breathing"] | tasks["counsellor"] | tasks["call_back"]
    return Helped(
        len(everyone), len(promises), len(holds["plan"]), len(holds["breathing"]), len(tasks["counsellor"]),
        len(tasks["call_back"]),
    )  # fmt: skip

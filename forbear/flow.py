"""READ FIRST: one collections day, in the order in which it runs.

    collect → match → age → score → forecast → propose → record → queue → send → watch → close

The day is dated (`as_of`), restartable at any step and idempotent: a step that finished is not run again unless new
facts came in, and running it again changes nothing. Missed days are caught up in order, and their messages lapse
unsent. Holds no rule: each step asks the room that knows. Times: docs/explanation/the-day.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from django.db import transaction

from forbear.care import helpers, tasks
from forbear.casefile import audit, clock, recording
from forbear.casefile.action import action
from forbear.casefile.models import DayRun, Message, StepRun
from forbear.casefile.vault import Vault
from forbear.compliance.lawbook import Lawbook
from forbear.contact import dispatch, history, outbox
from forbear.contact.lender import Lender
from forbear.contact.letters import Library
from forbear.intake import collect as intake
from forbear.intake import findings, inbox, nightly
from forbear.intake.engine import Engine
from forbear.intake.lake import Lake
from forbear.intake.match import match as match_people
from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput
from forbear.oversight import watch as oversight
from forbear.recourse import review
from forbear.risk.card import Card
from forbear.strategy.capacity import Capacity
from forbear.strategy.table import Playbook

Counts = dict[str, int]
Told = Callable[[str, Counts, float], None]
ACTOR = "day"
MORNING = time(8, 30)  # the hour at which a simulated day acts, in the lender's zone


@dataclass(frozen=True)
class House:
    """Everything a day needs, opened once by the wiring."""

    home: Path
    engine: Engine
    vault: Vault
    lawbook: Lawbook
    playbook: Playbook
    card: Card
    library: Library
    lender: Lender
    routes: dispatch.Routes
    capacity: Capacity
    zone: str
    demo: bool = False

    @property
    def lake(self) -> Lake:
        return Lake(self.home, self.engine)


@dataclass
class Day:
    """One day being run: its date, the house, and what earlier steps counted."""

    as_of: date
    house: House
    run: DayRun
    live: bool
    counts: dict[str, Counts] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return day_number(self.as_of)

    @property
    def lake(self) -> Lake:
        return self.house.lake


def collect(day: Day) -> Counts:
    """Read every file that waits in the inbox, by source; rows in = taken + changed + unchanged + quarantined."""
    totals = {"files": 0, "rows": 0, "taken": 0, "changed": 0, "unchanged": 0, "quarantined": 0}
    for source, path in inbox.waiting(day.house.home):
        for report in intake.collect(source, [path], day.lake, day.house.vault, day.number):
            totals["files"] += 1
            for name in ("rows", "taken", "changed", "unchanged", "quarantined"):
                totals[name] += getattr(report, name)
        inbox.done(path, day.as_of)
    return totals


def match(day: Day) -> Counts:
    """Recognise the same person across sources."""
    return match_people(day.lake, day.house.vault, day.number)


def age(day: Day) -> Counts:
    """Work out what every loan owes and since when."""
    return {"loans": nightly.age(day.lake, day.number)}


def score(day: Day) -> Counts:
    """Estimate for every loan how likely the next month is missed."""
    return {"loans": nightly.score(day.lake, day.number, day.house.card)}


def forecast(day: Day) -> Counts:
    """Put together each person's situation, and forecast which channels the law leaves open."""
    known = history.casefile(day.house.engine, day.house.lawbook, clock.now())
    people = nightly.situate(day.lake, day.number, known)
    lawful = nightly.forecast(day.lake, day.number, day.house.lawbook, known, clock.now())
    return {"people": people, **lawful}


def propose(day: Day) -> Counts:
    """Ask the playbook for each person's next step, and fit what people must do into their hours."""
    return nightly.propose(day.lake, day.number, day.house.playbook, day.house.capacity)


def record(day: Day) -> Counts:
    """Write the people who need something into the casefile, with their proposals and tasks."""
    house = day.house
    found = findings.read(day.lake, day.number, house.vault, house.card, house.playbook, recording.known())
    with action("day.recorded", actor=ACTOR, subject=f"day {day.as_of}", reason=day.house.playbook.label) as act:
        done = recording.record(found, day.as_of)
        counts = {"people": done.people, "loans": done.loans, "proposals": done.proposals, "tasks": done.tasks}
        counts |= {"given a helper": helpers.assign(), "tasks closed": tasks.close_cured(day.as_of)}
        act.detail |= {**counts, "by_step": done.by_step}
    return counts | {f"reviews {name}": number for name, number in review.prepare(day.as_of).items()}


def queue(day: Day) -> Counts:
    """Compose the letters that were proposed."""
    done = outbox.queue(day.as_of, day.house.library, day.house.lender)
    return {"messages": done.messages, "unreachable": done.unreachable, "incomplete": done.incomplete}


def send(day: Day) -> Counts:
    """Judge every message; what is permitted leaves, what is refused keeps the law that refused it."""
    unsent = [Message.State.QUEUED, Message.State.WAITING]
    lapsed = Message.objects.filter(as_of__lt=day.as_of, state__in=unsent)
    totals = {
        "sent": 0,
        "refused": 0,
        "failed": 0,
        "unknown": 0,
        "waiting": 0,
        "lapsed": lapsed.update(state=Message.State.LAPSED),
    }
    ended = dispatch.drain(day.as_of, day.house.routes) if day.live else dispatch.rehearse(day.as_of)
    for state in ended:
        totals[state] = totals.get(state, 0) + 1
    return totals


def watch(day: Day) -> Counts:
    """Raise what the people responsible must see."""
    rows = day.counts.get("collect", {})
    return oversight.watch(day.as_of, rows.get("rows", 0), rows.get("quarantined", 0), audit.verify().whole)


def close(day: Day) -> Counts:
    """Sign a checkpoint of the evidence chain and walk it whole."""
    with transaction.atomic():
        audit.checkpoint(ACTOR)
    walked = audit.verify()
    return {"entries": walked.entries, "whole": int(walked.whole)}


STEPS: tuple[Callable[[Day], Counts], ...] = (
    collect, match, age, score, forecast, propose, record, queue, send, watch, close,
)  # fmt: skip


def run(as_of: date, house: House, told: Told = lambda name, counts, seconds: None) -> Iterator[DayRun]:
    """Run the days that were missed, then `as_of`; yields each finished day."""
    today = clock.today(house.zone)
    if as_of > today:
        raise BadInput(f"{as_of} is still to come.", where="--as-of", mend=f"Today is {today} in {house.zone}.")
    for day in missed(as_of):
        yield run_day(day, house, told)


def missed(as_of: date) -> Iterator[date]:
    """The days after the newest finished one, up to `as_of`; only `as_of` itself when no earlier day was run."""
    newest = DayRun.objects.filter(as_of__lt=as_of, finished_at__isnull=False).order_by("-as_of").first()
    unfinished = DayRun.objects.filter(as_of__lt=as_of, finished_at=None).order_by("as_of").first()
    start = unfinished.as_of if unfinished else newest.as_of + timedelta(days=1) if newest else as_of
    yield from (start + timedelta(days=ahead) for ahead in range((as_of - start).days + 1))


def run_day(as_of: date, house: House, told: Told) -> DayRun:
    """Run one day's steps, leaving out those already done on the same facts."""
    past = as_of < clock.today(house.zone)
    if past or house.demo:
        with clock.at(datetime.combine(as_of, MORNING, ZoneInfo(house.zone)).astimezone(UTC)):
            return _steps(as_of, house, told, live=house.demo)
    return _steps(as_of, house, told, live=True)


def _steps(as_of: date, house: House, told: Told, *, live: bool) -> DayRun:
    run, _ = DayRun.objects.get_or_create(as_of=as_of, defaults={"started_at": clock.now(), "simulated": not live})
    day = Day(as_of, house, run, live)
    day.counts = dict(run.steps.values_list("name", "counts"))
    for number, step in enumerate(STEPS):
        if step is match and _new_facts(day):
            run.steps.filter(number__gte=number).delete()
        if run.steps.filter(name=step.__name__).exists() and not (step is collect and inbox.waiting(house.home)):
            continue
        _run(step, number, day, told)
    run.finished_at = run.finished_at or clock.now()
    run.facts_read = _facts(day)
    run.save(update_fields=["finished_at", "facts_read"])
    return run


def _run(step: Callable[[Day], Counts], number: int, day: Day, told: Told) -> None:
    started = perf_counter()
    counts = step(day)
    seconds = perf_counter() - started
    day.counts[step.__name__] = counts
    StepRun.objects.update_or_create(
        day=day.run, name=step.__name__,
        defaults={"number": number, "counts": counts, "seconds": seconds, "finished_at": clock.now()},
    )  # fmt: skip
    told(step.__name__, counts, seconds)


def _facts(day: Day) -> int:
    """How many imports the lake holds: a day that read fewer has new facts to take in."""
    return len(day.lake.imports())


def _new_facts(day: Day) -> bool:
    return day.run.finished_at is not None and day.run.facts_read != _facts(day)

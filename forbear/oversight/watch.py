"""Looks over a finished day and raises what the people responsible must see, each with evidence, owner and deadline.

What is watched for and how soon somebody must look is data: playbooks/watch/alerts.yaml. An alert is raised once:
its key names what it is about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from django.db.models import Q
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Alert, Hold, Promise, Proposal
from forbear.kernel.errors import BadInput

PER_PERSON = ("lost_contact", "complaint_open", "self_harm_risk")


class Watch(BaseModel):
    """One kind of alert: how grave, whose, within how many hours, and from which count on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    severity: Literal["info", "watch", "act"]
    owner_role: str
    hours: int
    at_least: int = 1
    at_least_per_mille: int = 0


@dataclass(frozen=True)
class Sighting:
    """Something seen: `about` makes it unique, `evidence` is shown to whoever looks."""

    kind: str
    about: str
    person_id: str | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)


@cache
def watches() -> dict[str, Watch]:
    """Every kind of alert by name."""
    path = files("forbear").joinpath("playbooks/watch/alerts.yaml")
    try:
        return TypeAdapter(dict[str, Watch]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadInput(
            f"it cannot be used: {error}", where="playbooks/watch/alerts.yaml", mend="Correct it."
        ) from error


def watch(as_of: date, rows: int, quarantined: int, chain_whole: bool) -> dict[str, int]:
    """Raise what this day shows; returns how many new alerts of each kind."""
    raised: dict[str, int] = {}
    for sighting in _sightings(as_of, rows, quarantined, chain_whole):
        if _raise(sighting, as_of):
            raised[sighting.kind] = raised.get(sighting.kind, 0) + 1
    return raised


def _sightings(as_of: date, rows: int, quarantined: int, chain_whole: bool) -> Iterator[Sighting]:
    yield from _open_holds(as_of)
    for promise in Promise.objects.filter(state=Promise.State.MISSED, due_on__lte=as_of):
        evidence = {"due_on": promise.due_on.isoformat(), "amount_minor": promise.amount_minor}
        yield Sighting("promise_missed", f"{promise.person_id}:{promise.due_on}", promise.person_id, evidence)
    for state in (Proposal.State.UNREACHABLE, Proposal.State.INCOMPLETE):
        people = list(Proposal.objects.filter(as_of=as_of, state=state).values_list("person_id", flat=True))
        if len(people) >= watches()[state].at_least:
            yield Sighting(state.value, as_of.isoformat(), evidence={"people": len(people), "examples": people[:5]})
    if rows and quarantined * 1000 >= rows * watches()["quarantine"].at_least_per_mille:
        yield Sighting("quarantine", as_of.isoformat(), evidence={"rows": rows, "quarantined": quarantined})
    if not chain_whole:
        yield Sighting("chain_broken", as_of.isoformat(), evidence={"day": as_of.isoformat()})


def _open_holds(as_of: date) -> Iterator[Sighting]:
    opened = Hold.objects.filter(Q(until_on=None) | Q(until_on__gte=as_of), kind__in=PER_PERSON, from_on__lte=as_of)
    for hold in opened.order_by("pk"):
        evidence = {"since": hold.from_on.isoformat(), "source": hold.source}
        yield Sighting(hold.kind, f"{hold.person_id}:{hold.from_on}", hold.person_id, evidence)


def _raise(sighting: Sighting, as_of: date) -> bool:
    key = f"{sighting.kind}-{sighting.about}"
    if Alert.objects.filter(key=key).exists():
        return False
    kind, now = watches()[sighting.kind], clock.now()
    subject = sighting.person_id or f"day {as_of}"
    with action("alert.raised", actor="watch", subject=subject, reason=sighting.kind) as act:
        Alert.objects.create(
            key=key, kind=sighting.kind, severity=kind.severity, person_id=sighting.person_id,
            evidence=dict(sighting.evidence), owner_role=kind.owner_role, raised_at=now,
            due_at=now + timedelta(hours=kind.hours), as_of=as_of,
        )  # fmt: skip
        act.detail |= {"key": key, "owner": kind.owner_role}
    return True

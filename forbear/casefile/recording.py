"""Writes one day's findings about people into the casefile: who they are, what they owe, what is proposed.

Running it again with the same findings changes nothing; what has already been acted on is never taken back.
Holds no rule: rows come from the lake and from the strategy as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Model

from forbear.casefile.models import (
    Consent,
    ContactPoint,
    Hold,
    Loan,
    Person,
    Promise,
    Proposal,
    Task,
)

BATCH = 1000
OWN_PAGE = "portal"  # the source of what a person decided on their own page
# Which role looks after a step that a human must take; letters need nobody.
OWNERS = {
    "human_call": "agent",
    "counsellor": "counsellor",
    "data_task": "agent",
    "hold_review": "compliance",
    "legal_review": "lead",
}


@dataclass(frozen=True)
class Finding:
    """Everything that one day found out about one person. Field names of the inner rows are the models' own."""

    person: Mapping[str, Any]
    loans: Sequence[Mapping[str, Any]] = ()
    contact_points: Sequence[Mapping[str, Any]] = ()
    consents: Sequence[Mapping[str, Any]] = ()
    holds: Sequence[Mapping[str, Any]] = ()
    promises: Sequence[Mapping[str, Any]] = ()
    proposal: Mapping[str, Any] | None = None
    deadline_days: int = 0


@dataclass
class Recorded:
    """How many rows of each kind were written."""

    people: int = 0
    loans: int = 0
    proposals: int = 0
    tasks: int = 0
    by_step: dict[str, int] = field(default_factory=dict)


def known() -> set[str]:
    """The people whom the casefile holds and who were not erased."""
    return set(Person.objects.filter(erased_on=None).values_list("pk", flat=True))


def record(findings: Iterable[Finding], as_of: date) -> Recorded:
    """Write the findings; must run inside the day's action so that one audit entry covers it."""
    erased = set(Person.objects.exclude(erased_on=None).values_list("pk", flat=True))
    found, done = [finding for finding in findings if finding.person["id"] not in erased], Recorded()
    _people(found, as_of)
    _children(found, as_of)
    _proposals(found, as_of, done)
    done.people, done.loans = len(found), sum(len(finding.loans) for finding in found)
    return done


def _people(found: list[Finding], as_of: date) -> None:
    known = dict(Person.objects.values_list("pk", "reference"))
    number = int((Person.objects.aggregate(last=Max("reference"))["last"] or "B000000")[1:])
    rows = []
    for finding in found:
        person = Person(**finding.person, as_of=as_of, reference=known.get(finding.person["id"], ""))
        if not person.reference:
            number += 1
            person.reference = f"B{number:06d}"
        rows.append(person)
    changing = [name for name in _columns(Person) if name not in ("id", "reference", "helper_id", "erased_on")]
    Person.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=changing
    )


def _children(found: list[Finding], as_of: date) -> None:
    _upsert(Loan, ["key"], found, "loans", {"as_of": as_of})
    _upsert(ContactPoint, ["person", "kind", "index"], found, "contact_points", {})
    _upsert(Consent, ["person", "purpose"], _newer_consents(found), "consents", {})
    _upsert(Hold, ["person", "kind", "from_on", "source"], found, "holds", {})
    _upsert(Promise, ["person", "made_on", "due_on"], found, "promises", {})


def _newer_consents(found: list[Finding]) -> list[Finding]:
    """Without what a person has decided themselves since the lender's file was written: their word stands."""
    own = Consent.objects.filter(source=OWN_PAGE).values_list("person_id", "purpose", "withdrawn_on", "granted_on")
    decided = {(person, purpose): withdrawn or granted for person, purpose, withdrawn, granted in own}
    return [
        replace(finding, consents=[
            row for row in finding.consents
            if row["granted_on"] > decided.get((finding.person["id"], row["purpose"]), date.min)
        ])
        for finding in found
    ]  # fmt: skip


def _upsert(model: type[Any], unique: list[str], found: list[Finding], name: str, extra: dict[str, Any]) -> None:
    rows = [
        model(person_id=finding.person["id"], **row, **extra) for finding in found for row in getattr(finding, name)
    ]
    changing = [column for column in _columns(model) if column not in ("id", *unique, *(f"{u}_id" for u in unique))]
    model.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=unique, update_fields=changing
    )


def _columns(model: type[Model]) -> list[str]:
    return [item.attname for item in model._meta.concrete_fields]


def _proposals(found: list[Finding], as_of: date, done: Recorded) -> None:
    settled = dict(Proposal.objects.filter(as_of=as_of).values_list("person_id", "state"))
    proposals = [
        Proposal(person_id=finding.person["id"], as_of=as_of, **finding.proposal)
        for finding in found
        if finding.proposal and finding.person["id"] not in settled
    ]
    Proposal.objects.bulk_create(proposals, batch_size=BATCH)
    done.proposals = len(proposals)
    for proposal in proposals:
        done.by_step[proposal.step] = done.by_step.get(proposal.step, 0) + 1
    deadlines = {finding.person["id"]: finding.deadline_days for finding in found}
    tasks = [_task(proposal, deadlines[proposal.person_id]) for proposal in proposals if _needs_somebody(proposal)]
    done.tasks = len(Task.objects.bulk_create(tasks, batch_size=BATCH, ignore_conflicts=True))


def _needs_somebody(proposal: Proposal) -> bool:
    return proposal.step in OWNERS and proposal.state in (Proposal.State.OPEN, Proposal.State.TASKED)


def _task(proposal: Proposal, deadline_days: int) -> Task:
    return Task(
        person_id=proposal.person_id,
        kind=proposal.step,
        owner_role=OWNERS[proposal.step],
        opened_on=proposal.as_of,
        due_on=proposal.as_of + timedelta(days=deadline_days),
        priority=proposal.priority,
        why=proposal.why,
    )

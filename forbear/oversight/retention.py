"""What may go because its time is over, and letting it go: by playbooks/privacy/retention.yaml and by the law.

A dry run changes nothing and says what would go and what is kept, with the reason. For a person the gate decides, one
by one, and a legal hold always wins. Law: PIPL Arts. 19, 47.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files

import yaml
from django.db.models import Model, QuerySet
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forbear.care import erasure
from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Person, SignInCode, SubjectRequest
from forbear.contact import judging
from forbear.intake import erase as lake_erase
from forbear.intake.lake import Lake
from forbear.kernel.errors import BadInput

_FILE = "playbooks/privacy/retention.yaml"
STILL_OWED = "a loan is still running"


class Period(BaseModel):
    """How many days something is kept, and why no longer, in three languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int
    why: dict[str, str]


@dataclass(frozen=True)
class RetentionLine:
    """One kind of thing: how many may go, and how many stay for which reason."""

    kind: str
    may_go: int
    kept: dict[str, int]


def retention(lake: Lake, actor: str, *, dry_run: bool) -> tuple[RetentionLine, ...]:
    """The schedule applied to everything; with `dry_run` only counted."""
    return (*(_rows(kind, rows, actor, dry_run) for kind, rows in _old().items()), _people(lake, actor, dry_run))


def _old() -> dict[str, "QuerySet[Model]"]:
    codes = SignInCode.objects.filter(made_at__lt=clock.now() - _period("sign_in_codes"))
    answered = SubjectRequest.objects.exclude(state=SubjectRequest.State.OPEN)
    requests = answered.filter(answered_at__lt=clock.now() - _period("closed_requests"))
    return {"sign_in_codes": codes, "closed_requests": requests}


def _rows(kind: str, rows: "QuerySet[Model]", actor: str, dry_run: bool) -> RetentionLine:
    count = rows.count()
    if count and not dry_run:
        with action("retention.applied", actor=actor, subject=kind, basis="PIPL Art. 19") as act:
            act.detail["removed"] = rows.delete()[0]
    return RetentionLine(kind, count, {})


def _people(lake: Lake, actor: str, dry_run: bool) -> RetentionLine:
    kept: Counter[str] = Counter()
    gone = []
    for person in _settled():
        why = _why_kept(person)
        if why:
            kept[why] += 1
            continue
        gone.append(person.pk)
        if not dry_run:
            erasure.erase(person.pk, actor, "its time is over")
    if not dry_run:
        lake_erase.erase(lake, list(Person.objects.exclude(erased_on=None).values_list("pk", flat=True)))
    return RetentionLine("people", len(gone), dict(kept))


def _settled() -> Iterator[Person]:
    yield from Person.objects.filter(erased_on=None, days_past_due=0).order_by("pk").iterator(chunk_size=500)


def _why_kept(person: Person) -> str:
    if erasure.owes(person):
        return STILL_OWED
    verdict = judging.judge(erasure.deletion_request(person)).as_json()
    return "" if verdict["verdict"] == "allow" else ", ".join(verdict["rules"])


def _period(kind: str) -> timedelta:
    return timedelta(days=_schedule()[kind].days)


@cache
def _schedule() -> dict[str, Period]:
    try:
        text = (files("forbear") / _FILE).read_text(encoding="utf-8")
        return TypeAdapter(dict[str, Period]).validate_python(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise BadInput(f"the schedule cannot be read: {error}.", where=_FILE, mend="Correct it.") from error

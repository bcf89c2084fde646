"""The registers that privacy law wants kept: impact assessments on file, and breaches. Each change is one act.

Must not hold personal data: kinds and numbers, never names. Law: PIPL Arts. 55-57.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Assessment, Breach
from forbear.compliance.vocabulary import PURPOSES
from forbear.kernel.errors import BadInput

_ASSESSED, _BREACHED = "PIPL Arts. 55-56", "PIPL Art. 57"


@dataclass(frozen=True)
class AssessmentLine:
    """One assessment; `in_force` on the day of asking."""

    id: str
    title: str
    purposes: tuple[str, ...]
    scope: str
    done_on: date
    until_on: date | None
    file_name: str
    file_hash: str
    in_force: bool


@dataclass(frozen=True)
class BreachLine:
    """One breach; who was told, and when."""

    id: int
    found_at: datetime
    what: str
    people: int | None
    kinds: tuple[str, ...]
    measures: str
    told_authority_at: datetime | None
    told_people_at: datetime | None


def file_assessment(
    id: str, title: str, purposes: tuple[str, ...], scope: str, done_on: date, until_on: date | None, report: Path,
    actor: str,
) -> AssessmentLine:  # fmt: skip
    """Put an assessment on file, bound to the digest of its report; from now on the gate counts it."""
    unknown = sorted(set(purposes) - set(PURPOSES))
    if unknown or not purposes:
        raise BadInput("these are no purposes of the gate.", where=", ".join(unknown) or "purposes",
                       mend=f"Choose among: {', '.join(sorted(PURPOSES))}.")  # fmt: skip
    if Assessment.objects.filter(pk=id).exists():
        raise BadInput("this number is on file already.", where=id, mend="A new assessment has a new number.")
    if until_on and until_on < done_on:
        raise BadInput("it would end before it was made.", where="--until", mend="Give a later day.")
    digest = sha256(_bytes(report)).hexdigest()
    with action("assessment.filed", actor=actor, subject=id[:80], reason=title, basis=_ASSESSED) as act:
        row = Assessment.objects.create(
            id=id, title=title, purposes=list(purposes), scope=scope, done_on=done_on, until_on=until_on,
            file_name=report.name, file_hash=digest, recorded_at=clock.now(), recorded_by=actor,
        )  # fmt: skip
        act.detail |= {"purposes": list(purposes), "file_hash": digest}
    return _assessment(row)


def assessments() -> tuple[AssessmentLine, ...]:
    """Every assessment on file, newest first."""
    return tuple(_assessment(row) for row in Assessment.objects.order_by("-done_on", "-pk"))


def add_breach(what: str, people: int | None, kinds: tuple[str, ...], measures: str, actor: str) -> BreachLine:
    """Record a breach the moment it is known; measures and notices may follow."""
    if not what.strip():
        raise BadInput("a few words are needed.", where="what", mend="Say what happened, without any personal data.")
    with action("breach.found", actor=actor, subject="breach", basis=_BREACHED) as act:
        row = Breach.objects.create(
            found_at=clock.now(), what=what.strip()[:400], people=people, kinds=list(kinds), measures=measures[:400],
            recorded_by=actor,
        )  # fmt: skip
        act.detail |= {"breach": row.pk, "people": people, "kinds": list(kinds)}
    return _breach(row)


def breach_told(breach_id: int, whom: str, actor: str) -> BreachLine:
    """Record that the `authority` or the `people` were told."""
    columns = {"authority": "told_authority_at", "people": "told_people_at"}
    if whom not in columns:
        raise BadInput("this is neither the authority nor the people.", where=whom, mend="Write authority or people.")
    with action("breach.told", actor=actor, subject="breach", reason=whom, basis=_BREACHED) as act:
        row = Breach.objects.select_for_update().filter(pk=breach_id).first()
        if row is None:
            raise BadInput("there is no such breach.", where=str(breach_id), mend="forbear privacy breach list")
        setattr(row, columns[whom], getattr(row, columns[whom]) or clock.now())
        row.save(update_fields=[columns[whom]])
        act.detail["breach"] = row.pk
    return _breach(row)


def breaches() -> tuple[BreachLine, ...]:
    """Every breach, newest first."""
    return tuple(_breach(row) for row in Breach.objects.order_by("-found_at", "-pk"))


def _assessment(row: Assessment) -> AssessmentLine:
    today = clock.now().date()
    in_force = row.done_on <= today and (row.until_on is None or today <= row.until_on)
    return AssessmentLine(row.pk, row.title, tuple(row.purposes), row.scope, row.done_on, row.until_on, row.file_name,
                          row.file_hash, in_force)  # fmt: skip


def _breach(row: Breach) -> BreachLine:
    return BreachLine(row.pk, row.found_at, row.what, row.people, tuple(row.kinds), row.measures,
                      row.told_authority_at, row.told_people_at)  # fmt: skip


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput("the report cannot be read.", where=str(path), mend="Name its file.") from error

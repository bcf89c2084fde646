"""One person on one screen: needs first, then the next lawful step, then what is owed and everything that happened.

Reading it is an act of its own, kept in the chain (requirement A6, oversight/reading.py). Phone and e-mail are masked
until somebody who works with people gives a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as sentence

from forbear.casefile import clock
from forbear.casefile.facts import age_on
from forbear.casefile.models import ContactPoint, Loan, Person, Staff
from forbear.kernel.errors import BadInput, Refused
from forbear.kernel.money import Money
from forbear.oversight.names import names_of
from forbear.oversight.next_step import Step, next_steps
from forbear.oversight.people import NEEDS, money
from forbear.oversight.permissions import may, sees_clear, works_for
from forbear.oversight.reading import Reader, Reading, reading, readings_of
from forbear.oversight.timeline import Event, timeline
from forbear.oversight.waiting import TaskLine, task_line

REASON = (4, 120)  # characters


@dataclass(frozen=True)
class LoanPart:
    """One loan with its parts; None where the source does not tell. `source` is file and row of the newest figure."""

    key: str
    product: str
    creditor: str
    autopay: bool
    outstanding: Money | None
    overdue: Money | None
    principal: Money | None
    interest: Money | None
    costs: Money | None
    oldest_due_on: date | None
    next_due_on: date | None
    next_due: Money | None
    days_past_due: int
    bucket: str
    basis: str
    source_file: str
    source_row: int | None
    import_id: str
    as_of: date


@dataclass(frozen=True)
class AddressLine:
    """A way to reach the person, as the reader may see it."""

    kind: str
    value: str
    usable: bool


@dataclass(frozen=True)
class PromiseLine:
    made_on: date
    due_on: date
    amount: Money
    state: str


@dataclass(frozen=True)
class HoldLine:
    kind: str
    from_on: date
    until_on: date | None
    source: str
    reason: str


@dataclass(frozen=True)
class ProposalLine:
    """What the playbook proposed for the person last, and why."""

    as_of: date
    playbook: str
    row: str
    step: str
    letter: str
    why: Any
    state: str


@dataclass(frozen=True)
class PersonPage:
    """Everything that a member of staff who may see people reads about one."""

    id: str
    reference: str
    name: str
    age: int | None
    language: str
    timezone: str
    market: str
    stage: str
    band: str
    probability: float | None
    reasons: tuple[Any, ...]
    days_past_due: int
    days_to_due: int | None
    overdue: Money | None
    next_due: Money | None
    as_of: date
    helper: Mapping[str, str]
    needs: tuple[str, ...]
    holds: tuple[HoldLine, ...]
    loans: tuple[LoanPart, ...]
    promises: tuple[PromiseLine, ...]
    tasks: tuple[TaskLine, ...]
    proposal: ProposalLine | None
    steps: tuple[Step, ...]
    timeline: tuple[Event, ...]
    addresses: tuple[AddressLine, ...]
    readings: tuple[Reading, ...]
    name_masked: bool
    revealed: bool


def read_person(person_id: str, by: Staff) -> PersonPage:
    """A person's page for a member of staff, with one entry that says who read it."""
    if not may(by.role, "people"):
        raise Refused("your role does not read about people.", where=by.role)
    with reading(person_id, by) as reader:
        return _page(person_id, works_for(by.role), reader)


def reveal_person(person_id: str, reason: str, by: Staff) -> PersonPage:
    """The same page with name and addresses in clear, once, for a reason that is kept with who gave it."""
    if not may(by.role, "people"):
        raise Refused("your role does not read about people.", where=by.role)
    reason = " ".join(reason.split())
    if not REASON[0] <= len(reason) <= REASON[1]:
        raise BadInput(sentence("a reason in a few words is needed."), where="reason",
                       mend=f"{REASON[0]} to {REASON[1]} characters.")  # fmt: skip
    with reading(person_id, by, reason) as reader:
        return _page(person_id, works_for(by.role), reader)


def _page(person_id: str, roles: tuple[str, ...], reader: Reader) -> PersonPage:
    row = Person.objects.select_related("helper").filter(pk=person_id).first()
    if row is None:
        raise BadInput("there is no such person.", where=person_id)
    today = clock.now().date()
    return PersonPage(
        id=row.pk,
        reference=row.reference,
        name=reader.name(row),
        age=age_on(row.birth_day, today) if row.birth_day else None,
        language=row.language,
        timezone=row.timezone,
        market=row.market,
        stage=row.stage,
        band=row.band,
        probability=row.probability,
        reasons=tuple(row.reasons),
        days_past_due=row.days_past_due,
        days_to_due=row.days_to_due,
        overdue=money(row.overdue_minor, row.currency),
        next_due=money(row.next_due_minor, row.currency),
        as_of=row.as_of,
        helper=names_of(row.helper),
        needs=tuple(need for need in NEEDS if row.situation.get(need)),
        holds=_holds(row, today),
        loans=tuple(loan_part(loan) for loan in row.loans.order_by("-days_past_due", "key")),
        promises=_promises(row),
        tasks=_tasks(row, roles, today, reader),
        proposal=_proposal(row),
        steps=next_steps(row.pk),
        timeline=timeline(row, roles),
        addresses=_addresses(row, reader),
        readings=readings_of(row.pk),
        name_masked=not (reader.revealed or sees_clear(reader.role, "name")),
        revealed=reader.revealed,
    )


def loan_part(loan: Loan) -> LoanPart:
    """A loan with its amounts as money."""
    return LoanPart(
        key=loan.key,
        product=loan.product,
        creditor=loan.creditor,
        autopay=loan.autopay,
        outstanding=money(loan.outstanding_minor, loan.currency),
        overdue=money(loan.overdue_minor, loan.currency),
        principal=money(loan.overdue_principal_minor, loan.currency),
        interest=money(loan.overdue_interest_minor, loan.currency),
        costs=money(loan.overdue_costs_minor, loan.currency),
        oldest_due_on=loan.oldest_due_on,
        next_due_on=loan.next_due_on,
        next_due=money(loan.next_due_minor, loan.currency),
        days_past_due=loan.days_past_due,
        bucket=loan.bucket,
        basis=loan.basis,
        source_file=loan.source_file,
        source_row=loan.source_row,
        import_id=loan.import_id,
        as_of=loan.as_of,
    )


def _holds(row: Person, today: date) -> tuple[HoldLine, ...]:
    running = row.holds.filter(Q(until_on=None) | Q(until_on__gte=today)).order_by("from_on", "kind")
    return tuple(HoldLine(hold.kind, hold.from_on, hold.until_on, hold.source, hold.reason) for hold in running)


def _addresses(row: Person, reader: Reader) -> tuple[AddressLine, ...]:
    points: QuerySet[ContactPoint] = row.contact_points.order_by("kind", "pk")
    return tuple(AddressLine(point.kind, reader.address(point), point.usable) for point in points)


def _tasks(row: Person, roles: tuple[str, ...], today: date, reader: Reader) -> tuple[TaskLine, ...]:
    waiting = row.tasks.filter(state="open", owner_role__in=roles).select_related("person", "owner")
    return tuple(task_line(task, today, reader) for task in waiting.order_by("due_on", "pk"))


def _promises(row: Person) -> tuple[PromiseLine, ...]:
    return tuple(
        PromiseLine(promise.made_on, promise.due_on, Money(promise.amount_minor, promise.currency), promise.state)
        for promise in row.promises.order_by("-made_on")
    )


def _proposal(row: Person) -> ProposalLine | None:
    last = row.proposals.order_by("-as_of").first()
    if last is None:
        return None
    return ProposalLine(last.as_of, last.playbook, last.row, last.step, last.letter, last.why, last.state)

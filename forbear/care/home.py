"""What a borrower sees about themselves: what is owed and why, what can be done, who helps, everything we sent.

Must not guess: an amount that the source does not tell is None, and the page says so.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from forbear.care.words import said
from forbear.casefile import clock
from forbear.casefile.models import Loan, Message, Person
from forbear.kernel.errors import BadInput
from forbear.kernel.money import Money

SHOWN_TO_BORROWERS = (Message.State.SENT, Message.State.UNKNOWN)


@dataclass(frozen=True)
class Owed:
    """One loan as its borrower sees it; None where the lender's books do not tell."""

    number: str
    product: str
    creditor: str
    autopay: bool
    overdue: Money | None
    principal: Money | None
    interest: Money | None
    costs: Money | None
    outstanding: Money | None
    oldest_due_on: date | None
    days_past_due: int
    next_due_on: date | None
    next_due: Money | None
    as_of: date


@dataclass(frozen=True)
class Given:
    """A promise or a pause that is running for the person."""

    kind: str
    until: date | None
    amount: Money | None


@dataclass(frozen=True)
class Helper:
    """Who helps: a named person if there is one, and always the help line."""

    name: str
    line: str
    help_line: str
    hours: str


@dataclass(frozen=True)
class Sent:
    """One message that we sent, in the words in which it was sent."""

    at: datetime
    channel: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True)
class BorrowerHome:
    """Everything the borrower's pages show."""

    person_id: str
    name: str
    language: str
    stage: str
    band: str
    overdue: Money | None
    oldest_due_on: date | None
    days_past_due: int
    next_due: Money | None
    next_due_on: date | None
    as_of: date
    loans: tuple[Owed, ...]
    given: tuple[Given, ...]
    helper: Helper
    reasons: tuple[str, ...]
    lender: str
    market: str


def home(person_id: str, language: str) -> BorrowerHome:
    """The page of one person, in one of the three languages; raises BadInput when there is no such person."""
    row = Person.objects.select_related("helper").filter(pk=person_id).first()
    if row is None:
        raise BadInput("there is no such person.", where=person_id)
    loans = tuple(_owed(loan) for loan in row.loans.order_by("-days_past_due", "next_due_on", "key"))
    coming = [loan for loan in loans if loan.next_due_on is not None]
    first = min(coming, key=lambda loan: loan.next_due_on or date.max, default=None)
    return BorrowerHome(
        person_id=row.pk,
        name=row.name,
        language=row.language,
        stage=row.stage,
        band=row.band,
        overdue=_money(row.overdue_minor, row.currency),
        oldest_due_on=min((loan.oldest_due_on for loan in loans if loan.oldest_due_on), default=None),
        days_past_due=row.days_past_due,
        next_due=first.next_due if first else None,
        next_due_on=first.next_due_on if first else None,
        as_of=row.as_of,
        loans=loans,
        given=_given(row),
        helper=_helper(row, language),
        reasons=tuple(text for text in (said(reason, language) for reason in row.reasons) if text),
        lender=settings.FORBEAR_LENDER.names[language],
        market=row.market,
    )


def messages(person_id: str) -> tuple[Sent, ...]:
    """Everything that we sent this person, newest first."""
    rows = Message.objects.filter(person_id=person_id, state__in=SHOWN_TO_BORROWERS).order_by("-created_at")
    return tuple(
        Sent(row.finished_at or row.created_at, row.channel, row.subject, row.text, row.language) for row in rows
    )


def preferred_language(person_id: str) -> str:
    """The language in which this person wants to be spoken to."""
    return str(Person.objects.values_list("language", flat=True).get(pk=person_id))


def _owed(loan: Loan) -> Owed:
    amounts: dict[str, Any] = {
        name: _money(getattr(loan, f"{column}_minor"), loan.currency)
        for name, column in (
            ("overdue", "overdue"), ("principal", "overdue_principal"), ("interest", "overdue_interest"),
            ("costs", "overdue_costs"), ("outstanding", "outstanding"), ("next_due", "next_due"),
        )
    }  # fmt: skip
    same = ("product", "creditor", "autopay", "oldest_due_on", "days_past_due", "next_due_on", "as_of")
    return Owed(number=loan.key.rpartition(":")[2], **amounts, **{name: getattr(loan, name) for name in same})


def _given(row: Person) -> tuple[Given, ...]:
    today = clock.now().date()
    live = row.promises.filter(state="live").order_by("due_on")
    running = row.holds.filter(Q(until_on=None) | Q(until_on__gte=today), from_on__lte=today)
    kinds = running.filter(kind__in=("hardship", "plan_performing", "disputed", "complaint_open", "moratorium"))
    promises = tuple(Given("promise", one.due_on, _money(one.amount_minor, one.currency)) for one in live)
    return promises + tuple(Given(one.kind, one.until_on, None) for one in kinds.order_by("from_on", "kind"))


def _helper(row: Person, language: str) -> Helper:
    lender = settings.FORBEAR_LENDER
    named = (row.helper.name_in(language), row.helper.direct_line) if row.helper else ("", "")
    return Helper(*named, lender.service_phone, lender.service_hours)


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)

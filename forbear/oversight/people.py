"""Finding people: lists by stage and band, and search by number or exact phone or e-mail.

Names are encrypted, so they cannot be searched; addresses are found by their blind index only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forbear.casefile.fields import vault
from forbear.casefile.models import ContactPoint, Loan, Person, Staff
from forbear.intake.personal import CONTACT_INDEX
from forbear.kernel.money import Money
from forbear.oversight.names import names_of
from forbear.oversight.reading import Reader, listing

PAGE = 50
_FOUND = 20
_PHONE_DIGITS = 8


@dataclass(frozen=True)
class PersonLine:
    """One person in a list. `overdue` is None where the source does not tell."""

    id: str
    name: str
    stage: str
    band: str
    days_past_due: int
    days_to_due: int | None
    overdue: Money | None
    next_due: Money | None
    needs: tuple[str, ...]
    helper: Mapping[str, str]
    as_of: date


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list, its filter, and how many there are in all."""

    stage: str
    band: str
    lines: tuple[PersonLine, ...]
    total: int
    page: int
    pages: int


NEEDS = ("deaf", "blind", "older", "unemployed", "hardship", "cognitive", "mental_capacity_concern", "bereavement")


def people(stage: str = "", band: str = "", page: int = 1, size: int = PAGE, by: Staff | None = None) -> PeoplePage:
    """People at a stage and in a band (empty: any), longest past due first, as `by` may see them."""
    last_day = Person.objects.order_by("-as_of").values("as_of")[:1]
    rows = Person.objects.filter(as_of=last_day)  # who has nothing to do any more was not looked at again
    if stage:
        rows = rows.filter(stage=stage)
    if band:
        rows = rows.filter(band=band)
    total = rows.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    rows = rows.select_related("helper").order_by("-days_past_due", "days_to_due", "pk")
    with listing(by, "people") as reader:
        lines = tuple(person_line(row, reader) for row in rows[(page - 1) * size : page * size])
    return PeoplePage(stage, band, lines, total, page, pages)


def person_line(row: Person, reader: Reader) -> PersonLine:
    """A person as a list shows them."""
    return PersonLine(
        id=row.pk,
        name=reader.name(row),
        stage=row.stage,
        band=row.band,
        days_past_due=row.days_past_due,
        days_to_due=row.days_to_due,
        overdue=money(row.overdue_minor, row.currency),
        next_due=money(row.next_due_minor, row.currency),
        needs=tuple(need for need in NEEDS if row.situation.get(need)),
        helper=names_of(row.helper),
        as_of=row.as_of,
    )


def money(minor: int | None, currency: str) -> Money | None:
    """An amount of the casefile; None stays unknown."""
    return None if minor is None else Money(minor, currency)


def search(text: str, by: Staff | None = None) -> tuple[PersonLine, ...]:
    """People with exactly this number of ours, loan number, phone or e-mail; at most twenty."""
    text = text.strip()
    if not text:
        return ()
    found = set(Person.objects.filter(pk__iexact=text).values_list("pk", flat=True)[:1])
    found |= set(Person.objects.filter(reference__iexact=text).values_list("pk", flat=True)[:1])
    found |= set(Loan.objects.filter(key=text).values_list("person_id", flat=True)[:1])
    found |= set(ContactPoint.objects.filter(index__in=_indexes(text)).values_list("person_id", flat=True)[:_FOUND])
    rows = Person.objects.filter(pk__in=found).select_related("helper").order_by("pk")
    with listing(by, "search") as reader:
        return tuple(person_line(row, reader) for row in rows)


def _indexes(text: str) -> list[str]:
    """The blind indexes that an address typed in its usual forms may have."""
    digits = "".join(char for char in text if char.isdigit())
    forms = [text.lower()] if "@" in text else [f"+{digits}", f"+86{digits}"] if len(digits) >= _PHONE_DIGITS else []
    return [vault().index(form, CONTACT_INDEX) for form in forms]

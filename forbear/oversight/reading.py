"""The only way by which staff see who somebody is: shown by role, and kept in the chain with whom they saw.

One page is one reading. A person's page is `person.read` with the person as subject; a list, a board, a search is
`people.listed` with the numbers of everybody on it, masked or not, because amounts and days are about them too. Showing
a masked value in clear is `person.revealed`, with a reason in words. Nobody at all (a report) sees masked values and
leaves no entry. Requirement A6; granularity: docs/decisions/0008-who-read-about-whom.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from forbear.casefile import audit
from forbear.casefile.models import AuditEntry, ContactPoint, Person, Staff
from forbear.oversight.masking import masked_address, masked_name
from forbear.oversight.permissions import sees_clear

READ, LISTED, REVEALED = "person.read", "people.listed", "person.revealed"
_BASIS = "staff duty"


@dataclass
class Reader:
    """Shows names and addresses as one member of staff may see them, and remembers whose."""

    role: str
    revealed: bool = False
    seen: set[str] = field(default_factory=set)

    def name(self, person: Person) -> str:
        """A person's name, clear or masked."""
        self.seen.add(person.pk)
        return person.name if self.revealed or sees_clear(self.role, "name") else masked_name(person.name)

    def address(self, point: ContactPoint) -> str:
        """An address, clear or masked."""
        self.seen.add(point.person_id)
        clear = self.revealed or sees_clear(self.role, "address")
        return point.value if clear else masked_address(point.kind, point.value)


@dataclass(frozen=True)
class Reading:
    """One time that somebody read about a person."""

    at: datetime
    actor: str
    action: str
    reason: str


@contextmanager
def listing(by: Staff | None, where: str) -> Iterator[Reader]:
    """Show several people on the page `where`; one entry names them all."""
    reader = Reader(by.role if by else "")
    with transaction.atomic():
        yield reader
        if by and reader.seen:
            detail = {"people": sorted(reader.seen), "names": "clear" if sees_clear(by.role, "name") else "masked"}
            audit.append(actor=by.username, action=LISTED, subject="people", reason=where, basis=_BASIS, detail=detail)


@contextmanager
def reading(person_id: str, by: Staff, reason: str = "") -> Iterator[Reader]:
    """Show one person; with a reason, everything in clear."""
    reader = Reader(by.role, revealed=bool(reason))
    with transaction.atomic():
        yield reader
        action, why = (REVEALED, reason) if reason else (READ, "workbench")
        audit.append(actor=by.username, action=action, subject=person_id, reason=why, basis=_BASIS)


def readings_of(person_id: str, limit: int = 20) -> tuple[Reading, ...]:
    """Who read about a person last, newest first: their page, a list with them on it, a value shown in clear."""
    own = Q(action__in=(READ, REVEALED, "person.exported"), subject=person_id)
    rows = AuditEntry.objects.filter(own | Q(action=LISTED, detail__contains={"people": [person_id]}))
    return tuple(Reading(row.at, row.actor, row.action, row.reason) for row in rows.order_by("-number")[:limit])

"""What a person may ask about their own data: see and take along, correct, use no further, delete.

Asked on their own page, so that the sign-in has verified who asks. Each step is one act in the chain; the words of both
sides are encrypted. A restriction holds at once, before anybody looks. A deletion is decided by the gate: law may
demand that records are kept, and then the answer says so. Law: PIPL Arts. 44-50; clocks: playbooks/privacy/clocks.yaml.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_noop as sentence

from forbear.care.clocks import due_on
from forbear.care.erasure import erase
from forbear.care.own_copy import own_copy
from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Hold, Person, Staff, SubjectRequest
from forbear.casefile.recording import OWN_PAGE
from forbear.kernel.errors import BadInput, Refused

KINDS = ("correction", "restriction", "deletion")  # a copy is given at once and needs no waiting
WORDS = 600  # characters of either side
_BASIS = "PIPL Arts. 44-50"
Kind, State = SubjectRequest.Kind, SubjectRequest.State


@dataclass(frozen=True)
class Asked:
    """One request as its person and whoever answers it see it."""

    id: int
    kind: str
    state: str
    words: str
    answer: str
    received_at: datetime
    due_on: date
    late: bool
    person_id: str


def ask(person_id: str, kind: str, words: str = "") -> Asked:
    """Open a request; asking again while one is open adds nothing."""
    if kind not in KINDS:
        raise BadInput("one of the choices is needed.", where="kind", mend=f"Choose: {', '.join(KINDS)}.")
    if kind == Kind.CORRECTION and not words.strip():
        raise BadInput("a few words are needed.", where="words", mend="Say what is not right.")
    with action("data.asked", actor=f"borrower:{person_id}", subject=person_id, reason=kind, basis=_BASIS) as act:
        person = Person.objects.select_for_update().get(pk=person_id)
        now = clock.now()
        row, new = SubjectRequest.objects.get_or_create(
            person=person, kind=kind, state=State.OPEN,
            defaults={"words": words.strip()[:WORDS], "received_at": now, "due_on": due_on(person.market, now.date())},
        )  # fmt: skip
        if kind == Kind.RESTRICTION:
            _restrict(person_id)
        act.detail |= {"request": row.pk, "new": new, "due_on": row.due_on.isoformat()}
    return _asked(row)


def take_copy(person_id: str) -> bytes:
    """The person's own copy, at once; recorded as a request that was granted."""
    with action("data.asked", actor=f"borrower:{person_id}", subject=person_id, reason=Kind.ACCESS, basis=_BASIS):
        now = clock.now()
        copied = own_copy(person_id, f"borrower:{person_id}")
        SubjectRequest.objects.create(person_id=person_id, kind=Kind.ACCESS, state=State.GRANTED, received_at=now,
                                      due_on=now.date(), answered_at=now)  # fmt: skip
    return copied


def requests_of(person_id: str) -> tuple[Asked, ...]:
    """A person's requests, newest first."""
    rows = SubjectRequest.objects.filter(person_id=person_id).order_by("-received_at", "-pk")
    return tuple(_asked(row) for row in rows[:50])


def open_requests() -> tuple[Asked, ...]:
    """Every request that waits for an answer, the most pressing first."""
    rows = SubjectRequest.objects.filter(state=State.OPEN).order_by("due_on", "pk")
    return tuple(_asked(row) for row in rows[:200])


def answer(request_id: int, granted: bool, words: str, by: Staff) -> Asked:
    """Close a request with an answer in words. A deletion that is granted is carried out, or refused by the gate."""
    words = words.strip()
    if not words or len(words) > WORDS:
        raise BadInput(sentence("a few words are needed."), where="answer", mend=f"At most {WORDS} characters.")
    with action("data.answered", actor=by.username, subject=_of(request_id), basis=_BASIS) as act:
        row = SubjectRequest.objects.select_for_update().get(pk=request_id)
        if row.state != State.OPEN:
            raise Refused(sentence("this request was answered already."), where=str(request_id))
        row.state = State.GRANTED if granted else State.REFUSED
        row.answer, row.answered_at, row.answered_by = words, clock.now(), by
        row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        if row.kind == Kind.RESTRICTION and not granted:
            _lift(row.person_id)
        if row.kind == Kind.DELETION and granted:
            erase(row.person_id, by.username, f"request {row.pk}")
        act.detail |= {"request": row.pk, "kind": row.kind, "granted": granted, "late": _asked(row).late}
    return _asked(row)


def _of(request_id: int) -> str:
    person_id = SubjectRequest.objects.filter(pk=request_id).values_list("person_id", flat=True).first()
    if person_id is None:
        raise BadInput(sentence("there is no such request."), where=str(request_id))
    return str(person_id)


def _restrict(person_id: str) -> None:
    if not Hold.objects.filter(person_id=person_id, kind="restricted", until_on=None).exists():
        Hold.objects.get_or_create(person_id=person_id, kind="restricted", from_on=clock.now().date(), source=OWN_PAGE)


def _lift(person_id: str) -> None:
    Hold.objects.filter(person_id=person_id, kind="restricted", until_on=None).update(until_on=clock.now().date())


def _asked(row: SubjectRequest) -> Asked:
    answered = row.answered_at or clock.now()
    return Asked(row.pk, row.kind, row.state, row.words, row.answer, row.received_at, row.due_on,
                 answered.date() > row.due_on, row.person_id)  # fmt: skip

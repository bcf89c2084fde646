"""May a person's data be erased, and erasing them. The gate decides (purpose record_deletion), never this file.

Erasing leaves a numbered row to which the evidence refers, and nothing personal beside it: the chain and stored
verdicts carry no name or address, and law wants them kept. The lake's names and addresses go with intake/erase.py.
Law: PIPL Arts. 19, 47; record periods and legal holds: laws/.
"""

from datetime import date
from typing import Any

from django.db.models import Max, Q

from forbear.casefile import clock
from forbear.casefile.action import Act, action
from forbear.casefile.facts import request_for
from forbear.casefile.models import Person
from forbear.contact import judging
from forbear.kernel.errors import Refused

LEGAL_HOLD = "legal_hold"


def deletion_request(person: Person) -> dict[str, Any]:
    """What the gate is asked before the record of a person is erased."""
    content = {"legal_hold": held(person), "last_collection_activity": last_activity(person).isoformat()}
    return request_for(person, id=str(clock.new_id()), now=clock.now(), channel="system", purpose="record_deletion",
                       content=content)  # fmt: skip


def erase(person_id: str, actor: str, reason: str) -> None:
    """Erase everything personal about one person, if the gate allows it and no money is owed; refused otherwise."""
    with action("person.erased", actor=actor, subject=person_id, reason=reason, basis="A6") as act:
        person = Person.objects.select_for_update().get(pk=person_id)
        decision = judging.decide(person, deletion_request(person), actor=actor, as_of=clock.now().date())
        act.detail["decision"] = str(decision.pk)
        if decision.outcome == "allow" and not owes(person):
            _blank(person, act)
    if person.erased_on is None:
        raise Refused("these records must still be kept.", where=person_id, mend=_why_kept(decision.verdict))


def owes(person: Person) -> bool:
    """Whether a loan is still running or unpaid: the contract needs the data."""
    open_loans = person.loans.exclude(outstanding_minor=0).exclude(outstanding_minor=None, overdue_minor=0)
    return bool(person.days_past_due) or open_loans.exists()


def held(person: Person) -> bool:
    """Whether a lawsuit or an inquiry needs the records."""
    today = clock.now().date()
    return person.holds.filter(Q(until_on=None) | Q(until_on__gte=today), kind=LEGAL_HOLD).exists()


def last_activity(person: Person) -> date:
    """The last day on which anything happened with the person."""
    contact = person.contacts.aggregate(last=Max("at"))["last"]
    message = person.messages.aggregate(last=Max("created_at"))["last"]
    last: date = max(person.as_of, *(moment.date() for moment in (contact, message) if moment))
    return last


def _blank(person: Person, act: Act) -> None:
    act.detail |= {
        "addresses": person.contact_points.all().delete()[0],
        "messages": person.messages.update(subject="", text="", html=""),
        "notes": person.contacts.update(note="", number_index=""),
        "tasks": person.tasks.update(why={}, outcome=""),
        "holds": person.holds.update(reason=""),
        "requests": person.subject_requests.update(words="", answer=""),
        "codes": person.sign_in_codes.all().delete()[0],
    }
    person.name, person.birth_day, person.timezone, person.reasons, person.situation = "", None, "", [], {}
    person.probability, person.erased_on = None, clock.now().date()
    person.save()


def _why_kept(verdict: dict[str, Any]) -> str:
    reasons = [f"{reason['statement']} ({reason['citation']})" for reason in verdict.get("reasons", [])]
    return " ".join(reasons) or "A loan is still running."

"""Turns a day's proposals into messages that wait for the gate: chooses the address, composes the letter.

Must not judge or send. A proposal whose letter lacks a fact is kept with the reason; nothing is invented to fill it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import ContactPoint, Loan, Message, Person, Promise, Proposal
from forbear.contact.lender import Lender
from forbear.contact.letters import Library, Rendered
from forbear.kernel.errors import BadInput
from forbear.kernel.money import Money

ADDRESS_KINDS = {"sms": "mobile", "email": "email"}
PARTS = ("principal", "interest", "costs")
SENT_BY: dict[str, Any] = {"identifies_as": "lender", "sender": "lender_system", "addressed_to": "borrower"}


@dataclass
class Queued:
    """What became of the proposals: messages written, and people who could not be written to, by reason."""

    messages: int = 0
    by_channel: dict[str, int] = field(default_factory=dict)
    unreachable: int = 0
    incomplete: int = 0


def queue(as_of: date, library: Library, lender: Lender) -> Queued:
    """Compose and queue a message for every open letter proposal of the day; running it again adds nothing."""
    done = Queued()
    opened = Proposal.objects.filter(as_of=as_of, state=Proposal.State.OPEN).exclude(letter="")
    with action("outbox.queued", actor="day", subject=f"day {as_of}") as act:
        related = ("person__loans", "person__contact_points", "person__promises")
        for proposal in opened.select_related("person", "person__helper").prefetch_related(*related):
            _queue_one(proposal, library, lender, done)
        act.detail |= {"messages": done.messages, "unreachable": done.unreachable, "incomplete": done.incomplete}
    return done


def _queue_one(proposal: Proposal, library: Library, lender: Lender, done: Queued) -> None:
    address = _address(proposal)
    if address is None:
        proposal.state, proposal.note = Proposal.State.UNREACHABLE, "no usable address for any proposed channel"
        done.unreachable += 1
    else:
        try:
            _compose(proposal, *address, library, lender)
        except BadInput as error:
            proposal.state, proposal.note = Proposal.State.INCOMPLETE, str(error)[:200]
            done.incomplete += 1
        else:
            proposal.state = Proposal.State.QUEUED
            done.messages += 1
            done.by_channel[address[0]] = done.by_channel.get(address[0], 0) + 1
    proposal.save(update_fields=["state", "note"])


def _address(proposal: Proposal) -> tuple[str, ContactPoint | None] | None:
    """The first proposed channel with a usable address, those that the forecast calls lawful first."""
    points = {point.kind: point for point in proposal.person.contact_points.all() if point.usable}
    lawful = proposal.person.situation.get("lawful_channels")
    ordered = sorted(proposal.channels, key=lambda channel: lawful is not None and channel not in lawful)
    for channel in ordered:
        if channel == "portal":
            return channel, None
        if ADDRESS_KINDS.get(channel) in points:
            return channel, points[ADDRESS_KINDS[channel]]
    return None


def _compose(proposal: Proposal, channel: str, point: ContactPoint | None, library: Library, lender: Lender) -> None:
    person = proposal.person
    sheet = library.letters[proposal.letter].sheet
    variants = sorted(sheet.encouragements)
    facts = letter_facts(person, proposal, lender)
    needed = library.needs(proposal.letter)
    rendered = library.render(
        proposal.letter, language=person.language, channel=channel,
        facts={name: facts[name] for name in needed if name in facts},
        variant=variants[crc32(f"{person.pk}:{proposal.letter}".encode()) % len(variants)],
    )  # fmt: skip
    _write(proposal, rendered, point, SENT_BY | library.content(proposal.letter, channel))


def _write(proposal: Proposal, rendered: Rendered, point: ContactPoint | None, content: dict[str, Any]) -> None:
    """`content` is what the library proved of this letter when it was loaded; the gate judges by it."""
    key = f"{proposal.as_of}_{proposal.person_id}_{rendered.letter}_{rendered.channel}"
    Message.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "id": clock.new_id(), "person": proposal.person, "proposal": proposal, "as_of": proposal.as_of,
            "letter": rendered.letter, "letter_version": rendered.version, "variant": rendered.variant,
            "purpose": rendered.purpose, "language": rendered.language, "channel": rendered.channel,
            "contact_point": point, "subject": rendered.subject, "text": rendered.text, "html": rendered.html,
            "content_hash": rendered.content_hash, "created_at": clock.now(),
            "disclosures": content,
        },
    )  # fmt: skip


def letter_facts(person: Person, proposal: Proposal, lender: Lender) -> dict[str, Any]:
    """Every fact that a letter may ask for and that is known of this person on this day."""
    facts: dict[str, Any] = {
        "as_of": proposal.as_of,
        "creditor": lender.names[person.language],
        "agency": None,
        "details_url": lender.page(""),
        "pay_url": lender.page("pay"),
        "help_url": lender.page("time"),
        "object_url": lender.page("not-right"),
        "complaint_url": lender.page("complain"),
        "opt_out_url": lender.page("stop"),
        "service_phone": lender.service_phone,
        "service_hours": lender.service_hours,
        "complaint_phone": lender.complaint_phone,
        "write_to": lender.page("write"),
        "callback_day": proposal.as_of + timedelta(days=1),
        "callback_time": "14:00-16:00",
    }
    if person.name:
        facts["person"] = person.name
    if person.helper:
        facts["helper"] = person.helper.name_in(person.language)
    loans = list(person.loans.all())
    facts |= _due_soon(loans, proposal.as_of) if proposal.letter == "pre_due_reminder" else _overdue(loans)
    facts |= _promised(list(person.promises.all()))
    return facts


def _overdue(loans: list[Loan]) -> dict[str, Any]:
    """The amount overdue over all loans of one currency, its parts, and the oldest due day."""
    late = [loan for loan in loans if loan.days_past_due > 0 and loan.overdue_minor is not None]
    if not late or len({loan.currency for loan in late}) > 1:
        return {}
    oldest = max(late, key=lambda loan: loan.days_past_due)
    parts = {part: sum(getattr(loan, f"overdue_{part}_minor") for loan in late) for part in PARTS}
    return {
        **_amounts(parts, oldest.currency),
        "due_day": oldest.oldest_due_on,
        "days_past_due": oldest.days_past_due,
        **_consequence(late),
    }


def _due_soon(loans: list[Loan], as_of: date) -> dict[str, Any]:
    """The next payments that fall on the earliest due day, with their parts."""
    ahead = [loan for loan in loans if loan.next_due_on and loan.next_due_on >= as_of and loan.next_due_parts]
    if not ahead:
        return {}
    first = min(loan.next_due_on for loan in ahead if loan.next_due_on)
    same_day = [loan for loan in ahead if loan.next_due_on == first]
    if len({loan.currency for loan in same_day}) > 1:
        return {}
    parts = {part: sum(loan.next_due_parts[part] for loan in same_day) for part in PARTS}
    return {
        **_amounts(parts, same_day[0].currency),
        "due_day": first,
        "days_until_due": (first - as_of).days,
        **_consequence(same_day),
    }


def _amounts(parts: Mapping[str, int], currency: str) -> dict[str, Money]:
    amounts = {part: Money(minor, currency) for part, minor in parts.items()}
    return {**amounts, "amount": Money(sum(parts.values()), currency)}


def _consequence(loans: list[Loan]) -> dict[str, str]:
    """The approved sentence that is true of all these loans; none when a contract's rate is not known."""
    rates = [loan.annual_rate_bp for loan in loans]
    if any(rate is None for rate in rates):
        return {}
    return {"consequence": "interest" if any(rates) else "nothing_added"}


def _promised(promises: list[Promise]) -> dict[str, Any]:
    if not promises:
        return {}
    newest = max(promises, key=lambda promise: promise.due_on)
    return {"promise_amount": Money(newest.amount_minor, newest.currency), "promise_day": newest.due_on}

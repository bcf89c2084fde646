"""What the gate must know about one person before an act, read from the casefile in the judging transaction.

Carries no name, address or number in clear: numbers are blind indexes. Vocabulary: docs/reference/verdicts.md.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from forbear.casefile.models import ContactPoint, Loan, Person

HISTORY_DAYS = 31  # longer than any counting window in laws/; permanent refusals are kept as holds and consents
_CHANNEL_CONSENTS = ("sms", "email", "voice", "work_email")


def request_for(
    person: Person,
    *,
    id: str,
    now: datetime,
    channel: str,
    purpose: str,
    content: dict[str, Any],
    contact_point: ContactPoint | None = None,
    party: str = "borrower",
) -> dict[str, Any]:
    """One request of the judge vocabulary for an act by the lender towards `person` at the instant `now`."""
    request: dict[str, Any] = {
        "id": id,
        "jurisdiction": person.market,
        "actor": "lender",
        "party": party,
        "channel": channel,
        "purpose": purpose,
        "now": now.isoformat(),
        "borrower": _borrower(person, now),
        "consent": _consent(person),
        "debt": _debt(person),
        "content": content,
        "history": _history(person, now),
    }
    if contact_point:
        request["number"] = contact_point.index
    return request


def _borrower(person: Person, now: datetime) -> dict[str, Any]:
    first, last = _days(person, now)
    open_holds = person.holds.filter(Q(until_on=None) | Q(until_on__gte=first), from_on__lte=last)
    facts: dict[str, Any] = {"flags": sorted(set(open_holds.values_list("kind", flat=True)))}
    if person.timezone:
        facts["timezone"] = person.timezone
    if person.birth_day:
        facts["age"] = age_on(person.birth_day, first)
    return facts


def _days(person: Person, now: datetime) -> tuple[date, date]:
    """The earliest and latest calendar day that it may be for a hold: the person's own and the casefile's (UTC).

    A hold counts while it runs on either, so that no hour around midnight lies between two days.
    """
    days = {now.astimezone(UTC).date()}
    if person.timezone:
        days.add(now.astimezone(ZoneInfo(person.timezone)).date())
    return min(days), max(days)


def age_on(birth_day: date, day: date) -> int:
    """Full years of age on a calendar day."""
    return day.year - birth_day.year - ((day.month, day.day) < (birth_day.month, birth_day.day))


def _consent(person: Person) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for consent in person.consents.all():
        withdrawn = consent.withdrawn_on.isoformat() if consent.withdrawn_on else None
        if consent.purpose in _CHANNEL_CONSENTS:
            facts[consent.purpose] = {
                "consented": withdrawn is None,
                **({"opted_out_at": withdrawn} if withdrawn else {}),
            }
        elif consent.purpose == "hours_exception":
            facts["hours_exception"] = {
                "given_directly": True,
                "granted_at": consent.granted_on.isoformat(),
                **({"revoked_at": withdrawn} if withdrawn else {}),
            }
    return facts


def _debt(person: Person) -> dict[str, Any]:
    loan: Loan | None = person.loans.order_by("-days_past_due", "next_due_on", "key").first()
    if loan is None:
        return {}
    facts: dict[str, Any] = {
        "id": loan.key,
        "product": loan.product,
        "currency": loan.currency,
        "days_overdue": loan.days_past_due,
    }
    due_on = loan.oldest_due_on or loan.next_due_on
    if due_on:
        facts["due_date"] = due_on.isoformat()
    if person.overdue_minor is not None:
        facts["amount"] = person.overdue_minor / 100
    return facts


def _history(person: Person, now: datetime) -> list[dict[str, Any]]:
    events = person.contacts.filter(at__gt=now - timedelta(days=HISTORY_DAYS), at__lte=now).order_by("at")
    return [
        {
            "at": event.at.isoformat(),
            "channel": event.channel,
            "direction": event.direction,
            "party": "borrower",
            **({"outcome": event.outcome} if event.outcome else {}),
            **({"number": event.number_index} if event.number_index else {}),
        }
        for event in events
    ]

"""What the gate must know about one person before an act, read from the casefile in the judging transaction.

Carries no name, address or number in clear: numbers are blind indexes. Vocabulary: docs/reference/verdicts.md.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from forbear.casefile.models import Assessment, ContactPoint, Loan, Person
from forbear.kernel.money import Money

HISTORY_DAYS = 31  # longer than any counting window in laws/; permanent refusals are kept as holds and consents
_CHANNEL_CONSENTS = ("sms", "email", "voice", "work_email")
ABOUT_DATA = ("restricted", "legal_hold")  # holds on what is stored, which say nothing about contact
_USE_CONSENTS = ("marketing", "location_tracking")


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
        "consent": _consent(person, now.date()),
        "debt": _debt(person) | ({"retention_over": True} if _restricted(person, now.date()) else {}),
        "content": _content(person, purpose, content, now.date()),
        "history": _history(person, now),
    }
    if contact_point:
        request["number"] = contact_point.index
    return request


def _borrower(person: Person, now: datetime) -> dict[str, Any]:
    first, last = _days(person, now)
    open_holds = person.holds.filter(Q(until_on=None) | Q(until_on__gte=first), from_on__lte=last)
    open_holds = open_holds.exclude(kind__in=ABOUT_DATA)
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


def _content(person: Person, purpose: str, content: dict[str, Any], day: date) -> dict[str, Any]:
    """What the act says, with what only the registers may say: the assessment on file, the consent to share."""
    facts = {name: value for name, value in content.items() if name not in ("pia_id", "separate_consent")}
    on_file = assessment_for(purpose, day)
    if on_file:
        facts["pia_id"] = on_file
    if purpose in ("data_share", "data_export"):
        facts["separate_consent"] = _agreed(person, purpose, day)
    return facts


def assessment_for(purpose: str, day: date) -> str:
    """The newest impact assessment on file that covers a purpose on a day; nothing where there is none."""
    rows = Assessment.objects.filter(purposes__contains=[purpose], done_on__lte=day)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=day)).order_by("-done_on", "-pk")
    return rows.values_list("pk", flat=True).first() or ""


def _agreed(person: Person, purpose: str, day: date) -> bool:
    given = person.consents.filter(purpose=purpose, granted_on__lte=day, withdrawn_on=None)
    return given.filter(Q(until_on=None) | Q(until_on__gte=day)).exists()


def age_on(birth_day: date, day: date) -> int:
    """Full years of age on a calendar day."""
    return day.year - birth_day.year - ((day.month, day.day) < (birth_day.month, birth_day.day))


def _consent(person: Person, day: date) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for consent in person.consents.all():
        over = consent.withdrawn_on or (consent.until_on if consent.until_on and consent.until_on < day else None)
        withdrawn = over.isoformat() if over else None
        if consent.purpose in _CHANNEL_CONSENTS:
            facts[consent.purpose] = {
                "consented": withdrawn is None,
                **({"opted_out_at": withdrawn} if withdrawn else {}),
            }
        elif consent.purpose in _USE_CONSENTS:
            facts[consent.purpose] = {
                "consented": withdrawn is None,
                **({"revoked_at": withdrawn} if withdrawn else {}),
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
        facts["amount"] = float(Money(person.overdue_minor, loan.currency).major)
    return facts


def _restricted(person: Person, day: date) -> bool:
    """The person asked that their data be used no further: all but storage stops (PIPL Art. 47(2))."""
    return person.holds.filter(Q(until_on=None) | Q(until_on__gte=day), kind="restricted", from_on__lte=day).exists()


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

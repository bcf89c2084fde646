"""What a person agreed to, directly and for how long. An agreement speaks for the one who gave it, and ends.

Sources: regulation notes CN-HOURS, US-CONSENT, US-SMS, US-EMAIL, US-CALLEXCL, X-7. The notes say what an agreement
may lift; nothing here lifts anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from forbear.compliance.facts import Facts

CALLS = frozenset({"voice", "ai_voice", "voicemail"})
TEXTS = frozenset({"sms", "im", "app_push", "third_party_sms"})


def hours_exception_now(facts: Facts) -> bool:
    """The person addressed agreed to this hour: given directly, already in force, not withdrawn.

    The borrower's agreement speaks for the borrower alone; anybody else must have agreed in their own name.
    """
    if facts.party != "borrower":
        return facts.consent.get("third_party_hours_consent") is True
    consent = facts.consent.get("hours_exception")
    if not isinstance(consent, Mapping):
        return consent is True
    granted, revoked = facts.instant(consent.get("granted_at")), consent.get("revoked_at")
    if consent.get("given_directly") is False or granted is None or granted > facts.now:
        return False
    withdrawn = facts.instant(revoked) if revoked is not None else None
    if revoked is not None and (withdrawn is None or withdrawn <= facts.now):
        return False
    return all(inside(local.time(), consent.get("from"), consent.get("to")) for local in facts.locals)


def inside(moment: time, start: Any, end: Any) -> bool:
    """Whether a time of day lies in a half-open window that may run over midnight; unreadable is outside."""
    if start is None and end is None:
        return True
    try:
        first, last = time.fromisoformat(start), time.fromisoformat(end)
    except (TypeError, ValueError):
        return False
    return first <= moment < last if first < last else moment >= first or moment < last


def channel_stopped(facts: Facts) -> bool:
    """The person asked not to be contacted by this channel (as consent data, as an answer, or by naming another)."""
    names = {"ai_voice": "voice", "voicemail": "voice"}
    name = names.get(facts.channel, facts.channel)
    only = facts.consent.get("preferred_channel_only")
    if isinstance(only, str) and only and names.get(only, only) != name:
        return True
    family = CALLS if name == "voice" else TEXTS if name in TEXTS else frozenset({name})
    record = facts.consent.get(name)
    if isinstance(record, Mapping) and record.get("opted_out_at") is not None:
        stopped = facts.instant(record["opted_out_at"])
        if stopped is None or stopped <= facts.now:
            return True
    return any(e.outcome == "opt_out" and e.channel in family and e.party == facts.party for e in facts.history)


class CallAgreement(NamedTuple):
    """Calls the person asked for: since when, until withdrawn, and on one day only if they named one."""

    granted: datetime
    revoked: datetime | None
    only_on: date | None

    def covers(self, instant: datetime, days: int, facts: Facts) -> bool:
        """Whether a call at `instant` falls in the agreed days; the day of the agreement is the first."""
        if instant < self.granted or (self.revoked is not None and instant >= self.revoked):
            return False
        day, first = (moment.astimezone(facts.zones[0]).date() for moment in (instant, self.granted))
        return (day - first).days < days and self.only_on in (None, day)


def call_agreement(facts: Facts) -> CallAgreement | None:
    """`consent.excess_calls`, if the person gave it directly and every part of it can be read."""
    consent = facts.consent.get("excess_calls")
    if not isinstance(consent, Mapping) or consent.get("given_directly") is not True:
        return None
    granted, revoked = facts.instant(consent.get("granted_at")), facts.instant(consent.get("revoked_at"))
    day = facts.instant(consent.get("callback_on"))
    unread = [consent.get(k) is not None and v is None for k, v in (("revoked_at", revoked), ("callback_on", day))]
    if granted is None or any(unread):
        return None
    return CallAgreement(granted, revoked, day.astimezone(facts.zones[0]).date() if day else None)


def wrote_by_text(facts: Facts) -> bool:
    """The person themselves sent a text before."""
    return any(e.direction == "inbound" and e.channel == "sms" and e.party == facts.party for e in facts.history)


def wrote_by_email(facts: Facts) -> bool:
    """The person themselves sent an e-mail before."""
    return any(e.direction == "inbound" and e.channel == "email" and e.party == facts.party for e in facts.history)


def days_since_text_confirmed(facts: Facts) -> int | None:
    """Days since the number was last confirmed: by the record, or by a text the person sent."""
    record = facts.consent.get("sms")
    confirmed = facts.instant(record.get("last_confirmed")) if isinstance(record, Mapping) else None
    texts = [e.at for e in facts.history if e.direction == "inbound" and e.channel == "sms" and e.party == facts.party]
    known = [moment for moment in (confirmed, *texts) if moment is not None and moment <= facts.now]
    return facts.days_since(max(known)) if known else None


READINGS = (
    hours_exception_now,
    channel_stopped,
    wrote_by_text,
    wrote_by_email,
    days_since_text_confirmed,
)

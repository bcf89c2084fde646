"""Facts that follow from other facts, so that a law file can name them in one word.

Each is a plain reading of what was recorded; a fact that was not recorded gives None or False, never a guess that
would open the gate. Sources: regulation notes, CN-3P-COND, CN-3P-STOP, CN-DECEASED, X-7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forbear.compliance.facts import Facts

# A contact that reached nobody. A refused call reached somebody, and ends a row of failures.
NOT_REACHED = frozenset({"no_answer", "busy", "out_of_service", "voicemail_left"})
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
    return all(_inside(local.time(), consent.get("from"), consent.get("to")) for local in facts.locals)


def _inside(moment: time, start: Any, end: Any) -> bool:
    if start is None and end is None:
        return True
    try:
        first, last = time.fromisoformat(start), time.fromisoformat(end)
    except (TypeError, ValueError):
        return False
    return first <= moment < last if first < last else moment >= first or moment < last


def unanswered_in_a_row(facts: Facts) -> int:
    """Calls to the borrower, newest first, that reached nobody, up to the last one that did."""
    calls = [e for e in facts.history if e.party == "borrower" and (e.channel in CALLS or e.direction == "inbound")]
    row = 0
    for entry in sorted(calls, key=lambda e: e.at, reverse=True):
        if entry.direction == "inbound" or entry.outcome not in NOT_REACHED:
            return row
        row += 1
    return row


def refused_before(facts: Facts) -> bool:
    """This third person once refused; one refusal is enough, for good."""
    return any(
        e.outcome in ("refused", "opt_out")
        and e.party == facts.party
        and (e.contact_id is None or facts.contact_id is None or e.contact_id == facts.contact_id)
        for e in facts.history
    )


def channel_stopped(facts: Facts) -> bool:
    """The person asked not to be contacted by this channel (recorded as consent data or as an answer)."""
    names = {"ai_voice": "voice", "voicemail": "voice"}
    name = names.get(facts.channel, facts.channel)
    family = CALLS if name == "voice" else TEXTS if name in TEXTS else frozenset({name})
    record = facts.consent.get(name)
    if isinstance(record, Mapping) and record.get("opted_out_at") is not None:
        stopped = facts.instant(record["opted_out_at"])
        if stopped is None or stopped <= facts.now:
            return True
    return any(e.outcome == "opt_out" and e.channel in family and e.party == facts.party for e in facts.history)


def dispute_open(facts: Facts) -> bool:
    """The borrower disputes the debt and nobody has verified or resolved it yet."""
    if "disputed" in facts.flags or facts.content.get("dispute_open") is True:
        return True
    dispute = facts.debt.get("dispute")
    if not isinstance(dispute, Mapping):
        return dispute not in (None, False)
    return dispute.get("resolved") is not True and dispute.get("verified") is not True


def claim_exceeds_estate(facts: Facts) -> bool:
    """The sum claimed from an heir is more than the estate the heir received."""
    claimed, estate = facts.content.get("amount_claimed"), facts.content.get("estate_value_received")
    return claimed is not None and estate is not None and bool(claimed > estate)


def complaint_days(facts: Facts) -> float | None:
    """Days since the complaint was received: as stated, or calendar days from `received_at` to now."""
    stated = facts.content.get("days_elapsed")
    return stated if stated is not None else _days_since(facts, facts.content.get("received_at"))


def record_age_months(facts: Facts) -> float | None:
    """Whole months since the record was made (or since the last collection activity, if later)."""
    stated = facts.content.get("age_months")
    if stated is not None:
        return float(stated)
    made = [facts.instant(facts.content.get(name)) for name in ("record_date", "last_collection_activity")]
    known = [instant for instant in made if instant is not None]
    return _months(max(known), facts) if known else None


def months_since_settled(facts: Facts) -> float | None:
    """Whole months since the debt was settled, if that day is recorded."""
    settled = facts.instant(facts.debt.get("settled_on"))
    return _months(settled, facts) if settled else None


def _days_since(facts: Facts, value: Any) -> int | None:
    since = facts.instant(value)
    return (facts.locals[0].date() - since.astimezone(facts.zones[0]).date()).days if since else None


def _months(since: datetime, facts: Facts) -> float:
    then, today = since.astimezone(facts.zones[0]).date(), facts.locals[0].date()
    return float((today.year - then.year) * 12 + today.month - then.month - (today.day < then.day))


READINGS: dict[str, Callable[[Facts], Any]] = {
    reading.__name__: reading
    for reading in (
        channel_stopped,
        claim_exceeds_estate,
        complaint_days,
        dispute_open,
        hours_exception_now,
        months_since_settled,
        record_age_months,
        refused_before,
        unanswered_in_a_row,
    )
}

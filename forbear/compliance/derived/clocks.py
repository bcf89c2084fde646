"""How long ago? Days, months and years since what was recorded, in calendar days where the person lives (rule X-3).

Sources: regulation notes CN-COMPLAINT, CN-RETAIN, US-VALID, US-PARK, US-RETAIN, UK-STAT, TW-LIMIT.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forbear.compliance.facts import Facts

WRITTEN = frozenset({"letter", "email", "sms", "im"})


def complaint_days(facts: Facts) -> float | None:
    """Days since the complaint was received: as stated, or calendar days from `received_at` to now."""
    stated = facts.content.get("days_elapsed")
    return stated if stated is not None else _since(facts, facts.content.get("received_at"))


def record_age_months(facts: Facts) -> float | None:
    """Whole months since the record was made (or since the last collection activity, if later)."""
    return _age(facts, "record_date", "last_collection_activity")


def recording_age_months(facts: Facts) -> float | None:
    """Whole months since a recording was made, whatever happened later."""
    return _age(facts, "record_date")


def _age(facts: Facts, *names: str) -> float | None:
    stated = facts.content.get("age_months")
    if stated is not None:
        return float(stated)
    made = [facts.instant(facts.content.get(name)) for name in names]
    known = [instant for instant in made if instant is not None]
    return _months(max(known), facts) if known else None


def months_since_settled(facts: Facts) -> float | None:
    """Whole months since the debt was settled, if that day is recorded."""
    settled = facts.instant(facts.debt.get("settled_on"))
    return _months(settled, facts) if settled else None


def limitation_months(facts: Facts) -> float | None:
    """Whole months since time last began to run: the latest of due date, acknowledgement and interruption."""
    if facts.debt.get("limitation_expired") is False or facts.debt.get("time_barred") is False:
        return None
    names = ("due_date", "last_acknowledged", "last_interruption")
    known = [instant for name in names if (instant := facts.instant(facts.debt.get(name))) is not None]
    return _months(max(known), facts) if known else None


def days_without_validation(facts: Facts) -> int | None:
    """Days since the first communication while no validation notice has gone out; None once it has."""
    notice = facts.debt.get("validation_notice")
    sent = facts.instant(notice.get("sent_at")) if isinstance(notice, Mapping) else None
    if sent is not None and sent <= facts.now:
        return None
    return _since(facts, facts.debt.get("initial_communication_at"))


def validation_period_days(facts: Facts) -> int | None:
    """Days from sending a validation notice to the end of the period it states."""
    notice = facts.debt.get("validation_notice")
    if not isinstance(notice, Mapping):
        return None
    sent, end = facts.instant(notice.get("sent_at")), facts.instant(notice.get("period_end"))
    if sent is None or end is None:
        return None
    return (end.astimezone(facts.zones[0]).date() - sent.astimezone(facts.zones[0]).date()).days


def days_since_written(facts: Facts) -> int | None:
    """Days since the first notice in writing reached out to the borrower and did not come back."""
    if facts.debt.get("letter_returned") is True:
        return None
    notice = facts.debt.get("validation_notice")
    dates = [facts.instant(notice.get("sent_at"))] if isinstance(notice, Mapping) else []
    dates += [facts.instant(facts.content.get("prior_notice_at"))]
    dates += [
        e.at
        for e in facts.history
        if e.channel in WRITTEN and e.direction == "outbound" and e.party == "borrower"
        and e.outcome in ("letter_sent", "delivered") and e.about(facts.debt.get("id"))
    ]  # fmt: skip
    known = [moment for moment in dates if moment is not None and moment <= facts.now]
    return facts.days_since(min(known)) if known else None


def advice_days(facts: Facts) -> int | None:
    """Days since the lender heard that the borrower or an adviser is working out a plan."""
    advice = facts.borrower.get("debt_advice")
    if not isinstance(advice, Mapping) or advice.get("plan_in_development") is False:
        return None
    return _since(facts, advice.get("notified_at"))


def moratorium_days(facts: Facts) -> int | None:
    """Days since a moratorium began whose end is not recorded."""
    record = facts.borrower.get("moratorium")
    if not isinstance(record, Mapping) or record.get("end") is not None:
        return None
    return _since(facts, record.get("start"))


def days_since_treatment(facts: Facts) -> int | None:
    """Days since crisis treatment ended, if its end is recorded."""
    record = facts.borrower.get("moratorium")
    return _since(facts, record.get("treatment_ended")) if isinstance(record, Mapping) else None


def _since(facts: Facts, value: Any) -> int | None:
    since = facts.instant(value)
    return facts.days_since(since) if since else None


def _months(since: datetime, facts: Facts) -> float:
    then, today = since.astimezone(facts.zones[0]).date(), facts.locals[0].date()
    return float((today.year - then.year) * 12 + today.month - then.month - (today.day < then.day))


READINGS = (
    complaint_days,
    record_age_months,
    recording_age_months,
    months_since_settled,
    limitation_months,
    days_without_validation,
    validation_period_days,
    days_since_written,
    advice_days,
    moratorium_days,
    days_since_treatment,
)

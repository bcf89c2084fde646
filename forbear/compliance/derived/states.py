"""In what state is the debt or the person: disputed, represented, in a moratorium, claimed beyond what is owed?

Sources: regulation notes CN-DISPUTE, CN-DECEASED, US-DISPUTE, US-ATTY, UK-BS, UK-MHC, TW-FALSE.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forbear.compliance.facts import Facts

ENDED = ("outcome_sent_at", "verification_sent_at", "answered_at")


def dispute_open(facts: Facts) -> bool:
    """The borrower disputes the debt and nobody has verified, resolved or answered it yet."""
    if "disputed" in facts.flags or facts.content.get("dispute_open") is True:
        return True
    dispute = facts.debt.get("dispute")
    if not isinstance(dispute, Mapping):
        return dispute not in (None, False)
    if dispute.get("resolved") is True or dispute.get("verified") is True:
        return False
    return not _answered(facts, dispute)


def written_dispute_open(facts: Facts) -> bool:
    """A dispute in writing, received within the validation period (or at an unknown time), is not yet answered."""
    dispute = facts.debt.get("dispute")
    if not isinstance(dispute, Mapping):
        return dispute not in (None, False)
    return not _too_late_or_oral(facts, dispute) and not _answered(facts, dispute)


def dispute_stops_nothing(facts: Facts) -> bool:
    """The recorded dispute was oral, came after the validation period, or has been answered with a copy sent."""
    dispute = facts.debt.get("dispute")
    return isinstance(dispute, Mapping) and bool(dispute) and not written_dispute_open(facts)


def creditor_name_owed(facts: Facts) -> bool:
    """The borrower asked in writing, in time, for the original creditor's name, and has not had it yet."""
    request = facts.debt.get("original_creditor_request")
    if not isinstance(request, Mapping):
        return request not in (None, False)
    return not _too_late_or_oral(facts, request) and not _answered(facts, request)


def _answered(facts: Facts, record: Mapping[str, Any]) -> bool:
    sent = [facts.instant(record.get(name)) for name in ENDED]
    return any(moment is not None and moment <= facts.now for moment in sent)


def _too_late_or_oral(facts: Facts, record: Mapping[str, Any]) -> bool:
    if record.get("in_writing") is False:
        return True
    notice = facts.debt.get("validation_notice")
    end = _end(facts, notice.get("period_end")) if isinstance(notice, Mapping) else None
    received = facts.instant(record.get("received_at") or record.get("opened_at"))
    return end is not None and received is not None and received >= end


def _end(facts: Facts, value: Any) -> datetime | None:
    """The instant at which a period is over; a bare date lasts until its midnight."""
    end = facts.instant(value)
    return end + timedelta(days=1) if end is not None and len(value) == 10 else end


def represented_here(facts: Facts) -> bool:
    """An attorney represents the borrower about this debt; unless debts are named, about all of them."""
    attorney = facts.borrower.get("attorney")
    debts = attorney.get("debt_ids") if isinstance(attorney, Mapping) else None
    if isinstance(debts, list | tuple) and debts and facts.debt.get("id") is not None:
        return facts.debt["id"] in debts
    return "represented_by_attorney" in facts.flags or bool(attorney)


def attorney_silent_days(facts: Facts) -> int | None:
    """Days since the attorney was first written to or called without any answer; None after an answer."""
    with_attorney = [entry for entry in facts.history if entry.party == "attorney"]
    answered = [e.at for e in with_attorney if e.direction == "inbound" or e.outcome in ("connected", "refused")]
    asked = [e.at for e in with_attorney if e.direction == "outbound" and e.outcome not in ("connected", "refused")]
    open_since = [moment for moment in asked if not answered or moment > max(answered)]
    return facts.days_since(min(open_since)) if open_since else None


def breathing_space_recorded(facts: Facts) -> bool:
    """A moratorium is recorded that is not one of a mental-health crisis."""
    record = facts.borrower.get("moratorium")
    return bool(record) and not crisis_recorded(facts)


def crisis_recorded(facts: Facts) -> bool:
    """A mental-health crisis moratorium is recorded."""
    record = facts.borrower.get("moratorium")
    return isinstance(record, Mapping) and "mental" in str(record.get("type")).lower()


def moratorium_over(facts: Facts) -> bool:
    """The recorded end of a moratorium has passed; a bare date still belongs to it."""
    record = facts.borrower.get("moratorium")
    end = _end(facts, record.get("end")) if isinstance(record, Mapping) else None
    return end is not None and end <= facts.now


def claim_exceeds_estate(facts: Facts) -> bool:
    """The sum claimed from an heir is more than the estate the heir received."""
    return _more(facts.content.get("amount_claimed"), facts.content.get("estate_value_received"))


def claim_exceeds_debt(facts: Facts) -> bool:
    """The sum claimed is more than the debt."""
    return _more(facts.content.get("amount_claimed"), facts.debt.get("amount"))


def interest_added(facts: Facts) -> bool:
    """The act adds interest, as a yes or as a sum."""
    return facts.content.get("interest_added") not in (None, False, 0, "")


def _more(claimed: Any, owed: Any) -> bool:
    return claimed is not None and owed is not None and bool(claimed > owed)


READINGS = (
    dispute_open,
    written_dispute_open,
    dispute_stops_nothing,
    creditor_name_owed,
    represented_here,
    attorney_silent_days,
    breathing_space_recorded,
    crisis_recorded,
    moratorium_over,
    claim_exceeds_estate,
    claim_exceeds_debt,
    interest_added,
)

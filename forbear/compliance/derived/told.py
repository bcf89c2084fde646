"""What was already said, asked or tried, read from the history of contacts and from the planned message.

Sources: regulation notes CN-3P-COND, CN-3P-STOP, US-LOC, US-LCM, US-PARK, US-HARASS, TW-LOC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from forbear.compliance.derived.agreements import CALLS

if TYPE_CHECKING:
    from forbear.compliance.facts import Facts
    from forbear.compliance.history import Entry

# A contact that reached nobody. A refused call reached somebody, and ends a row of failures.
NOT_REACHED = frozenset({"no_answer", "busy", "out_of_service", "voicemail_left"})
NOTHING_SAID = frozenset({"no_answer", "busy", "out_of_service"})
NOT_CONNECTED = frozenset({"busy", "out_of_service"})


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
    return any(e.outcome in ("refused", "opt_out") and _same_person(e, facts) for e in facts.history)


def asked_before(facts: Facts) -> bool:
    """This third person was already asked, and neither invited another question nor gave an answer now known wrong."""
    talks = [e for e in facts.history if _same_person(e, facts)]
    asked = [e for e in talks if e.direction == "outbound" and e.outcome not in NOTHING_SAID]
    if not asked:
        return False
    last = max(asked, key=lambda e: e.at)
    invited = any(e.direction == "inbound" and e.at > last.at for e in talks)
    return not invited and not (last.answer_believed_correct is False and last.now_has_correct_info is True)


def minutes_since_call(facts: Facts) -> float | None:
    """Minutes since this person was last called and the line was not busy or dead."""
    calls = [
        e.at
        for e in facts.history
        if e.channel in CALLS and e.direction == "outbound" and e.outcome not in NOT_CONNECTED
        and _same_person(e, facts) and e.at <= facts.now
    ]  # fmt: skip
    return (facts.now - max(calls)).total_seconds() / 60 if calls else None


def spoke_with_borrower(facts: Facts) -> bool:
    """A conversation with the borrower about this debt, in person or by phone, whoever began it."""
    return any(
        e.outcome == "connected" and e.party == "borrower" and e.channel in (*CALLS, "visit")
        and e.about(facts.debt.get("id"))
        for e in facts.history
    )  # fmt: skip


def message_limited(facts: Facts) -> bool:
    """A voicemail that says only what a limited-content message may say."""
    message = facts.content.get("lcm")
    if not isinstance(message, Mapping) or facts.channel != "voicemail":
        return False
    says = all(message.get(part) not in (None, False, "") for part in ("contact_person", "phone", "reply_request"))
    return says and message.get("business_name_indicates_collection") is False and not message.get("extra_content")


def message_overlong(facts: Facts) -> bool:
    """A voicemail meant as a limited-content message that leaves something out or says more."""
    return "lcm" in facts.content and facts.channel == "voicemail" and not message_limited(facts)


def location_purpose_told(facts: Facts) -> bool:
    """The third person is told that only the borrower's contact details are wanted."""
    names = ("purpose_location", "purpose_stated", "purpose_explained")
    return any(facts.content.get(name) not in (None, False, "") for name in names)


def _same_person(entry: Entry, facts: Facts) -> bool:
    if entry.party != facts.party:
        return False
    return entry.contact_id is None or facts.contact_id is None or entry.contact_id == facts.contact_id


READINGS = (
    unanswered_in_a_row,
    refused_before,
    asked_before,
    minutes_since_call,
    spoke_with_borrower,
    message_limited,
    message_overlong,
    location_purpose_told,
)

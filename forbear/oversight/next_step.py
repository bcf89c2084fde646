"""The verdict before the button: what the gate would say now to each way of reaching one person.

Nothing is stored and nothing is sent; the gate judges again at the moment of acting.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forbear.contact import judging
from forbear.oversight.law import saying

CHANNELS = ("sms", "email", "voice", "letter", "visit")


@dataclass(frozen=True)
class Reason:
    """One duty that decided, as the gate gave it. `until`: None when time alone cures nothing."""

    rule: str
    statement: Any
    citation: str
    remedy: Any
    until: datetime | None
    facts: Any


@dataclass(frozen=True)
class Step:
    """One channel and its verdict: allow, block or escalate."""

    channel: str
    verdict: str
    reasons: tuple[Reason, ...]
    local_time: str


def next_steps(person_id: str, purpose: str = "collection") -> tuple[Step, ...]:
    """The verdict for each channel, now."""
    return tuple(_step(channel, judging.preview(person_id, channel, purpose).as_json()) for channel in CHANNELS)


def _step(channel: str, answer: dict[str, Any]) -> Step:
    return Step(channel, answer["verdict"], reasons_of(answer), str(answer.get("local_time") or ""))


def reasons_of(answer: dict[str, Any]) -> tuple[Reason, ...]:
    """The reasons of a verdict as stored or given."""
    return tuple(_reason(reason) for reason in answer.get("reasons") or [])


def _reason(reason: dict[str, Any]) -> Reason:
    says = saying(str(reason.get("rule", "")), reason)
    return Reason(
        rule=str(reason.get("rule", "")),
        statement=says.statement,
        citation=str(reason.get("citation", "")),
        remedy=says.remedy,
        until=datetime.fromisoformat(reason["until"]) if reason.get("until") else None,
        facts=reason.get("facts") or {},
    )

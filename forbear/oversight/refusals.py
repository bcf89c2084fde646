"""What the gate refused on a day, grouped by the duty that decided. Reads stored verdicts; judges nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from forbear.casefile.models import Decision
from forbear.oversight.law import saying


@dataclass(frozen=True)
class Refusal:
    """One duty and how often it decided; `examples` are decision ids and people, newest first, at most five."""

    rule: str
    title: str
    count: int
    escalated: int
    statement: Any
    citation: str
    remedy: Any
    source: str
    force: str
    pack: str
    examples: tuple[tuple[str, str, str], ...]


def refusals_of(day: date) -> tuple[Refusal, ...]:
    """The duties that stopped a message of `day`, most frequent first; a decision counts under its first reason."""
    grouped: dict[str, list[Decision]] = {}
    stopped = Decision.objects.filter(messages__as_of=day).exclude(outcome="allow").order_by("-at").distinct()
    for decision in stopped.only("id", "person_id", "channel", "outcome", "rules", "verdict", "pack", "at"):
        grouped.setdefault(_rule(decision), []).append(decision)
    lines = [_line(rule, decisions) for rule, decisions in grouped.items()]
    return tuple(sorted(lines, key=lambda line: (-line.count, line.rule)))


def _rule(decision: Decision) -> str:
    reasons = decision.verdict.get("reasons") or []
    return str(reasons[0]["rule"] if reasons else (decision.rules or ["unknown"])[0])


def _line(rule: str, decisions: list[Decision]) -> Refusal:
    reason = (decisions[0].verdict.get("reasons") or [{}])[0]
    says = saying(rule, reason)
    return Refusal(
        rule=rule,
        title=says.title,
        count=len(decisions),
        escalated=sum(decision.outcome == "escalate" for decision in decisions),
        statement=says.statement,
        citation=str(reason.get("citation", "")),
        remedy=says.remedy,
        source=says.source,
        force=says.force,
        pack=decisions[0].pack,
        examples=tuple((str(one.pk), one.person_id or "", one.channel) for one in decisions[:5]),
    )

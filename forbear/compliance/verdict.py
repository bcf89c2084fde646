"""The gate's answer: what was decided, by which duties, on which facts, and what would change it.

Must not decide. `as_json` is the stable form of the contract (docs/reference/verdicts.md).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forbear.compliance.pack import Duty


@dataclass(frozen=True, slots=True)
class Finding:
    """One duty broken. `until`: from then on time alone would let the same act pass; None when it never does."""

    duty: Duty
    facts: dict[str, Any]
    until: datetime | None

    def as_json(self, language: str) -> dict[str, Any]:
        duty = self.duty
        return {
            "rule": duty.id,
            "effect": duty.effect,
            "statement": self._said(duty.statement[language]),
            "citation": duty.value.cite,
            "facts": self.facts,
            "until": self.until.isoformat(timespec="seconds") if self.until else None,
            "remedy": duty.remedy[language],
        }

    def _said(self, statement: str) -> str:
        # Core duties name the place and day they speak of; every other sentence is said as written.
        return statement.format_map(self.facts) if self.duty.law.duty == "core" and "{" in statement else statement


@dataclass(frozen=True, slots=True)
class Verdict:
    """`verdict` is allow, block or escalate. `rules` decided; `consulted` were read; `reasons` also hold warnings."""

    id: Any
    verdict: str
    rules: tuple[str, ...]
    consulted: tuple[str, ...]
    reasons: tuple[Finding, ...]
    local_time: str | None
    counts: dict[str, int]
    pack_name: str | None
    pack_version: str | None

    @property
    def allowed(self) -> bool:
        return self.verdict == "allow"

    @property
    def until(self) -> datetime | None:
        """The earliest instant at which time alone would let the same act pass."""
        return self.reasons[0].until if self.reasons else None

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """The contract's object; sentences in `language` (zh-Hans, zh-Hant, en)."""
        return {
            "id": self.id,
            "verdict": self.verdict,
            "rules": list(self.rules),
            "consulted": list(self.consulted),
            "reasons": [finding.as_json(language) for finding in self.reasons],
            "local_time": self.local_time,
            "counts": self.counts,
            "pack": {"name": self.pack_name, "version": self.pack_version},
        }

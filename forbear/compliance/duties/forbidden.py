"""What may never be part of an act? Facts about its content or means that make it unlawful in themselves.

Must not list any conduct: the law file does, under `when`.
"""

from collections.abc import Mapping
from typing import Any

from forbear.compliance.board import Board, Column
from forbear.compliance.conditions import Condition
from forbear.compliance.duties.kind import Breach, NamedNumbers, Terms
from forbear.compliance.facts import Facts


class ForbiddenTerms(Terms):
    """`when`: alternatives, any of which is forbidden. Without it, whatever the law applies to is forbidden."""

    when: list[dict[str, Any]] | None = None


class Forbidden:
    """Breached when a forbidden condition holds."""

    Terms, Values = ForbiddenTerms, NamedNumbers
    counter = None

    def __init__(self, terms: ForbiddenTerms, values: Mapping[str, Any]) -> None:
        self.when = Condition(terms.when, values) if terms.when is not None else None
        self.wakes_on, self._holds = self.when, self.when.scalar() if self.when else None

    def judge(self, facts: Facts) -> Breach | None:
        if self.when is None or self._holds is None:
            return Breach({"channel": facts.channel, "purpose": facts.purpose, "party": facts.party})
        return Breach(self.when.seen(facts)) if self._holds(facts) else None

    def column(self, board: Board) -> Column:
        return True if self.when is None else self.when.column(board, unknown=True)

"""What must be on record before an act? Evidence that is there and true; without it the act is refused (rule X-5).

Must not list any evidence: the law file does, under `must` (all of them), and under `when` (only then).
"""

from collections.abc import Mapping
from typing import Any

from forbear.compliance.board import Board, Column, all_of, any_of, negate
from forbear.compliance.conditions import Condition
from forbear.compliance.duties.kind import Breach, NamedNumbers, Terms
from forbear.compliance.facts import Facts


class RequiredTerms(Terms):
    """`must`: each entry must hold; an entry `{any: [...]}` holds when one of its conditions does."""

    must: list[dict[str, Any]]
    when: list[dict[str, Any]] | None = None


class Required:
    """Breached when any entry of `must` does not hold."""

    Terms, Values = RequiredTerms, NamedNumbers
    counter = None

    def __init__(self, terms: RequiredTerms, values: Mapping[str, Any]) -> None:
        self.must = [Condition(entry.get("any", entry), values) for entry in terms.must]
        self.when = Condition(terms.when, values) if terms.when is not None else None
        self._tests = [condition.scalar() for condition in self.must]
        self.wakes_on, self._when = self.when, self.when.scalar() if self.when else None

    def judge(self, facts: Facts) -> Breach | None:
        if self._when is not None and not self._when(facts):
            return None
        for test in self._tests:
            if not test(facts):
                return self._breach(facts)
        return None

    def column(self, board: Board) -> Column:
        missing = any_of([negate(condition.column(board, unknown=False)) for condition in self.must])
        return missing if self.when is None else all_of([self.when.column(board, unknown=True), missing])

    def _breach(self, facts: Facts) -> Breach:
        seen: dict[str, Any] = {}
        for condition, test in zip(self.must, self._tests, strict=True):
            if not test(facts):
                seen |= condition.seen(facts)
        return Breach(seen)

"""What puts collection on hold? A state of the person or the debt, until the state itself ends.

A hold outranks every consent (rule X-7), so a law file of this kind cannot name one. Which purposes it stops, and
which answers to the borrower stay open (X-8), is said by `applies` and `unless` of the law file.
"""

from collections.abc import Mapping
from typing import Any

from forbear.compliance.board import Board, Column
from forbear.compliance.conditions import Condition
from forbear.compliance.duties.kind import Breach, NamedNumbers, Terms
from forbear.compliance.facts import Facts
from forbear.kernel.errors import BadInput


class HoldTerms(Terms):
    """`during`: alternatives; collection is on hold while one of them holds."""

    during: list[dict[str, Any]]


class Hold:
    """Breached while the state lasts; time alone never mends it."""

    Terms, Values = HoldTerms, NamedNumbers
    counter = None

    def __init__(self, terms: HoldTerms, values: Mapping[str, Any]) -> None:
        self.state = Condition(terms.during, values)
        if any(fact.startswith("consent.") for fact in self.state.facts):
            raise BadInput(
                "a hold names a consent, but no consent outranks a hold.", mend="Use the facts of the state."
            )
        self.wakes_on, self._holds = self.state, self.state.scalar()

    def judge(self, facts: Facts) -> Breach | None:
        return Breach(self.state.seen(facts)) if self._holds(facts) else None

    def column(self, board: Board) -> Column:
        return self.state.column(board, unknown=True)

"""Who may be addressed? Only those for whom one of the stated conditions holds.

Must not name any party: the law file does, under `only`: alternatives such as the borrower, or a guarantor with a
signed guarantee, or a contact person once the borrower is lost.
"""

from collections.abc import Mapping
from typing import Any

from forbear.compliance.board import Board, Column, negate
from forbear.compliance.conditions import Condition
from forbear.compliance.duties.kind import Breach, NamedNumbers, Terms
from forbear.compliance.facts import Facts


class PartyTerms(Terms):
    """`only`: alternatives, one of which must hold for the party addressed."""

    only: list[dict[str, Any]]


class Party:
    """Breached when no alternative holds."""

    Terms, Values = PartyTerms, NamedNumbers
    counter = None
    wakes_on = None

    def __init__(self, terms: PartyTerms, values: Mapping[str, Any]) -> None:
        self.only = Condition(terms.only, values)
        self._may = self.only.scalar()

    def judge(self, facts: Facts) -> Breach | None:
        return None if self._may(facts) else Breach({"party": facts.party} | self.only.seen(facts))

    def column(self, board: Board) -> Column:
        return negate(self.only.column(board, unknown=False))

"""What allows an act at all: the duty that says "nothing else refuses". Without one in force, nothing is allowed."""

from collections.abc import Mapping
from typing import Any

from forbear.compliance.board import Board, Column
from forbear.compliance.duties.kind import Breach, NamedNumbers, NoTerms
from forbear.compliance.facts import Facts


class General:
    """Never breached; its presence in force is what a default-deny pack needs to allow anything."""

    Terms, Values = NoTerms, NamedNumbers
    counter = None
    wakes_on = None

    def __init__(self, terms: NoTerms, _values: Mapping[str, Any]) -> None:
        self.terms = terms

    def judge(self, _facts: Facts) -> Breach | None:
        return None

    def column(self, _board: Board) -> Column:
        return False

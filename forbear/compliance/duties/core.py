"""What must be known before anything can be judged: the facts without which no duty can be read (rule X-5).

A request's reading lists what is missing, unknown or malformed; this kind turns each into a refusal.
"""

from collections.abc import Mapping
from typing import Any, Literal

import narwhals.stable.v2 as nw

from forbear.compliance.board import Board, Column
from forbear.compliance.duties.kind import Breach, NamedNumbers, Terms
from forbear.compliance.facts import Facts


class CoreTerms(Terms):
    """`fact`: the core fact that must be known; `facts` stands for the rest of the request,
    `pack` for the rule pack itself, whose absence only the gate can see."""

    fact: Literal["jurisdiction", "actor", "party", "channel", "purpose", "now", "zone", "facts", "pack"]


class Core:
    """Breached when the reading of the request found a problem with this fact."""

    Terms, Values = CoreTerms, NamedNumbers
    counter = None
    wakes_on = None

    def __init__(self, terms: CoreTerms, _values: Mapping[str, Any]) -> None:
        self.fact = terms.fact

    def judge(self, facts: Facts) -> Breach | None:
        wrong = [sentence for fact, sentence in facts.problems if fact == self.fact]
        return Breach({self.fact: "; ".join(wrong)}) if wrong else None

    def column(self, board: Board) -> Column:
        if self.fact == "zone":
            return nw.col("zone_offset").is_null()
        return self.judge(board.act) is not None

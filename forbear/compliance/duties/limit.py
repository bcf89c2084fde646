"""How much, how long, how late? A number against its dated bound, with other bounds where a condition holds.

Must not know any bound: `at_most`, `at_least` and the numbers that `instead` names are values of the law file.
"""

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw
from pydantic import BaseModel, ConfigDict

from forbear.compliance.board import Board, Column, all_of
from forbear.compliance.conditions import Condition
from forbear.compliance.duties.kind import Breach, NamedNumbers, Terms
from forbear.compliance.facts import Facts, reader
from forbear.compliance.vocabulary import type_of
from forbear.kernel.errors import BadInput


class Instead(BaseModel):
    """Where `when` holds, the value called `bound` replaces the ordinary one. The first that holds counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    when: list[dict[str, Any]]
    bound: str


class LimitTerms(Terms):
    """`measure`: the number; `when`: only then; `must_be_known`: an unrecorded number is a breach."""

    measure: str
    when: list[dict[str, Any]] | None = None
    instead: tuple[Instead, ...] = ()
    must_be_known: bool = False


class Limit:
    """Breached when the number is above `at_most` or below `at_least`."""

    Terms, Values = LimitTerms, NamedNumbers
    counter = None

    def __init__(self, terms: LimitTerms, values: Mapping[str, Any]) -> None:
        if type_of(terms.measure) != "number":
            raise BadInput(f"{terms.measure!r} is not a number of the vocabulary.")
        if len({"at_most", "at_least"} & set(values)) != 1:
            raise BadInput("a limit needs exactly one of at_most and at_least among its values.")
        self.side = "at_most" if "at_most" in values else "at_least"
        self.bound, self.measure, self.read = values[self.side], terms.measure, reader(terms.measure)
        self.known = terms.must_be_known
        self.when = Condition(terms.when, values) if terms.when is not None else None
        self.instead = [(Condition(each.when, values), self._named(each.bound, values)) for each in terms.instead]
        self._when = self.when.scalar() if self.when else None
        self.wakes_on = None if self.known else Condition({terms.measure: {"known": True}}, values)
        self._instead = [(condition.scalar(), bound) for condition, bound in self.instead]

    @staticmethod
    def _named(name: str, values: Mapping[str, Any]) -> float:
        if name not in values:
            raise BadInput(f"`instead` names {name!r}, which is no value of this law.")
        return float(values[name])

    def judge(self, facts: Facts) -> Breach | None:
        if self._when is not None and not self._when(facts):
            return None
        number = self.read(facts)
        if number is None:
            return Breach({self.measure: None}) if self.known else None
        bound = next((other for holds, other in self._instead if holds(facts)), self.bound)
        return Breach({self.measure: number, self.side: bound}) if self._beyond(number, bound) else None

    def column(self, board: Board) -> Column:
        """A portfolio is held to the strictest bound of the law, whatever `instead` would grant one request."""
        name, when = board.column_of(self.measure), self._column_when(board)
        if name is None:
            number = self.read(board.act)
            return all_of([when, self.known if number is None else self._beyond(number, self._strictest())])
        return all_of([when, self._beyond(nw.col(name), self._strictest()).fill_null(self.known)])

    def _column_when(self, board: Board) -> Column:
        return True if self.when is None else self.when.column(board, unknown=True)

    def _strictest(self) -> float:
        bounds = [self.bound, *(bound for _, bound in self.instead)]
        return float(min(bounds)) if self.side == "at_most" else float(max(bounds))

    def _beyond(self, number: Any, bound: float) -> Any:
        return number > bound if self.side == "at_most" else number < bound

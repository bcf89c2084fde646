"""Which rule lets an act through? A consent or an exception that a verdict should name when the act is allowed.

Lifts nothing by itself: the duty that is lifted says so under its own `unless`. This kind only makes the permission
part of the evidence, so that a reader sees on what the allowance rested.
"""

from collections.abc import Mapping
from typing import Any

from forbear.compliance.board import Board, Column
from forbear.compliance.conditions import Condition
from forbear.compliance.duties.kind import Breach, NamedNumbers, Terms
from forbear.compliance.facts import Facts


class PermissionTerms(Terms):
    """`when`: alternatives, any of which makes the permission worth naming."""

    when: list[dict[str, Any]]


class Permission:
    """Never breached; named in `rules` where it holds and nothing refused."""

    Terms, Values = PermissionTerms, NamedNumbers
    counter = None

    def __init__(self, terms: PermissionTerms, values: Mapping[str, Any]) -> None:
        self.wakes_on = Condition(terms.when, values)
        self.holds = self.wakes_on.scalar()

    def judge(self, _facts: Facts) -> Breach | None:
        return None

    def column(self, _board: Board) -> Column:
        return False

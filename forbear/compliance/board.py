"""The portfolio beside one act: which facts are columns (one row a person), and which are the same for everybody.

Must not judge. Columns follow the person situation of the lake; the names are listed in forbear/compliance/mask.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import narwhals.stable.v2 as nw

from forbear.compliance.facts import Facts
from forbear.compliance.vocabulary import DERIVED

# Either the same answer for every row, or an expression.
Column = nw.Expr | bool

# Facts of a request that a portfolio holds in a column.
FACT_COLUMNS = {fact: fact for fact in DERIVED} | {
    "borrower.age": "age",
    "debt.settled": "debt_settled",
    "debt.limitation_expired": "limitation_expired",
    "dispute_open": "disputed",
    "hours_exception_now": "hours_exception",
    "written_dispute_open": "disputed",
}
# Flags whose column has another name; every other flag has a column of its own name.
FLAG_COLUMNS = {"cease_request_written": "cease_request", "promise": "promise_live"}


class Board:
    """Columns at hand, the act that is the same for all rows, and the instant (UTC) for which is forecast."""

    def __init__(self, columns: Iterable[str], act: Facts, now: datetime) -> None:
        self.columns, self.act, self.now = frozenset(columns), act, now

    def column_of(self, fact: str) -> str | None:
        name = FACT_COLUMNS.get(fact)
        return name if name in self.columns else None

    def flag(self, flag: str, unknown: bool) -> Column:
        """True where the person has this flag; a flag without a column is read from the act."""
        name = FLAG_COLUMNS.get(flag, flag)
        if name not in self.columns:
            return flag in self.act.flags
        return nw.col(name).fill_null(unknown)

    def offsets(self) -> list[nw.Expr]:
        """Minutes from UTC of the person's zones at `now`; only the first must be there."""
        return [nw.col(name) for name in ("zone_offset", "zone_offset_2") if name in self.columns]


def any_of(parts: Sequence[Column]) -> Column:
    """Or, folding what is already known."""
    if any(part is True for part in parts):
        return True
    expressions = [part for part in parts if not isinstance(part, bool)]
    return nw.any_horizontal(*expressions, ignore_nulls=False) if expressions else False


def all_of(parts: Sequence[Column]) -> Column:
    """And, folding what is already known."""
    if any(part is False for part in parts):
        return False
    expressions = [part for part in parts if not isinstance(part, bool)]
    return nw.all_horizontal(*expressions, ignore_nulls=False) if expressions else True


def negate(part: Column) -> Column:
    return not part if isinstance(part, bool) else ~part

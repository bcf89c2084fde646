"""One cell of a decision table: a condition on one fact, read in two ways that must agree.

Must not grow free expressions: the operators are closed (equals, in, between, >=, <=, any), so that holes and overlaps
can be found by looking. An unknown fact satisfies only `null` and `any`.
"""

from dataclasses import dataclass
from typing import Any, cast

import narwhals.stable.v2 as nw

from forbear.strategy.vocabulary import FACTS, Value

OPERATORS = ("equals", "in", "between", ">=", "<=", "any")


@dataclass(frozen=True, slots=True)
class Cell:
    """`fact` satisfies `operator` on `values`."""

    fact: str
    operator: str
    values: tuple[Value, ...]

    def holds(self, value: Value) -> bool:
        """Whether `value` of the fact satisfies the cell."""
        if self.operator in ("equals", "in"):
            return value in self.values
        if self.operator == "any":
            return True
        return value is not None and self._low() <= value <= self._high()  # type: ignore[operator]

    def expression(self) -> nw.Expr:
        """The same question as a portable expression; unknown counts as not satisfied."""
        column = nw.col(self.fact)
        if self.operator == "any":
            return column.is_null() | ~column.is_null()
        if self.operator not in ("equals", "in"):
            return (column >= self._low()) & (column <= self._high())
        wanted = column.is_in([value for value in self.values if value is not None])
        return column.is_null() | wanted if None in self.values else wanted

    def edges(self) -> tuple[Value, ...]:
        """Values at which the answer may change; with the least value they stand for the whole range."""
        if self.operator == "any":
            return ()
        numbers = [v for v in self.values if isinstance(v, int) and not isinstance(v, bool)]
        after = [] if self.operator == ">=" else [number + 1 for number in numbers]
        return (*numbers, *after)

    def _low(self) -> int:
        return cast(int, self.values[0]) if self.operator != "<=" else -(2**62)

    def _high(self) -> int:
        return cast(int, self.values[-1]) if self.operator != ">=" else 2**62

    def __str__(self) -> str:
        values = ", ".join(
            "unknown" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for v in self.values
        )
        return f"{self.fact} {'' if self.operator == 'equals' else self.operator + ' '}{values}"


def read_cell(fact: str, written: Any) -> Cell:
    """The cell as written in YAML; raises ValueError saying what is wrong with it."""
    if fact not in FACTS:
        raise ValueError(f"{fact!r} is not a known fact; known: {', '.join(sorted(FACTS))}")
    operator, values = _operator(written)
    if operator not in OPERATORS:
        raise ValueError(f"{fact}: unknown operator {operator!r}; known: {', '.join(OPERATORS)}")
    _check(fact, operator, values)
    return Cell(fact, operator, values)


def _operator(written: Any) -> tuple[str, tuple[Any, ...]]:
    if written == "any":
        return "any", ()
    if isinstance(written, dict):
        if len(written) != 1:
            raise ValueError(f"a cell has one operator, not {written!r}")
        operator, value = next(iter(written.items()))
        return str(operator), tuple(value) if isinstance(value, list) else (value,)
    return ("in", tuple(written)) if isinstance(written, list) else ("equals", (written,))


def _check(fact: str, operator: str, values: tuple[Any, ...]) -> None:
    kind = FACTS[fact]
    size = {"equals": 1, ">=": 1, "<=": 1, "between": 2, "any": 0}.get(operator, max(len(values), 1))
    if len(values) != size:
        raise ValueError(f"{fact}: {operator} takes {size} value(s), not {len(values)}")
    for value in values:
        if not kind.admits(value):
            raise ValueError(f"{fact}: {value!r} cannot occur")
    if operator in ("between", ">=", "<=") and (kind.least is None or None in values):
        raise ValueError(f"{fact}: {operator} needs numbers")
    if operator == "between" and values[0] > values[1]:
        raise ValueError(f"{fact}: between {values[0]} and {values[1]} is empty")

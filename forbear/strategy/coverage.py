"""Finds, before a playbook is used, situations that no row or more than one row answers, and rows never reached.

Must not sample: every fact that the table names is cut at the table's own edges, a row becomes a box over these cuts,
and boxes are subtracted from the whole, so what is left over is exactly the hole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from forbear.strategy.cells import Cell
from forbear.strategy.vocabulary import FACTS, Value

Box = dict[str, frozenset[Value]]
Cells = Sequence[Cell]


def cuts(rows: Iterable[Cells]) -> Box:
    """For every fact named in the table, values that stand for all ranges between its edges."""
    edges: dict[str, set[Value]] = {}
    for cell in (cell for row in rows for cell in row):
        edges.setdefault(cell.fact, set()).update(cell.edges())
    return {fact: frozenset(_stand_ins(fact, values)) for fact, values in edges.items()}


def _stand_ins(fact: str, edges: set[Value]) -> Iterator[Value]:
    kind = FACTS[fact]
    yield from kind.values if kind.least is None else {kind.least, *edges}
    if kind.may_be_unknown:
        yield None


def box_of(row: Cells, whole: Box) -> Box:
    """The part of `whole` that satisfies the row."""
    box = dict(whole)
    for cell in row:
        box[cell.fact] = frozenset(value for value in box[cell.fact] if cell.holds(value))
    return box


def meet(one: Box, other: Box) -> Box | None:
    """What two boxes share, or None."""
    shared = {fact: values & other[fact] for fact, values in one.items()}
    return shared if all(shared.values()) else None


def subtract(box: Box, taken: Box) -> Iterator[Box]:
    """Disjoint boxes that make up `box` without `taken`."""
    if meet(box, taken) is None:
        yield box
        return
    rest = dict(box)
    for fact, values in taken.items():
        if outside := rest[fact] - values:
            yield {**rest, fact: outside}
        rest[fact] = rest[fact] & values


def reached(rows: Mapping[str, Cells]) -> tuple[dict[str, list[Box]], list[Box], Box]:
    """For each row the boxes that arrive at it when earlier rows have taken theirs; what no row takes; the whole."""
    whole = cuts(rows.values())
    left, arrives = [whole], dict[str, list[Box]]()
    for name, row in rows.items():
        box = box_of(row, whole)
        arrives[name] = [part for part in (meet(piece, box) for piece in left) if part]
        left = [part for piece in left for part in subtract(piece, box)]
    return arrives, left, whole


def example(box: Box, whole: Box) -> str:
    """One situation of the box in words, naming only the facts that the box restricts."""
    chosen = {fact: _first(values) for fact, values in box.items() if values != whole[fact]}
    words = {None: "unknown", True: "true", False: "false"}
    told = (
        f"{fact}: {words[value] if value is None or isinstance(value, bool) else value}"
        for fact, value in chosen.items()
    )
    return ", ".join(told) or "any situation"


def _first(values: frozenset[Value]) -> Value:
    return min(values, key=lambda value: (value is None, value is True, str(value).zfill(12)))

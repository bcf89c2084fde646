"""Scoring a whole CSV from a card: each row's probability, band and three reasons beside its id, order kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from forbear.kernel.errors import BadInput
from forbear.risk import recipe
from forbear.risk.card import Card, Language
from forbear.risk.explain import REASONS, reasons
from forbear.risk.score import Scored, doubts, readable, score
from forbear.risk.table import Table

ADDED = ("probability", "band", *(f"reason_{n}" for n in range(1, REASONS + 1)))
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Batch:
    """`header` and `rows` are ready to be written; `doubts` says what the card could not take as it stands."""

    header: list[str]
    rows: Iterator[list[str]]
    scored: Scored
    doubts: list[str]


def score_table(card: Card, table: Table, id_column: str | None, language: Language) -> Batch:
    """The table's rows with what the card says of them.

    Kept columns: the id (`id_column`, else the card's own if the table has it), else all. BadInput where a column
    that the card needs is not there, or one of the added names is taken.
    """
    kept = _kept(card, table, id_column)
    taken = [name for name in kept if name in ADDED]
    if taken:
        raise BadInput(f"the data already have a column {taken[0]!r}.", where=str(table.path), mend="Rename it.")
    columns = recipe.columns_for(card.recipe, table.columns, table.decimal_comma)
    _, ready = readable(card, columns, table.decimal_comma)
    scored = score(card, ready)
    unsure = doubts(card, {name: columns[name] for name in card.sources})
    return Batch([*kept, *ADDED], _written(card, table, kept, ready, scored, language), scored, unsure)


def _kept(card: Card, table: Table, id_column: str | None) -> list[str]:
    if id_column is not None and id_column not in table.columns:
        raise BadInput(f"the data have no column {id_column!r}.", where="--id")
    name = id_column or (card.id_column if card.id_column in table.columns else None)
    return [name] if name else list(table.columns)


def _written(
    card: Card, table: Table, kept: list[str], ready: recipe.Columns, scored: Scored, language: Language
) -> Iterator[list[str]]:
    for start in range(0, table.rows, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        said = reasons(card, {name: values[part] for name, values in ready.items()}, language)
        for row, row_reasons in enumerate(said, start):
            own = ["" if table.columns[name][row] is None else table.columns[name][row] for name in kept]
            texts = [reason.text for reason in row_reasons]
            yield [*own, f"{scored.probability[row]:.9f}", scored.band[row], *texts, *[""] * (REASONS - len(texts))]

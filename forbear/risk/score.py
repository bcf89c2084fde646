"""Scoring rows from a card: find each value's bin, look up each term, add. Nothing else happens to a score.

score = intercept + sum of terms; probability = calibrated(score). Needs numpy only, never the fitting library,
and equals that library's own score within 1e-9. A missing value has its own bin, and text where a number belongs
counts as missing; an unseen category counts as rare, or as nothing (0) where the card learned no rare category.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forbear.kernel.errors import BadInput
from forbear.risk.bins import bin_of
from forbear.risk.calibration import calibrated
from forbear.risk.card import Card, Categorical, Numeric, Term
from forbear.risk.numbers import parse

Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[Any]]
BLOCK = 32_768
BANDS = np.array(["low", "medium", "high"])


@dataclass(frozen=True, slots=True)
class Scored:
    """One entry a row, in the order given. `score` is log-odds before calibration."""

    score: Floats
    probability: Floats
    band: NDArray[np.str_]


def score(card: Card, columns: Columns) -> Scored:
    """Score `columns` (source column -> array of equal length: floats with NaN as missing, or texts)."""
    rows, columns = readable(card, columns)
    model = _tables(card)
    total = np.empty(rows)
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda part: _fill(card, model, columns, part, total), _blocks(rows)))
    probability = calibrated(total, card.calibration.slope, card.calibration.offset)
    return Scored(total, probability, band(card, probability))


def band(card: Card, probability: Floats) -> NDArray[np.str_]:
    """low, medium or high for each probability; a probability equal to a threshold is in the higher band."""
    return BANDS[np.searchsorted([card.bands.medium_from, card.bands.high_from], probability, side="right")]


def contributions(card: Card, columns: Columns) -> Floats:
    """Rows × terms, log-odds; with the intercept, each row's sum is its score."""
    rows, columns = readable(card, columns)
    result = np.empty((rows, len(card.terms)), order="F")
    for part in _blocks(rows):
        for number, values in enumerate(_term_values(card, _tables(card), columns, part)):
            result[part, number] = values
    return result


def readable(card: Card, columns: Columns, decimal_comma: bool | None = None) -> tuple[int, Columns]:
    """The row count and the card's columns, with texts read as numbers where the card wants numbers.

    `decimal_comma` None: settled by each column itself.
    """
    rows = _rows(card, columns)
    texts = {feature.source for feature in card.features if isinstance(feature, Categorical)}
    return rows, {n: columns[n] if n in texts else _numbers(columns[n], decimal_comma) for n in card.sources}


def doubts(card: Card, columns: Columns) -> list[str]:
    """What scoring could not take as it stands, a sentence a column: unseen categories, texts that are no numbers."""
    said = []
    for feature in card.features:
        values = columns[feature.source]
        if isinstance(feature, Categorical):
            unseen = int((bin_of(feature, values) == feature.bins(False) - 1).sum())
            said += (
                [f"{feature.source}: {unseen:,} rows hold a value the card never saw; it counts as nothing"]
                if unseen
                else []
            )
        elif isinstance(feature, Numeric) and values.dtype.kind in "OUT":
            bad = int(parse(values).unreadable.sum())
            said += [f"{feature.source}: {bad:,} cells are not numbers and count as missing"] if bad else []
    return said


def _numbers(values: NDArray[Any], decimal_comma: bool | None) -> Floats:
    if values.dtype.kind in "OUT":
        return parse(values, decimal_comma).values
    return values.astype(np.float64, copy=False)


def _rows(card: Card, columns: Columns) -> int:
    absent = [name for name in card.sources if name not in columns]
    if absent:
        raise BadInput(
            f"the card {card.name!r} needs the column {absent[0]!r}, which the data do not have"
            + (f" (and {len(absent) - 1} more: {', '.join(absent[1:6])})." if len(absent) > 1 else "."),
            mend="Give the data the columns the card was fitted on, or fit a card on these data.",
        )
    lengths = {len(columns[name]) for name in card.sources}
    if len(lengths) > 1:
        raise BadInput("the columns to score differ in length.")
    return lengths.pop() if lengths else len(next(iter(columns.values()), ()))


def _tables(card: Card) -> list[Floats]:
    return [np.asarray(term.scores, dtype=np.float64) for term in card.terms]


def _blocks(rows: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, rows)) for start in range(0, rows, BLOCK))


def _fill(card: Card, model: list[Floats], columns: Columns, part: slice, total: Floats) -> None:
    total[part] = card.intercept
    block = total[part]
    for values in _term_values(card, model, columns, part):
        block += values


def _term_values(card: Card, model: list[Floats], columns: Columns, part: slice) -> Iterator[Floats]:
    """Each term's values for one block; a feature is binned once and reused by its pairs."""
    features = {feature.name: feature for feature in card.features}
    binned: dict[tuple[str, bool], NDArray[np.intp]] = {}

    def places(name: str, pair: bool) -> NDArray[np.intp]:
        feature = features[name]
        pair = pair and isinstance(feature, Numeric)
        if (name, pair) not in binned:
            binned[name, pair] = bin_of(feature, columns[feature.source][part], pair)
        return binned[name, pair]

    for term, table in zip(card.terms, model, strict=True):
        yield _looked_up(term, table, places)


def _looked_up(term: Term, table: Floats, places: Any) -> Floats:
    if len(term.features) == 1:
        values: Floats = np.take(table, places(term.features[0], False))
        return values
    first, second = (places(name, True) for name in term.features)
    paired: Floats = np.take(table.ravel(), first * table.shape[1] + second)
    return paired

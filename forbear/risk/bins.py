"""Which bin a value falls in: the one rule shared by scoring, explaining and reporting.

Bin 0 is missing; the last bin is for a category never seen. Left edges belong to their bin.
Whole numbers of modest range go through a lookup table (several times faster), with the same answer.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from forbear.risk.card import Categorical, Code, Numeric

Places = NDArray[np.intp]
LOOKUP_RANGE = 100_000


def bin_of(feature: Numeric | Categorical | Code, values: NDArray[Any], pair: bool = False) -> Places:
    """The bin of each value. Numbers: floats, NaN missing. Texts: object array, None missing."""
    if isinstance(feature, Categorical):
        return _categories(feature, values)
    numbers = np.asarray(values, dtype=np.float64)
    return _codes(feature, numbers) if isinstance(feature, Code) else _ordinary(feature, numbers, pair)


def _ordinary(feature: Numeric, numbers: NDArray[np.float64], pair: bool) -> Places:
    cuts = np.asarray(feature.pair_cuts if pair else feature.cuts, dtype=np.float64)
    if feature.codes:
        numbers = np.where(np.isin(numbers, feature.codes), np.nan, numbers)
    places = _through_table(numbers, cuts) if feature.whole else None
    return _searched(numbers, cuts) if places is None else places


def _searched(numbers: NDArray[np.float64], cuts: NDArray[np.float64]) -> Places:
    places = np.searchsorted(cuts, numbers, side="right") + 1
    places[np.isnan(numbers)] = 0
    return places


def _through_table(numbers: NDArray[np.float64], cuts: NDArray[np.float64]) -> Places | None:
    """Bins through a table over the whole numbers between the outer cuts; None if the values are not whole."""
    if not len(cuts) or cuts[-1] - cuts[0] > LOOKUP_RANGE:
        return None
    low, high = float(np.floor(cuts[0]) - 1), float(np.ceil(cuts[-1]) + 1)
    missing = np.isnan(numbers)
    held = np.clip(np.where(missing, low, numbers), low, high)
    steps = (held - low).astype(np.intp)
    if not np.array_equal(steps + low, held):
        return None
    table = np.searchsorted(cuts, np.arange(low, high + 1), side="right") + 1
    places = np.take(table, steps)
    places[missing] = 0
    return places


def _codes(feature: Code, numbers: NDArray[np.float64]) -> Places:
    places = np.ones(len(numbers), dtype=np.intp)
    for number, code in enumerate(feature.codes):
        places[numbers == code] = number + 2
    places[np.isnan(numbers)] = 0
    return places


def _categories(feature: Categorical, values: NDArray[Any]) -> Places:
    known = {category: number + 1 for number, category in enumerate(feature.categories)}
    unseen = known[feature.rare] if feature.rare is not None else feature.bins(False) - 1
    distinct, inverse = _distinct(values)
    codes = [0 if value is None else known.get(value, unseen) for value in distinct]
    return np.asarray(codes, dtype=np.intp)[inverse]


def _distinct(values: NDArray[Any]) -> tuple[list[str | None], Places]:
    """Distinct texts (None for missing) and each row's place among them."""
    seen: dict[Any, int] = {}
    inverse = np.fromiter((seen.setdefault(v, len(seen)) for v in values.tolist()), dtype=np.intp, count=len(values))
    return [None if v is None or v != v else str(v) for v in seen], inverse

"""How the card treats groups it was never shown: ranking, predicted against observed, and band shares by group.

It reports; it must not adjust scores. Group columns are never features. Groups under 50 rows are named, not judged.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forbear.risk.card import Bands
from forbear.risk.metrics import auc
from forbear.risk.numbers import parse

Floats = NDArray[np.float64]
SMALLEST_GROUP = 50
MOST_GROUPS = 8


def by_group(
    groups: Mapping[str, NDArray[Any]], outcome: Floats, probability: Floats, bands: Bands
) -> list[dict[str, str | float | None]]:
    """One entry a group value: rows, observed and predicted rate, AUC (null where one class is absent), band shares."""
    return [
        {"column": column, "group": label, **_measures(outcome[inside], probability[inside], bands)}
        for column, values in groups.items()
        for label, inside in _parts(values)
    ]


def _parts(values: NDArray[Any]) -> list[tuple[str, NDArray[np.bool_]]]:
    """The column's own values, or its four quarters where it is a number with many."""
    numbers = parse(values)
    if not numbers.unreadable.any() and len(set(values.tolist())) > MOST_GROUPS:
        return _quarters(numbers.values)
    texts = np.array(["(missing)" if v is None or v != v else str(v) for v in values.tolist()])
    names, counts = np.unique(texts, return_counts=True)
    common = sorted(names[np.argsort(-counts, kind="stable")[:MOST_GROUPS]])
    parts = [(str(name), texts == name) for name in common]
    other = ~np.isin(texts, common)
    return [*parts, ("(other)", other)] if other.any() else parts


def _quarters(numbers: Floats) -> list[tuple[str, NDArray[np.bool_]]]:
    edges = np.unique(np.nanquantile(numbers, [0, 0.25, 0.5, 0.75, 1]))
    parts = []
    for number, (low, high) in enumerate(pairwise(edges)):
        last = number == len(edges) - 2
        inside = (numbers >= low) & ((numbers <= high) if last else (numbers < high))
        parts.append((f"{low:g} to {'' if last else 'under '}{high:g}", inside))
    return parts


def _measures(outcome: Floats, probability: Floats, bands: Bands) -> dict[str, float | None]:
    rows = len(outcome)
    if rows < SMALLEST_GROUP:
        return {
            "rows": rows,
            "observed": None,
            "predicted": None,
            "auc": None,
            "low": None,
            "medium": None,
            "high": None,
        }
    place = np.searchsorted([bands.medium_from, bands.high_from], probability, side="right")
    both = 0 < outcome.sum() < rows
    return {
        "rows": rows,
        "observed": float(outcome.mean()),
        "predicted": float(probability.mean()),
        "auc": auc(outcome, probability) if both else None,
        **{name: float((place == number).mean()) for number, name in enumerate(("low", "medium", "high"))},
    }

"""What each column of a user's table is: number, text, or something that no card should learn from, and why.

Nothing is left out silently: every column left out carries its reason, which the report shows. Codes that look like
numbers (96, 98, 999, -1 standing apart at an edge) are found here and given bins of their own.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forbear.risk.numbers import parse

CODES = frozenset(
    (
        *(-1, -2, -3, -7, -8, -9, -99, -999, -9999, -99999, -1111111),
        *(96, 97, 98, 99, 996, 997, 998, 999, 9996, 9997, 9998, 9999, 99999, 999999, 9999999, 99999999),
    )
)
READABLE_SHARE = 0.98
TOO_MANY_TEXTS = 0.5
LEAST_CODE_ROWS = 5
LONGEST_SCALE = 12
"""Below zero, a code is told from a step of a short scale (-1, 0, 1, 2…) by the many values above it."""
RARE = "(rare)"
MOST_CATEGORIES = 60
_ID_NAME = re.compile(
    r"(^|[^a-z])(id|uuid|guid|key|no|number|index|row)([^a-z]|$)|编号|編號|序号|序號|身份证", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ T]\d.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")


@dataclass(frozen=True, slots=True)
class Column:
    """One usable column. Numbers: floats, NaN missing. Texts: object array, None missing, rare ones grouped."""

    name: str
    kind: str
    values: NDArray[Any]
    codes: tuple[float, ...] = ()
    categories: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def missing(self) -> NDArray[np.bool_]:
        if self.kind == "number":
            return np.isnan(self.values.astype(np.float64, copy=False))
        return absent(self.values)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A column that is not learned from, and the reason in one sentence."""

    name: str
    reason: str


def absent(texts: NDArray[Any]) -> NDArray[np.bool_]:
    """Which entries of an object array are None."""
    return np.fromiter((text is None for text in texts.tolist()), dtype=bool, count=len(texts))


def understood(
    name: str, values: NDArray[Any], decimal_comma: bool | None, seek_codes: bool = True
) -> Column | Excluded:
    """What the column is, from all of its values (texts or floats). `seek_codes` false: every number is a quantity."""
    present = [v for v in values.tolist() if v is not None and v == v]
    if not present:
        return Excluded(name, "every cell is empty")
    distinct = set(present)
    if len(distinct) == 1 and len(present) == len(values):
        return Excluded(name, f"every row holds the same value ({present[0]})")
    parsed = parse(values, decimal_comma)
    read = int((~np.isnan(parsed.values)).sum())
    if read and read / (read + parsed.unreadable.sum()) >= READABLE_SHARE:
        return _number(name, parsed.values, int(parsed.unreadable.sum()), seek_codes)
    return _text(name, values, present)


def _number(name: str, numbers: NDArray[np.float64], unreadable: int, seek_codes: bool) -> Column | Excluded:
    present = numbers[~np.isnan(numbers)]
    if _counts_rows(name, present, len(numbers)):
        return Excluded(name, "a different whole number in every row: it names the row, it does not describe it")
    codes = find_codes(present) if seek_codes else ()
    notes = [f"{unreadable} cells are not numbers and count as missing"] if unreadable else []
    if codes:
        rows = int(np.isin(present, codes).sum())
        said = ", ".join(f"{code:g}" for code in codes)
        notes.append(f"{said} stand apart from all other values ({rows:,} rows): read as codes, not as quantities")
    ordinary = present[~np.isin(present, codes)]
    tail = float(np.quantile(ordinary, 0.99)) if len(ordinary) else 0.0
    if tail > 0 and ordinary.max() > 20 * tail:
        notes.append(f"heavy tail: the largest value {ordinary.max():g} is over 20 times the 99th percentile {tail:g}")
    return Column(name, "number", numbers, codes=codes, notes=tuple(notes))


def _counts_rows(name: str, present: NDArray[np.float64], rows: int) -> bool:
    if len(present) < max(rows, 20) or len(np.unique(present)) < rows or (present != np.floor(present)).any():
        return False
    dense = present.max() - present.min() < 3 * rows
    long_alike = present.min() >= 1e5 and len({len(f"{v:.0f}") for v in (present.min(), present.max())}) == 1
    return bool(dense or long_alike or _ID_NAME.search(name))


def find_codes(present: NDArray[np.float64]) -> tuple[float, ...]:
    """Code-like values at either edge that stand apart from the rest and recur; in rising order."""
    values, counts = np.unique(present, return_counts=True)
    found = [*_edge(values, counts, from_top=True), *_edge(values, counts, from_top=False)]
    return tuple(sorted(found))


def _edge(values: NDArray[np.float64], counts: NDArray[np.int64], from_top: bool) -> list[float]:
    order = range(len(values) - 1, -1, -1) if from_top else range(len(values))
    taken: list[int] = []
    for place in order:
        sign_fits = values[place] > 0 if from_top else values[place] < 0
        if values[place] not in CODES or not sign_fits:
            break
        taken.append(place)
    rest = np.delete(values, taken)
    if not taken or len(rest) < 2 or counts[taken].sum() < LEAST_CODE_ROWS:
        return []
    nearest = rest.max() if from_top else rest.min()
    apart = values[taken].min() > 2 * max(nearest, 1) if from_top else nearest >= 0 and len(rest) > LONGEST_SCALE
    return [float(values[place]) for place in taken] if apart else []


def _text(name: str, values: NDArray[Any], present: list[Any]) -> Column | Excluded:
    texts = np.array([None if v is None else str(v) for v in values.tolist()], dtype=object)
    distinct, counts = np.unique([str(v) for v in present], return_counts=True)
    if sum(count for text, count in zip(distinct, counts, strict=True) if _DATE.fullmatch(text)) > 0.95 * len(present):
        return Excluded(name, "dates: a card learns from spans of time, so give an age or a number of days instead")
    if len(distinct) > 20 and len(distinct) > TOO_MANY_TEXTS * len(present):
        return Excluded(
            name, f"text with {len(distinct):,} different values in {len(present):,} rows: names, not classes"
        )
    kept, notes = _frequent(distinct, counts, len(values))
    if len(kept) < len(distinct):
        texts[~np.isin(texts, kept) & ~absent(texts)] = RARE
        kept = [*kept, RARE]
    return Column(name, "text", texts, categories=tuple(kept), notes=notes)


def _frequent(distinct: NDArray[Any], counts: NDArray[np.int64], rows: int) -> tuple[list[str], tuple[str, ...]]:
    least = max(10, rows // 500)
    order = np.argsort(-counts, kind="stable")[:MOST_CATEGORIES]
    kept = sorted(str(distinct[place]) for place in order if counts[place] >= least)
    grouped = len(distinct) - len(kept)
    note = f"{grouped} values with fewer than {least} rows (or beyond the {MOST_CATEGORIES} commonest) grouped as rare"
    return kept, ((note,) if grouped else ())

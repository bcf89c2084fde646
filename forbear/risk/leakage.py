"""Warnings before a card is trusted: columns that may know the answer already, and columns about who a person is.

It warns, names the column and shows the evidence; it never drops a column (only the user's --drop does).
Reasons: a score built on what is known only afterwards is worthless on the day it is used.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from forbear.risk.card import Warned
from forbear.risk.columns import Column
from forbear.risk.metrics import auc

Floats = NDArray[np.float64]
TELLS_ALL = 0.95
TELLS_MUCH = 0.80
LEAD_OVER_NEXT = 0.08
MISSINGNESS_TELLS = 0.70
EXPECTED_AT_LEAST = 10
PROTECTED = re.compile(
    r"(^|[^a-z])(sex|gender|age|education|marital|marriage|married|nationality|race|ethnic\w*|religion|foreign|"
    r"pregnan\w*|disab\w*)([^a-z]|$)|性别|性別|年龄|年齡|学历|學歷|教育|婚姻|国籍|國籍|民族|宗教|残疾|殘疾|籍贯",
    re.IGNORECASE,
)
AFTERWARDS = re.compile(
    r"recover|settle|charge.?off|written.?off|write.?off|collection_|call_?duration|^duration$|outcome|last_pymnt|"
    r"last_payment|total_pymnt|total_rec|out_prncp|hardship|closed|final_|post_|result|"
    r"通话时长|通話時長|回收|结清|結清|核销|核銷|结果|結果",
    re.IGNORECASE,
)


def warnings(columns: Sequence[Column], outcome: Floats) -> list[Warned]:
    """Every warning, most telling column first; each carries its numbers."""
    alone = {column.name: alone_auc(column, outcome) for column in columns}
    ranked = sorted(columns, key=lambda column: -alone[column.name])
    found = [warned for column in ranked for warned in _of(column, outcome, alone)]
    return found + [_protected(column.name) for column in ranked if is_protected(column.name)]


def is_protected(name: str) -> bool:
    """Whether the name looks like sex, age, education, marriage, nationality or the like."""
    return bool(PROTECTED.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)))


def _protected(name: str) -> Warned:
    evidence = (
        "looks like a protected attribute; leave it out with --drop, or give it as --group to check fairness by it"
    )
    return Warned(kind="protected", column=name, evidence=evidence)


def alone_auc(column: Column, outcome: Floats) -> float:
    """How well this column alone ranks the outcome: its bins' rates learned on one half and tested on the other."""
    bins = _coarse(column)
    halves = np.arange(len(outcome)) % 2 == 0
    guess = np.empty(len(outcome))
    for learn, test in ((halves, ~halves), (~halves, halves)):
        rows = np.bincount(bins[learn], minlength=bins.max() + 1)
        hits = np.bincount(bins[learn], weights=outcome[learn], minlength=bins.max() + 1)
        guess[test] = ((hits + outcome[learn].mean()) / (rows + 1))[bins[test]]
    return auc(outcome, guess)


def _coarse(column: Column) -> NDArray[np.intp]:
    """At most 50 bins of equal size by value, or one a text; missing is its own."""
    if column.kind == "text":
        return np.unique([v if v is not None else "" for v in column.values.tolist()], return_inverse=True)[1]
    present = column.values[~column.missing]
    edges = np.unique(np.quantile(present, np.linspace(0, 1, 51)[1:-1])) if len(present) else np.empty(0)
    bins = np.searchsorted(edges, column.values, side="right") + 1
    bins[column.missing] = 0
    return bins


def _of(column: Column, outcome: Floats, alone: dict[str, float]) -> Iterator[Warned]:
    yield from _tells_too_much(column.name, alone)
    if AFTERWARDS.search(column.name):
        evidence = f"its name suggests something known only afterwards; alone it reaches AUC {alone[column.name]:.3f}"
        yield Warned(kind="known_afterwards", column=column.name, evidence=evidence)
    yield from _missingness(column, outcome)
    yield from _one_class_values(column, outcome)


def _tells_too_much(name: str, alone: dict[str, float]) -> Iterator[Warned]:
    mine, rest = alone[name], [value for other, value in alone.items() if other != name]
    next_best = max(rest, default=0.5)
    if mine >= TELLS_ALL:
        yield Warned(kind="leak", column=name, evidence=f"alone it reaches AUC {mine:.3f}: it almost is the answer")
    elif mine >= TELLS_MUCH and mine - next_best >= LEAD_OVER_NEXT:
        evidence = f"alone it reaches AUC {mine:.3f}, the next best column {next_best:.3f}: is it known in time?"
        yield Warned(kind="leak", column=name, evidence=evidence)


def _missingness(column: Column, outcome: Floats) -> Iterator[Warned]:
    missing = column.missing
    if not missing.any() or missing.all():
        return
    telling = auc(outcome, missing.astype(float))
    with_, without = outcome[missing].mean(), outcome[~missing].mean()
    if (
        max(telling, 1 - telling) >= MISSINGNESS_TELLS
        or _pure(outcome[missing], outcome)
        or _pure(outcome[~missing], outcome)
    ):
        evidence = (
            f"being empty gives the answer away: {with_:.1%} positive in the {missing.sum():,} rows without it, "
            f"{without:.1%} in the {(~missing).sum():,} rows with it"
        )
        yield Warned(kind="missingness", column=column.name, evidence=evidence)


def _pure(part: Floats, outcome: Floats) -> bool:
    """All of one class, although at least ten of the other were to be expected."""
    base = outcome.mean()
    none, every = part.sum() == 0, part.sum() == len(part)
    return bool(
        (none and len(part) * base >= EXPECTED_AT_LEAST) or (every and len(part) * (1 - base) >= EXPECTED_AT_LEAST)
    )


def _one_class_values(column: Column, outcome: Floats) -> Iterator[Warned]:
    """Frequent single values that occur in one class only: filled-in class means, or facts that settle the label."""
    present = ~column.missing
    values, inverse, counts = np.unique(column.values[present], return_inverse=True, return_counts=True)
    if len(values) < 2:
        return
    hits = np.bincount(inverse, weights=outcome[present])
    base = outcome.mean()
    only_positive = (hits == counts) & (counts * (1 - base) >= EXPECTED_AT_LEAST)
    only_negative = (hits == 0) & (counts * base >= EXPECTED_AT_LEAST)
    if only_positive.any() and only_negative.any() and column.kind == "number":
        one, other = (values[np.argmax(np.where(mask, counts, -1))] for mask in (only_positive, only_negative))
        evidence = (
            f"the value {one:g} occurs only in positive rows and {other:g} only in negative ones "
            f"({counts[only_positive].max():,} and {counts[only_negative].max():,} rows): class means filled in?"
        )
        yield Warned(kind="class_means", column=column.name, evidence=evidence)
    elif only_positive.any():
        place = int(np.argmax(np.where(only_positive, counts, -1)))
        evidence = f"all {counts[place]:,} rows with the value {values[place]} are positive"
        yield Warned(kind="one_class_value", column=column.name, evidence=evidence)

"""Judging a model on rows it has not seen: five folds, and the latest fifth where there is time.

It is given how to fit, as a function; it knows no library. Every draw comes from the seed, so a second run is equal.
Calibration of each fold is learned on the other folds only.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forbear.risk.calibration import calibrated, fit_platt
from forbear.risk.metrics import auc

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
FitAndScore = Callable[[Rows, Rows], Floats]
"""(rows to learn from, rows to score) -> raw log-odds of the second."""
FOLDS = 5
LATEST_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Per row: raw log-odds and calibrated probability from a model that never saw the row, and its fold."""

    score: Floats
    probability: Floats
    fold: NDArray[np.intp]


def folds(outcome: Floats, seed: int) -> NDArray[np.intp]:
    """A fold 0…4 for each row, every class spread evenly, from the seed."""
    rng = np.random.default_rng(seed)
    fold = np.empty(len(outcome), dtype=np.intp)
    for label in (0.0, 1.0):
        rows = np.flatnonzero(outcome == label)
        fold[rng.permutation(rows)] = np.arange(len(rows)) % FOLDS
    return fold


def cross_validated(fit_and_score: FitAndScore, outcome: Floats, seed: int, done: Callable[[int], None]) -> OutOfFold:
    """Scores of every row from the four folds it is not in; `done` hears each finished fold's number."""
    fold = folds(outcome, seed)
    score = np.empty(len(outcome))
    for number in range(FOLDS):
        score[fold == number] = fit_and_score(np.flatnonzero(fold != number), np.flatnonzero(fold == number))
        done(number + 1)
    return OutOfFold(score, _cross_calibrated(score, outcome, fold), fold)


def _cross_calibrated(score: Floats, outcome: Floats, fold: NDArray[np.intp]) -> Floats:
    probability = np.empty(len(score))
    for number in range(FOLDS):
        slope, offset = fit_platt(score[fold != number], outcome[fold != number])
        probability[fold == number] = calibrated(score[fold == number], slope, offset)
    return probability


def earlier_and_later(time: Floats) -> tuple[Rows, Rows]:
    """The rows before and from the time that starts the latest fifth; one moment is never on both sides."""
    start = np.quantile(time, 1 - LATEST_SHARE, method="higher")
    if (time < start).sum() < len(time) / 2:
        start = np.unique(time)[np.unique(time) > start][:1].max(initial=np.inf)
    return np.flatnonzero(time < start), np.flatnonzero(time >= start)


def paired_auc_difference(
    outcome: Floats, one: Floats, other: Floats, seed: int, draws: int
) -> tuple[float, float, float]:
    """AUC of `one` minus AUC of `other` on the same rows, with its 95 % paired bootstrap interval."""
    rng = np.random.default_rng(seed)
    samples = [rng.integers(0, len(outcome), len(outcome)) for _ in range(draws)]
    gaps = [auc(outcome[s], one[s]) - auc(outcome[s], other[s]) for s in samples]
    value = auc(outcome, one) - auc(outcome, other)
    return value, float(np.quantile(gaps, 0.025)), float(np.quantile(gaps, 0.975))

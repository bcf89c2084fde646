"""How good a set of probabilities is: ranking, calibration and error, each with a bootstrap interval.

Pure numpy; outcomes are 0/1 arrays, probabilities lie strictly between 0 and 1. Nothing is rounded here.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SMALLEST = 1e-12
CALIBRATION_BINS = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its central 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def auc(outcome: Floats, probability: Floats) -> float:
    """Chance that a random positive outranks a random negative; ties count half; 0.5 where one class is absent."""
    order = np.argsort(probability, kind="stable")
    values, first, counts = np.unique(probability[order], return_index=True, return_counts=True)
    mid_ranks = np.repeat(first + (counts + 1) / 2, counts)
    positives = outcome[order] > 0.5
    many, rest = int(positives.sum()), int((~positives).sum())
    if many == 0 or rest == 0 or len(values) == 1:
        return 0.5
    return float((mid_ranks[positives].sum() - many * (many + 1) / 2) / (many * rest))


def ks(outcome: Floats, probability: Floats) -> float:
    """Largest gap between the score distributions of the two classes (Kolmogorov-Smirnov), 0 to 1."""
    order = np.argsort(probability, kind="stable")
    sorted_outcome, sorted_score = outcome[order], probability[order]
    last_of_tie = np.append(np.diff(sorted_score) > 0, True)
    positives, negatives = np.cumsum(sorted_outcome), np.cumsum(1 - sorted_outcome)
    if positives[-1] == 0 or negatives[-1] == 0:
        return 0.0
    gaps = np.abs(positives / positives[-1] - negatives / negatives[-1])
    return float(gaps[last_of_tie].max())


def brier(outcome: Floats, probability: Floats) -> float:
    """Mean squared error of the probability; 0 is perfect."""
    return float(np.mean((probability - outcome) ** 2))


def log_loss(outcome: Floats, probability: Floats) -> float:
    """Mean negative log likelihood in nats; 0 is perfect."""
    held = np.clip(probability, SMALLEST, 1 - SMALLEST)
    return float(-np.mean(outcome * np.log(held) + (1 - outcome) * np.log1p(-held)))


def ece(outcome: Floats, probability: Floats) -> float:
    """Expected calibration error over ten equally filled bins: mean |predicted - observed|, weighted by rows."""
    rows = calibration_table(outcome, probability)
    return float(sum(r["rows"] * abs(r["predicted"] - r["observed"]) for r in rows) / len(outcome))


def calibration_table(outcome: Floats, probability: Floats, bins: int = CALIBRATION_BINS) -> list[dict[str, float]]:
    """Rows from lowest to highest probability in `bins` equal parts: rows, mean predicted, observed rate."""
    parts = np.array_split(np.argsort(probability, kind="stable"), bins)
    return [
        {"rows": len(p), "predicted": float(probability[p].mean()), "observed": float(outcome[p].mean())}
        for p in parts
        if len(p)
    ]


METRICS: dict[str, Callable[[Floats, Floats], float]] = {
    "auc": auc,
    "ks": ks,
    "brier": brier,
    "log_loss": log_loss,
    "ece": ece,
}


def measured(outcome: Floats, probability: Floats, seed: int, draws: int = 200) -> dict[str, Interval]:
    """Every metric with a 95 % interval from `draws` bootstrap samples of the rows, the same for all metrics."""
    rng = np.random.default_rng(seed)
    samples = [rng.integers(0, len(outcome), len(outcome)) for _ in range(draws)]
    return {name: _interval(metric, outcome, probability, samples) for name, metric in METRICS.items()}


def _interval(
    metric: Callable[[Floats, Floats], float], outcome: Floats, probability: Floats, samples: list[NDArray[np.int64]]
) -> Interval:
    drawn = [metric(outcome[s], probability[s]) for s in samples]
    return Interval(metric(outcome, probability), float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975)))

"""Turning a card's raw score into a probability that comes true as often as it says.

Platt's method (Platt 1999): probability = sigmoid(slope * score + offset), slope > 0, so order never changes.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def sigmoid(score: Floats) -> Floats:
    """1 / (1 + exp(-score)), without overflow at either end."""
    small = np.exp(-np.abs(score))
    return np.where(score >= 0, 1 / (1 + small), small / (1 + small))


def logit(probability: Floats) -> Floats:
    """The score whose sigmoid is `probability` (strictly between 0 and 1)."""
    return np.log(probability) - np.log1p(-probability)


def calibrated(score: Floats, slope: float, offset: float) -> Floats:
    """Probabilities of raw scores; strictly increasing in the score for slope > 0."""
    return sigmoid(slope * score + offset)


def fit_platt(score: Floats, outcome: Floats, steps: int = 50) -> tuple[float, float]:
    """(slope, offset) of highest likelihood by Newton steps; (1, 0) where the score carries no usable order."""
    design = np.column_stack([score, np.ones_like(score)])
    weights = np.array([1.0, 0.0])
    for _ in range(steps):
        probability = sigmoid(design @ weights)
        gradient = design.T @ (outcome - probability)
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design
        step = np.linalg.solve(curvature + 1e-9 * np.eye(2), gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-10:
            break
    usable = np.isfinite(weights).all() and weights[0] > 0
    return (float(weights[0]), float(weights[1])) if usable else (1.0, 0.0)

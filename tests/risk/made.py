"""A small card written by hand, and columns of texts."""

import numpy as np

HAND_MADE = {
    "name": "hand",
    "version": "1",
    "fitted_on": "2026-11-24",
    "recipe": "columns",
    "provenance": {
        "data": "made.csv", "sha256": "0" * 64, "rows": 10, "licence": "own", "seed": 1, "library": "none",
        "command": "",
    },
    "target": {"column": "late", "positive": "1", "base_rate": 0.2},
    "id_column": "id",
    "features": [
        {"kind": "numeric", "name": "months", "source": "months", "topic": "months", "whole": True,
         "cuts": [1.0, 3.0], "pair_cuts": [2.0], "codes": [98.0]},
        {"kind": "code", "name": "months (code)", "source": "months", "topic": "months", "codes": [98.0]},
        {"kind": "categorical", "name": "city", "source": "city", "topic": "city", "categories": ["a", "b"],
         "rare": None},
    ],
    "intercept": -1.0,
    "terms": [
        {"features": ["months"], "scores": [0.1, -0.5, 0.2, 0.9, 0.0]},
        {"features": ["months (code)"], "scores": [0.0, -0.05, 0.7, 0.0]},
        {"features": ["city"], "scores": [0.3, -0.2, 0.4, 0.0]},
        {"features": ["months", "city"], "scores": [[0.0, 0.1, -0.1, 0.0], [0.0, 0.02, 0.03, 0.0],
                                                     [0.0, -0.2, 0.25, 0.0], [0.0, 0.0, 0.0, 0.0]]},
    ],
    "calibration": {"slope": 1.1, "offset": 0.05},
    "bands": {"medium_from": 0.2, "high_from": 0.45},
    "metrics": {"auc": {"value": 0.7, "low": 0.6, "high": 0.8}},
}  # fmt: skip


def texts(*values: str | None) -> np.ndarray:
    """An object array of texts, None for missing."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column

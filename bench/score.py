"""How fast a card scores rows, beside the fitting library on the same rows and model, as a ratio.

python bench/score.py path/to/uci_credit_card_80.csv [rows]
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from forbear.risk import fit as fitting
from forbear.risk.registry import shipped_card
from forbear.risk.score import score
from forbear.risk.table import read_csv

REPEATS = 3


def rate(rows: int, run: Callable[[], object]) -> float:
    """Rows a second, the best of three."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return rows / min(seconds)


def main(path: Path, rows: int) -> None:
    table = read_csv(path)
    options = fitting.Options(
        target="default.payment.next.month", id="ID", drop=("SEX", "EDUCATION", "MARRIAGE", "AGE")
    )
    outcome = fitting._outcome(table, options)
    columns, _ = fitting._columns(table, options, "behaviour", outcome.known)
    features = [feature for column in columns for feature in fitting._features_of(column)]
    data = fitting._frame(columns)
    model = fitting._learned(data, outcome.values, features, seed=1, bags=2)
    times = -(-rows // len(data))
    many = {column.name: np.tile(column.values, times)[:rows] for column in columns}
    frame = pd.concat([data] * times, ignore_index=True).head(rows)
    ours = rate(rows, lambda: score(shipped_card("behaviour"), many))
    theirs = rate(rows, lambda: model.predict_proba(frame))
    rates = f"card {ours:,.0f} rows/s, library {theirs:,.0f} rows/s, ratio {ours / theirs:.2f}"
    print(f"{rows:,} rows, {len(columns)} features: {rates}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)

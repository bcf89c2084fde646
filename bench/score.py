"""How fast the shipped card scores rows, beside its floor (one look-up and addition a term) and the fitting library.

Needs the extra `fit` and `uci_credit_card_80.csv`; the library is fitted on that table with the card's own features.
"""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from bench.measuring import REPOSITORY, Result
from forbear.kernel.errors import BadInput
from forbear.risk import fit as fitting
from forbear.risk.registry import shipped_card
from forbear.risk.score import score
from forbear.risk.table import read_csv

REPEATS, GOAL = 3, 500_000
DATA = REPOSITORY.parent / "shared" / "data" / "uci_credit_card" / "uci_credit_card_80.csv"
WHAT = """{rows:,} rows of behaviour ({features} columns, {terms} terms) scored by the shipped card. Floor: as many
look-ups and additions as the card has terms, the places known. Peer: the fitting library's own model on the same
columns."""


def run(rows: int = 1_000_000, data: Path = DATA) -> Result:
    """Rows a second of the card, the floor and the library; BadInput where the table is not there."""
    if not data.is_file():
        raise BadInput(
            "the table of the benchmark is not here.", where=str(data), mend="Put it there, or skip `score`."
        )
    columns, frame, model = _learned(data)
    many = {column.name: np.tile(column.values, -(-rows // len(frame)))[:rows] for column in columns}
    whole = pd.concat([frame] * -(-rows // len(frame)), ignore_index=True).head(rows)
    card = shipped_card("behaviour")
    rates = {
        "card": _rate(rows, lambda: score(card, many)),
        "floor": _rate(rows, _floor(rows, [np.ravel(term.scores) for term in card.terms])),
        "library": _rate(rows, lambda: model.predict_proba(whole)),
    }
    table = ["| | rows a second |", "|---|--:|", *(f"| {name} | {rate:,.0f} |" for name, rate in rates.items())]
    table += ["", f"Goal for the card: {GOAL:,} a second."]
    ratios = {
        "card / floor, seconds": rates["floor"] / rates["card"],
        "card / library, seconds": rates["library"] / rates["card"],
    }
    what = WHAT.format(rows=rows, features=len(columns), terms=len(card.terms))
    return Result("score", what, table, ratios, "forbear bench score")


def _learned(data: Path) -> tuple[list[Any], pd.DataFrame, Any]:
    table = read_csv(data)
    dropped = ("SEX", "EDUCATION", "MARRIAGE", "AGE")
    options = fitting.Options(target="default.payment.next.month", id="ID", drop=dropped)
    outcome = fitting._outcome(table, options)
    columns, _ = fitting._columns(table, options, "behaviour", outcome.known)
    features = [feature for column in columns for feature in fitting._features_of(column)]
    frame = fitting._frame(columns)
    return columns, frame, fitting._learned(frame, outcome.values, features, seed=1, bags=2)


def _floor(rows: int, tables: list[np.ndarray]) -> Callable[[], object]:
    places, total = np.arange(rows, dtype=np.intp) % len(tables[0]), np.empty(rows)

    def work() -> None:
        total[:] = 0
        for table in tables:
            np.add(total, np.take(table, places, mode="clip"), out=total)

    return work


def _rate(rows: int, work: Callable[[], object]) -> float:
    """The best of three: the others measure what else the machine was doing."""
    seconds = []
    for _ in range(REPEATS):
        began = perf_counter()
        work()
        seconds.append(perf_counter() - began)
    return rows / min(seconds)

"""The peer's night: python -m bench.night.peer FOLDER prints its figures and leaves its tables beside the lake."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from bench.measuring import Stopwatch, hand_over
from bench.night.peer import decided, owed, people, scored
from bench.night.peer.reading import current
from forbear.risk.registry import shipped_card
from forbear.strategy.playbook import load_playbook


def run(home: Path) -> Stopwatch:
    """The same steps as the product, each with its table written."""
    watch, card, playbook = Stopwatch(), shipped_card("behaviour"), load_playbook()
    flags = current(home, "flags", ("party_key", "loan_key", "flag", "from_day", "until_day", "detail"))
    book, positions = watch.step("age", lambda: _age(home, flags))
    scores = watch.step("features and score", lambda: _score(home, book, card))
    persons = watch.step("situations", lambda: _situate(home, book, positions, scores, flags))
    watch.step("mask", lambda: _write(home, "forecast", decided.lawful(persons, home)))
    watch.step("propose", lambda: _write(home, "proposals", decided.proposals(persons, playbook)))
    return watch


def _age(home: Path, flags: pd.DataFrame) -> tuple[owed.Ledger, pd.DataFrame]:
    book = owed.ledger(home)
    positions = owed.positions(book, flags)
    keys = book.loans["loan_key"].to_numpy()[positions.index]
    _write(home, "positions", positions.assign(loan_key=keys))
    return book, positions


def _score(home: Path, book: owed.Ledger, card: scored.Card) -> pd.DataFrame:
    panel = owed.panel(book)
    values = scored.features(panel)
    answer = scored.answer(card, values).set_index(panel.index)
    keys = book.loans["loan_key"].to_numpy()[panel.index]
    _write(home, "scores", pd.DataFrame({**values, "loan_key": keys}, index=panel.index).join(answer))
    return answer


def _situate(
    home: Path, book: owed.Ledger, positions: pd.DataFrame, scores: pd.DataFrame, flags: pd.DataFrame
) -> pd.DataFrame:
    loans = book.loans[["party_key", "currency", "autopay"]].join(positions, how="inner").join(scores)
    persons = people.situations(home, loans, flags, book.money)
    _write(home, "situations", persons)
    return persons


def _write(home: Path, name: str, table: pd.DataFrame) -> pd.DataFrame:
    objects = table.select_dtypes(exclude=[np.number, bool]).columns
    table.astype(dict.fromkeys(objects, "string[pyarrow]")).to_parquet(
        home / f"peer-{name}.parquet", compression="zstd"
    )
    return table


if __name__ == "__main__":
    hand_over(run(Path(sys.argv[1])))

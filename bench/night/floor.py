"""The least a night could do: read the columns it needs, score the rows, write the same tables. Decides nothing.

python -m bench.night.floor FOLDER prints its figures; the night must have been run before.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from bench.measuring import Stopwatch, hand_over
from bench.night import setting
from forbear.intake.nightly import as_columns
from forbear.risk.registry import shipped_card
from forbear.risk.score import score

READ = {
    "people": ("party_key", "birth_day", "language", "timezone", "market"),
    "links": ("party_key", "person_id"),
    "loans": ("loan_key", "party_key", "currency", "principal_cents", "limit_cents", "autopay", "status"),
    "instalments": ("loan_key", "number", "due_day", "principal_cents", "interest_cents", "costs_cents"),
    "payments": ("loan_key", "value_day", "recorded_day", "amount_cents"),
    "contacts": ("party_key", "kind", "usable"),
    "consents": ("party_key", "purpose", "withdrawn_day"),
    "flags": ("party_key", "loan_key", "flag", "from_day", "until_day", "detail", "recorded_day"),
}


def run(home: Path) -> Stopwatch:
    """Read with DuckDB, score with numpy, write with DuckDB."""
    watch, engine = Stopwatch(), setting.connection()
    watch.step("read", lambda: [_read(engine, home, table) for table in READ])
    features = as_columns(pq.read_table(setting.night(home, "scores")))
    card = shipped_card("behaviour")
    watch.step("score", lambda: score(card, features))
    tables = {
        name: engine.sql(f"from read_parquet('{setting.night(home, name)}')").to_arrow_table()
        for name in setting.NIGHTLY
    }
    watch.step("write", lambda: [_write(engine, home, name, table) for name, table in tables.items()])
    return watch


def _read(engine: Any, home: Path, table: str) -> np.ndarray:
    """Every value of the columns is decoded and looked at, once."""
    looked = ", ".join(f"max({column})" for column in READ[table])
    return engine.execute(f"select {looked} from read_parquet({setting.parts(home, table)})").fetchall()


def _write(engine: Any, home: Path, name: str, table: Any) -> None:
    engine.from_arrow(table).write_parquet(str(home / f"floor-{name}.parquet"), compression="zstd")


if __name__ == "__main__":
    hand_over(run(Path(sys.argv[1])))

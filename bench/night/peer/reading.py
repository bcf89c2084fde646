"""Reads the canonical tables into data frames: the newest version of each fact known on the day."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from bench.night import setting
from bench.portfolio import AS_OF_DAY as DAY

LINEAGE = ("source", "key", "recorded_day", "import_id")


def current(home: Path, table: str, columns: Sequence[str]) -> pd.DataFrame:
    """The columns of a table, one row a key."""
    files = setting.parts(home, table)
    wanted = list(dict.fromkeys((*columns, *LINEAGE)))
    frames = [pd.read_parquet(file, columns=wanted, dtype_backend="pyarrow") for file in files]
    rows = pd.concat(frames, ignore_index=True)
    rows = rows[rows["recorded_day"] <= DAY]
    if len(files) > 1:
        rows = rows.sort_values(["recorded_day", "import_id"]).drop_duplicates(["source", "key"], keep="last")
    return rows[list(dict.fromkeys((*columns, "recorded_day")))]

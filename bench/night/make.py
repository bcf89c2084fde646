"""Makes the lake of the benchmark in a folder (not timed): python -m bench.night.make FOLDER ACCOUNTS SEED."""

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq

from bench import portfolio
from bench.filling import fill
from bench.night import setting


def make(home: Path, accounts: int, seed: int) -> dict[str, int]:
    """Fill the lake and put the casefile's tables beside it; rows by table."""
    made = portfolio.make(accounts, seed)
    pq.write_table(made.history, home / "history.parquet")
    pq.write_table(made.counts, home / "counts.parquet")
    return fill(setting.lake(home), made)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps([]))

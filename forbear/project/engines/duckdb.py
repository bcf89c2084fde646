"""The default engine: DuckDB inside this process. Knows Parquet and frames, and nothing of loans.

Each engine owns one in-memory connection; frames made from it stay valid for as long as the engine lives. The lake
keeps days as numbers, so no time zone is set (that needs an extension which is not on every machine).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pyarrow
import pyarrow.parquet


class DuckDB:
    """`threads` workers (None: one a core) and at most `memory` (DuckDB's words, e.g. `2GB`; None: its own limit)."""

    def __init__(self, threads: int | None = None, memory: str | None = None) -> None:
        limits: dict[str, str | bool | int | float | list[str]] = {}
        if threads is not None:
            limits["threads"] = threads
        if memory is not None:
            limits["memory_limit"] = memory
        self._connection = duckdb.connect(":memory:", config=limits)

    def read(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        """The rows of Parquet files that share one schema (at least one file)."""
        return nw.from_native(self._connection.read_parquet([str(path) for path in paths]))

    def frame(self, table: pyarrow.Table) -> nw.LazyFrame[Any]:
        """An Arrow table as a frame of this engine."""
        return nw.from_native(self._connection.from_arrow(table))

    def write(self, frame: nw.LazyFrame[Any], path: Path) -> int:
        """Write one Parquet file (zstd) and return its number of rows."""
        frame.to_native().write_parquet(str(path), compression="zstd")
        return int(pyarrow.parquet.read_metadata(path).num_rows)

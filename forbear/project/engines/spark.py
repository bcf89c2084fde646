"""The same frames on Apache Spark (extra `spark`); imported only when `FORBEAR_ENGINE` names it.

Settings follow what was measured to give the same answers as DuckDB: session time zone UTC, and this very Python
for the workers. Results are written as one Parquet file, so a nightly table must fit the driver's memory.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow
import pyarrow.parquet
from pyspark.sql import SparkSession


class Spark:
    """A session on `master` (e.g. `local[2]` or a cluster's address)."""

    def __init__(self, master: str = "local[*]", memory: str | None = None) -> None:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(master).appName("forbear")
        builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.execution.arrow.pyspark.enabled", "true")
        if master.startswith("local"):
            builder = builder.config("spark.driver.host", "127.0.0.1")
        if memory is not None:
            builder = builder.config("spark.driver.memory", memory)
        self._session = builder.getOrCreate()

    def read(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        """The rows of Parquet files that share one schema (at least one file)."""
        frame: nw.LazyFrame[Any] = nw.from_native(self._session.read.parquet(*[str(path) for path in paths]))
        return frame

    def frame(self, table: pyarrow.Table) -> nw.LazyFrame[Any]:
        """An Arrow table as a frame of this engine."""
        frame: nw.LazyFrame[Any] = nw.from_native(self._session.createDataFrame(table))
        return frame

    def write(self, frame: nw.LazyFrame[Any], path: Path) -> int:
        """Write one Parquet file (zstd) and return its number of rows."""
        table = frame.to_native().toArrow()
        pyarrow.parquet.write_table(table, path, compression="zstd")
        return int(table.num_rows)

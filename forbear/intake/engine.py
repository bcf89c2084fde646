"""What the lake needs of a query engine. Implemented in `project/engines`; rooms are handed one, none choose."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import narwhals.stable.v2 as nw
import pyarrow


class Engine(Protocol):
    """Reads and writes Parquet as lazy frames whose expressions follow the portable subset (docs/reference/lake.md)."""

    def read(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        """The rows of Parquet files that share one schema (at least one file)."""

    def frame(self, table: pyarrow.Table) -> nw.LazyFrame[Any]:
        """An Arrow table as a frame of this engine."""

    def write(self, frame: nw.LazyFrame[Any], path: Path) -> int:
        """Write one Parquet file (zstd) and return its number of rows."""

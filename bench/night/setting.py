"""What all parts of the nightly benchmark share: the instant, the hours of staff, and where things lie in a folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bench.portfolio import AS_OF_DAY
from forbear.intake.lake import Lake
from forbear.intake.nightly import COUNTERS, Casefile
from forbear.kernel.days import date_of
from forbear.project.engines.duckdb import DuckDB

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
HOURS = {"agent": 4.0, "specialist": 1.0, "counsellor": 2.0, "legal": 1.0}
HOLDS = pa.schema(
    [("person_id", pa.string()), ("flag", pa.string()), ("from_day", pa.int32()), ("until_day", pa.int32())]
)
STOPS = pa.schema({"person_id": pa.string(), "purpose": pa.string(), "withdrawn_day": pa.int32()})
NIGHTLY = ("positions", "panel", "scores", "promises", "situations", "forecast", "proposals")


def lake(home: Path) -> Lake:
    """The benchmark's lake, on the engine of the product."""
    return Lake(home, DuckDB())


def casefile(home: Path, name: str) -> pa.Table:
    """`history` or `counts`: what the casefile would hand to the day."""
    return pq.read_table(home / f"{name}.parquet")


def every_counter(counts: pa.Table) -> pa.Table:
    """`counts` with a zero for each counter that only other markets' laws know."""
    zeros = pa.array([0] * counts.num_rows, pa.int32())
    for name in sorted(set(COUNTERS) - set(counts.column_names)):
        counts = counts.append_column(name, zeros)
    return counts


def known(home: Path, engine: DuckDB) -> Casefile:
    """What the casefile would hand to the day: contacts and counts; its own holds and stops are none here."""
    frames = [engine.frame(casefile(home, "history")), engine.frame(every_counter(casefile(home, "counts")))]
    nothing = [engine.frame(schema.empty_table()) for schema in (HOLDS, STOPS)]
    return Casefile(*frames, *nothing)


def parts(home: Path, table: str) -> list[str]:
    """The Parquet files of a canonical table, oldest import first."""
    return [str(path) for path in sorted((home / "lake" / table).glob("*.parquet"))]


def night(home: Path, table: str) -> str:
    """The Parquet file of a table of the night."""
    (path,) = (home / "lake" / "nightly" / date_of(AS_OF_DAY).isoformat()).glob(f"{table}-*.parquet")
    return str(path)


def connection() -> Any:
    """DuckDB as it comes."""
    return duckdb.connect(":memory:")

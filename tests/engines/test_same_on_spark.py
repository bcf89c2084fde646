"""One night of a small portfolio on DuckDB and on Spark: every row of every table the night makes is the same.

The night is the product's own (`forbear.intake.nightly` over a lake), so this covers ageing, panel, features, score,
promises, situations, mask and playbook at once. Slow: Spark plans a night in minutes, not seconds.
"""

import shutil
from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import portfolio
from bench.filling import fill
from bench.night import setting
from forbear.compliance.lawbook import Lawbook
from forbear.intake import nightly
from forbear.intake.engine import Engine
from forbear.intake.lake import Lake
from forbear.project.engines.duckdb import DuckDB
from forbear.risk.registry import shipped_card
from forbear.strategy.capacity import Capacity
from forbear.strategy.playbook import load_playbook

pytest.importorskip("pyspark", reason="PySpark is not installed; it comes with the extra `spark`")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, which is not installed", allow_module_level=True)
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
DAY, ACCOUNTS = portfolio.AS_OF_DAY, 400
KEYS = {"panel": "loan_key", "positions": "loan_key", "scores": "loan_key"}


def spark() -> Engine:
    from forbear.project.engines.spark import Spark

    return Spark("local[2]")


def a_night(home: Path, engine: Engine) -> dict[str, pa.Table]:
    """The tables of the night, sorted; columns by name."""
    made, lake = portfolio.make(ACCOUNTS, seed=3), Lake(home, engine)
    fill(lake, made)
    nightly.age(lake, DAY)
    nightly.score(lake, DAY, shipped_card("behaviour"))
    nothing = [engine.frame(schema.empty_table()) for schema in (setting.HOLDS, setting.STOPS)]
    known = nightly.Casefile(engine.frame(made.history), engine.frame(setting.every_counter(made.counts)), *nothing)
    nightly.situate(lake, DAY, known)
    nightly.forecast(lake, DAY, Lawbook.load(), known, setting.NOW)
    nightly.propose(lake, DAY, load_playbook(), Capacity(setting.HOURS))
    return {name: _sorted(pq.read_table(setting.night(home, name)), name) for name in setting.NIGHTLY}


def _sorted(table: pa.Table, name: str) -> pa.Table:
    key = KEYS.get(name, "person_id")
    return table.sort_by([(key, "ascending"), *((c, "ascending") for c in table.column_names if c != key)])


def test_a_night_is_the_same_on_both_engines(tmp_path: Path) -> None:
    (tmp_path / "duckdb").mkdir()
    (tmp_path / "spark").mkdir()
    ours, theirs = a_night(tmp_path / "duckdb", DuckDB()), a_night(tmp_path / "spark", spark())
    for name, table in ours.items():
        assert table.num_rows > 0, name
        assert theirs[name].schema.names == table.schema.names, name
        assert theirs[name].to_pylist() == table.to_pylist(), name


def test_types_in_the_files_are_the_same_on_both_engines(tmp_path: Path) -> None:
    rows = pa.table({"loan_key": ["a", "b"], "amount_cents": pa.array([1, None], pa.int64())})
    for name, engine in (("duckdb", DuckDB()), ("spark", spark())):
        sums = engine.frame(rows).group_by("loan_key").agg(total_cents=nw.col("amount_cents").sum().cast(nw.Int64))
        engine.write(sums, tmp_path / f"{name}.parquet")
    duck, other = (pq.read_schema(tmp_path / f"{name}.parquet") for name in ("duckdb", "spark"))
    assert [(field.name, field.type) for field in duck] == [(field.name, field.type) for field in other]

"""The lake keeps dated facts, shows what was known on a day, and notices damage."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from forbear.intake import schema
from forbear.intake.lake import Lake
from forbear.kernel.errors import BadInput

DAY = 20_000


def payment(number: int, cents: int, day: int, import_id: str = "00000001-test") -> dict[str, Any]:
    key = f"test:{number}"
    return {
        "payment_key": key,
        "loan_key": "test:L1",
        "value_day": day,
        "amount_cents": cents,
        "channel": "bank",
        "source": "test",
        "import_id": import_id,
        "source_file": "f",
        "source_row": number,
        "recorded_day": day,
        "row_hash": str(cents),
        "key": key,
    }


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema.arrow("payments"))


def amounts(frame: nw.LazyFrame) -> list[int]:
    return frame.sort("key").collect(backend="pyarrow")["amount_cents"].to_list()


@pytest.fixture
def lake(house) -> Lake:
    return house.lake


def test_an_empty_lake_has_every_table_with_no_rows(lake):
    for name in schema.TABLES:
        frame = lake.current(name)
        assert frame.collect_schema().names() == [column.name for column in schema.columns(name)]
        assert len(frame.collect(backend="pyarrow")) == 0


def test_the_newest_version_known_on_a_day_is_current(lake):
    lake.append("00000001-test", {"payments": table(payment(1, 100, DAY), payment(2, 200, DAY))})
    lake.append("00000002-test", {"payments": table(payment(1, 150, DAY + 5, "00000002-test"))})
    assert amounts(lake.current("payments")) == [150, 200]
    assert amounts(lake.current("payments", DAY + 4)) == [100, 200]
    assert amounts(lake.current("payments", DAY - 1)) == []
    assert amounts(lake.history("payments")) == [100, 150, 200]


def test_two_imports_of_one_day_are_told_apart_by_their_order(lake):
    lake.append("00000001-test", {"payments": table(payment(1, 100, DAY))})
    lake.append("00000002-test", {"payments": table(payment(1, 150, DAY, "00000002-test"))})
    assert amounts(lake.current("payments", DAY)) == [150]


def test_an_import_is_taken_whole_or_not_at_all(lake):
    bad = table(payment(1, 100, DAY)).set_column(3, "amount_cents", pa.array([None], pa.int64()))
    with pytest.raises(BadInput, match="references"):
        lake.append("00000001-test", {"payments": table(payment(2, 5, DAY)), "references": bad})
    with pytest.raises(BadInput, match=r"amount_cents.*empty in row 1"):
        lake.append("00000001-test", {"payments": bad})
    assert lake.imports() == []
    assert amounts(lake.history("payments")) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"currency": "XBT"}, "unknown value 'XBT'"),
        ({"status": "gone"}, "unknown value 'gone'"),
        ({"principal_cents": None}, "empty in row 1"),
    ],
)
def test_a_batch_that_does_not_fit_the_schema_is_refused_by_column(change, words):
    loan = {
        "loan_key": "t:1",
        "party_key": "t:1",
        "product": "p",
        "creditor": "c",
        "currency": "CNY",
        "principal_cents": 1,
        "limit_cents": None,
        "opened_day": 1,
        "term_months": 1,
        "annual_rate_bp": 1,
        "autopay": False,
        "status": "open",
        "market": "CN",
        "source": "t",
        "import_id": "1",
        "source_file": "f",
        "source_row": 1,
        "recorded_day": 1,
        "row_hash": "h",
        "key": "t:1",
    }
    with pytest.raises(BadInput, match=words):
        schema.conform("loans", pa.Table.from_pylist([loan | change]))


def test_one_key_cannot_have_two_contents_on_one_day(lake):
    with pytest.raises(BadInput, match="twice"):
        lake.append("00000001-test", {"payments": table(payment(1, 100, DAY), payment(1, 200, DAY))})


def test_an_import_id_is_used_once(lake):
    lake.append("00000001-test", {"payments": table(payment(1, 100, DAY))})
    with pytest.raises(BadInput, match="already in the lake"):
        lake.append("00000001-test", {"payments": table(payment(2, 100, DAY))})


def test_an_unknown_table_is_refused_with_the_known_ones(lake):
    with pytest.raises(BadInput, match="Tables: people"):
        lake.current("ghosts")


def test_verify_finds_a_changed_and_a_missing_part(lake):
    lake.append("00000001-test", {"payments": table(payment(1, 100, DAY))})
    lake.append("00000002-test", {"payments": table(payment(2, 100, DAY, "00000002-test"))})
    assert lake.verify() == []
    first, second = sorted((lake.root / "payments").glob("*.parquet"))
    first.write_bytes(first.read_bytes() + b"x")
    second.unlink()
    assert [(one.path, one.problem) for one in lake.verify()] == [
        ("payments/00000001-test.parquet", "changed"),
        ("payments/00000002-test.parquet", "missing"),
    ]


def test_a_damaged_manifest_stops_reading(lake):
    lake.append("00000001-test", {"payments": table(payment(1, 100, DAY))})
    (lake.root / "manifest.json").write_text('{"parts": [')
    with pytest.raises(BadInput, match="Restore it from your backup"):
        lake.current("payments")


def test_a_nightly_table_is_replaced_whole(lake):
    positions = pa.table({"loan_key": ["a", "b"], "due_cents": [1, 2]})
    assert lake.write_nightly(DAY, "positions", positions) == 2
    assert lake.write_nightly(DAY, "positions", lake.nightly(DAY, "positions").filter(nw.col("due_cents") > 1)) == 1
    assert lake.write_nightly(DAY + 1, "positions", positions) == 2
    assert lake.nightly(DAY, "positions").collect(backend="pyarrow")["due_cents"].to_list() == [2]
    assert lake.nights() == {"2024-10-04": ["positions"], "2024-10-05": ["positions"]}
    assert lake.verify() == []


def test_a_night_that_was_not_run_is_refused_with_what_to_do(lake):
    with pytest.raises(BadInput, match="forbear day --as-of 2024-10-04"):
        lake.nightly(DAY, "positions")


KILLED = """
import os, signal, sys
from pathlib import Path
import pyarrow as pa
from forbear.intake import manifest
from forbear.intake.lake import Lake
from forbear.project.engines.duckdb import DuckDB
sys.path.insert(0, {tests!r})
from test_intake_lake import payment, table, DAY

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(manifest, {step!r}, die)
lake = Lake(Path({home!r}), DuckDB(threads=1))
lake.append("00000002-test", {{"payments": table(payment(2, 999, DAY, "00000002-test"))}})
"""


@pytest.mark.parametrize("step", ["flush_file", "digest", "save"])
def test_a_process_killed_while_writing_leaves_the_lake_as_it_was(lake, step):
    lake.append("00000001-test", {"payments": table(payment(1, 100, DAY))})
    script = KILLED.format(tests=str(Path(__file__).parent), home=str(lake.root.parent), step=step)
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -9
    assert amounts(lake.current("payments")) == [100]
    assert lake.verify() == []
    assert lake.next_import_id("test") == "00000002-test"
    lake.append("00000002-test", {"payments": table(payment(2, 200, DAY, "00000002-test"))})
    assert amounts(lake.current("payments")) == [100, 200]
    assert lake.verify() == []


WAITING = """
import sys
from pathlib import Path
from forbear.intake.lake import Lake
from forbear.project.engines.duckdb import DuckDB
lake = Lake(Path({home!r}), DuckDB(threads=1))
print("ready", flush=True)
with lake.writing():
    print("in", len(lake.imports()), flush=True)
"""


def test_two_writers_wait_for_each_other(lake):
    script = [sys.executable, "-c", WAITING.format(home=str(lake.root.parent))]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        with lake.writing():
            assert other.stdout.readline() == "ready\n"
            lake.append("00000001-test", {"payments": table(payment(1, 100, DAY))})
        assert other.stdout.readline() == "in 1\n"
    assert other.returncode == 0


def test_spark_reads_the_lake_as_duckdb_does(lake, tmp_path):
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    from forbear.project.engines.spark import Spark

    lake.append("00000001-test", {"payments": table(payment(1, 100, DAY), payment(2, 200, DAY))})
    lake.append("00000002-test", {"payments": table(payment(1, 150, DAY + 5, "00000002-test"))})
    other = Lake(lake.root.parent, Spark("local[1]"))
    assert amounts(other.current("payments", DAY + 5)) == amounts(lake.current("payments", DAY + 5)) == [150, 200]

"""The nightly benchmark runs, and product and pandas peer decide alike; how long it takes is nobody's business here."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import nightly, portfolio, results
from bench.measuring import Result
from bench.night import compare, day, floor, make, setting

pytest.importorskip("pandas", reason="the peer needs pandas; it comes with the extra `fit`")
from bench.night.peer import __main__ as peer

ACCOUNTS = 2_000


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small portfolio after the product's night and the peer's."""
    home = tmp_path_factory.mktemp("night")
    make.make(home, ACCOUNTS, seed=11)
    day.run(home)
    peer.run(home)
    return home


def test_the_peer_decides_exactly_as_the_product(night: Path) -> None:
    assert compare.rows(night) > 3 * ACCOUNTS
    assert compare.differences(night) == {}


def test_a_single_different_cell_and_a_missing_row_are_found(night: Path, tmp_path: Path) -> None:
    home = shutil.copytree(night, tmp_path / "night")
    path = home / "peer-positions.parquet"
    rows = pq.read_table(path)
    days = rows["days_past_due"].to_pylist()
    place = rows.schema.get_field_index("days_past_due")
    pq.write_table(
        rows.set_column(place, "days_past_due", pa.array([days[0] + 1, *days[1:]])).slice(0, len(days) - 1), path
    )
    assert compare.differences(home) == {"positions.days_past_due": 1, "positions: rows of one only": 1}


def test_the_portfolio_holds_every_situation_that_makes_the_playbook_decide(night: Path) -> None:
    proposals = pq.read_table(setting.night(night, "proposals"))
    assert {"none", "letter", "human_call", "counsellor", "hold_review"} <= set(proposals["step"].to_pylist())
    assert set(proposals["band"].to_pylist()) >= {"low", "medium", "high"}
    assert True in proposals["deferred"].to_pylist()


def test_the_floor_measures_reading_scoring_and_writing(night: Path) -> None:
    assert [figure.name for figure in floor.run(night).figures] == ["read", "score", "write"]


def test_the_same_seed_makes_the_same_portfolio() -> None:
    one, other, third = portfolio.make(200, 5), portfolio.make(200, 5), portfolio.make(200, 6)
    assert all(one.tables[name].equals(other.tables[name]) for name in one.tables)
    assert not one.tables["payments"].equals(third.tables["payments"])


def test_a_whole_run_gives_figures_ratios_and_no_difference() -> None:
    result = nightly.run(300, seed=2)
    assert set(result.figures) == {"product", "floor", "pandas"}
    assert all(ratio > 0 for ratio in result.ratios.values())
    assert "no\ndifference" in result.what or "no difference" in result.what


def test_a_new_run_replaces_its_own_section_only(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    for name, line in (("one", "first"), ("two", "second"), ("one", "third")):
        results.write(Result(name, "What.", [line], {"a / b": 2.0}, "repeat it"), "2026-11-24", path=path)
    text = path.read_text("utf-8")
    assert "first" not in text
    assert text.index("## one") < text.index("third") < text.index("## two") < text.index("second")

"""One suite that every source passes: counts add up, a second import changes nothing, nothing personal is clear."""

from collections.abc import Callable
from pathlib import Path

import pytest
from intake_samples import EXPORTS, TODAY, House

from forbear.intake.clean.reasons import NOTES, REASONS
from forbear.intake.collect import collect
from forbear.intake.schema import TABLES
from forbear.intake.sources import SOURCES, source
from forbear.kernel.errors import BadInput


@pytest.fixture(params=sorted(SOURCES))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def sample(name: str, bank: Path, request: pytest.FixtureRequest) -> Path:
    """Something real that this source reads."""
    if name in EXPORTS:
        return bank / EXPORTS[name]
    data: Path = request.getfixturevalue("shared_data")
    if name == "berka":
        return data / "berka"
    lines = (data / "uci_credit_card" / "uci_credit_card_80.csv").read_text().splitlines()[:301]
    shorter: Path = request.getfixturevalue("tmp_path") / "uci.csv"
    shorter.write_text("\n".join(lines))
    return shorter


@pytest.fixture
def prepared(house: House, name: str, bank: Path) -> House:
    """A lake that knows the loans which payments refer to."""
    if name in ("payment_platform_jsonl", "camt053"):
        house.take("core_banking_csv", bank / EXPORTS["core_banking_csv"])
    return house


def test_every_row_is_accounted_for_and_a_second_import_changes_nothing(prepared, name, sample):
    first = prepared.take(name, sample)
    before = (prepared.lake.root / "manifest.json").read_bytes()
    second = prepared.take(name, sample)
    for one in (*first, *second):
        assert one.rows == one.taken + one.changed + one.unchanged + one.quarantined
        assert sum(one.reasons.values()) == one.quarantined
        assert set(one.reasons) <= set(REASONS)
        assert set(one.notes) <= set(NOTES)
        assert one.encoding
    assert sum(one.taken for one in first) > 0
    assert [(one.rows, one.quarantined) for one in first] == [(one.rows, one.quarantined) for one in second]
    assert sum(one.taken + one.changed for one in second) == 0
    assert (prepared.lake.root / "manifest.json").read_bytes() == before


def test_every_fact_names_its_file_row_and_import(prepared, name, sample):
    files = {one.file for one in prepared.take(name, sample)}
    for table in TABLES:
        for row in prepared.rows(table):
            if row["source"] == name:
                assert row["source_file"] in files
                assert row["source_row"] >= 1
                assert row["import_id"].endswith(name)
                assert row["row_hash"]


def test_a_missing_path_is_refused_and_nothing_changes(house, name, tmp_path):
    with pytest.raises(BadInput, match="Check the path"):
        house.take(name, tmp_path / "absent")
    assert house.lake.imports() == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xff\xff\n" * 50, b"a;b,c\n1;2,3\n"])
def test_a_file_that_is_something_else_is_refused_or_set_aside_whole(house, name, tmp_path, content):
    path = tmp_path / "odd"
    if source(name).takes == "folder":
        path.mkdir()
    else:
        path.write_bytes(content)
    if name == "payment_platform_jsonl" and content.strip():
        assert all(one.rows == one.quarantined > 0 for one in house.take(name, path))
    else:
        with pytest.raises(BadInput, match="odd"):
            house.take(name, path)


def test_progress_is_told_file_by_file(prepared, name, sample):
    told: dict[str, int] = {}
    tell: Callable[[str, int], None] = told.__setitem__
    reports = collect(source(name), [sample], prepared.lake, prepared.vault, TODAY, tell)
    assert told == {one.file: one.rows for one in reports}


def test_every_source_says_what_it_is_and_parses_every_column(name):
    one = source(name)
    assert one.name == name
    assert one.title
    assert one.takes in ("file", "folder")
    assert all(
        column.empty_is is None or column.empty_is in REASONS for table in one.columns.values() for column in table
    )


def test_an_unknown_source_is_refused_with_the_known_ones():
    with pytest.raises(BadInput, match="Sources: core_banking_csv"):
        source("abacus")

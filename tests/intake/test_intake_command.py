"""`forbear intake` as a person or a script uses it."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from intake_samples import EXPORTS, core_line, write_core

from forbear.cli.intake import command
from forbear.intake.sources import SOURCES
from forbear.kernel.errors import BadInput


@pytest.fixture
def run(house):
    runtime = SimpleNamespace(
        home=house.home,
        engine=house.lake.engine,
        vault=house.vault,
        zone="Asia/Shanghai",
    )

    def invoke(*arguments: str):
        return CliRunner().invoke(command, [str(one) for one in arguments], obj=runtime)

    return invoke


def test_list_names_every_source(run):
    result = run("--list")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(SOURCES)


def test_json_is_one_object_a_file_whose_counts_add_up(run, bank):
    result = run("core_banking_csv", bank / EXPORTS["core_banking_csv"], "--json", "--as-of", "2026-11-24")
    (line,) = result.stdout.splitlines()
    told = json.loads(line)
    assert result.stderr == ""
    assert set(told) >= {"file", "rows", "taken", "changed", "unchanged", "quarantined", "reasons"}
    assert told["rows"] == told["taken"] + told["changed"] + told["unchanged"] + told["quarantined"]
    assert sum(told["reasons"].values()) == told["quarantined"]


def test_the_default_is_a_report_for_a_reader_and_people_are_matched(run, house, tmp_path):
    path = write_core(tmp_path / "core.csv", [core_line(), core_line(期号="2", 应还日期="2026-02-30")])
    result = run("core_banking_csv", path, "--as-of", "2026-11-24")
    assert (
        "core.csv (core_banking_csv, gb18030): 2 rows = 1 taken + 0 changed + 0 unchanged + 1 quarantined"
        in result.stdout
    )
    assert "set aside 1 × date_impossible" in result.stdout
    assert len(house.rows("links")) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("abacus", "x"), "there is no source 'abacus'"),
        (("berka", "/absent"), "takes a folder"),
        (("camt053", "/absent.xml"), "takes a file"),
        ((), "a source and at least one path are needed"),
        (("camt053",), "a source and at least one path are needed"),
    ],
)
def test_bad_input_is_one_clear_sentence(run, arguments, words):
    result = run(*arguments)
    assert isinstance(result.exception, BadInput)
    assert words in str(result.exception)


def test_paths_are_checked_before_any_is_read(run, house, tmp_path):
    path = write_core(tmp_path / "core.csv", [core_line()])
    assert isinstance(run("core_banking_csv", path, tmp_path / "absent.csv").exception, BadInput)
    assert house.lake.imports() == []

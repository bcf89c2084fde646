"""Every example that a lawyer wrote in a law file runs, and runs as written."""

import pytest

from forbear.compliance.examples import run_all
from forbear.compliance.lawbook import Lawbook

RUNS = list(run_all(Lawbook.load()))


@pytest.mark.parametrize("run", RUNS, ids=[f"{run.law.id}: {run.example.name}" for run in RUNS])
def test_the_example_runs_as_written(run):
    assert run.passed, run.why


def test_every_law_that_can_refuse_has_an_example_in_which_it_does(lawbook):
    for _, law in lawbook.laws():
        assert law.on_breach in {example.then for example in law.examples}, law.file


def test_every_statement_is_written_in_three_different_ways(lawbook):
    for _, law in lawbook.laws():
        assert len(set(law.statement.by_language().values())) == 3, law.file


def test_an_example_that_says_the_opposite_fails(lawbook):
    from forbear.compliance.examples import _why_not
    from forbear.compliance.lawfile import Example

    run = next(run for run in RUNS if run.law.id == "CN-HOURS" and run.example.then == "block")
    lie = Example(name="The night is open", given=run.example.given, then="allow")
    assert "expected allow, got block" in _why_not(run.law, lie, run.verdict)

"""`forbear bench` finds the benchmarks of the checkout and prints ratios."""

import pytest
from click.testing import CliRunner

from forbear.cli import bench
from forbear.kernel.errors import BadInput


def test_it_prints_figures_and_ratios() -> None:
    done = CliRunner().invoke(bench.command, ["nightly", "--accounts", "300"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "| propose |" in done.output
    assert "product / floor, seconds:" in done.output


def test_without_a_checkout_it_says_where_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "find_spec", lambda name: None)
    done = CliRunner().invoke(bench.command, ["gate"])
    assert isinstance(done.exception, BadInput)
    assert "checkout" in str(done.exception)


def test_an_unknown_benchmark_is_named_as_such() -> None:
    assert "'abacus' is not one of" in CliRunner().invoke(bench.command, ["abacus"]).output

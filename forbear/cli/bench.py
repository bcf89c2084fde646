"""`forbear bench`: runs the benchmarks of the checkout. They are not part of the wheel."""

import sys
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click

import forbear
from forbear.casefile import clock
from forbear.kernel.errors import BadInput

NAMES = ("nightly", "gate", "score")
CHECKOUT = Path(forbear.__file__).resolve().parents[1]


@click.command("bench")
@click.argument("name", type=click.Choice([*NAMES, "all"]))
@click.option("--accounts", type=click.IntRange(min=100), default=1_000_000, show_default=True, help="For `nightly`.")
@click.option("--save", is_flag=True, help="Write the run into bench/RESULTS.md.")
def command(name: str, accounts: int, *, save: bool) -> None:
    """Run one benchmark (or all) beside its floor and a peer, as ratios within the run.

    Example: forbear bench nightly --accounts 1000000
    """
    for each in NAMES if name == "all" else (name,):
        result = _benchmark(each).run(**({"accounts": accounts} if each == "nightly" else {}))
        click.echo("\n".join([f"# {each}", "", result.what, "", *result.lines, ""]))
        click.echo("".join(f"{what}: {ratio:.2f}\n" for what, ratio in result.ratios.items()))
        if save:
            _benchmark("results").write(result, today().isoformat())


def today() -> date:
    """The calendar day (UTC) under which a run is written down."""
    return clock.now().date()


def _benchmark(name: str) -> ModuleType:
    """The module of the checkout's `bench` package; BadInput where there is no checkout."""
    if (CHECKOUT / "bench" / "__init__.py").is_file() and str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    if find_spec("bench") is None:
        raise BadInput(
            "the benchmarks are not installed.", where="bench", mend="Run this command from a checkout of Forbear."
        )
    return import_module(f"bench.{name}")

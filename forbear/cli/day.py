"""`forbear day`: one collections day on the data in place."""

import json
from datetime import date
from pathlib import Path

import click
from rich.console import Console

from forbear import flow
from forbear.casefile import clock
from forbear.cli.runtime import Runtime
from forbear.cli.values import as_day
from forbear.oversight import board, report


@click.command()
@click.option("--as-of", "as_of", callback=as_day, metavar="DATE", help="The day to run; default: today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finished day.")
@click.option("--report", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write the HTML report here.")
@click.pass_obj
def command(runtime: Runtime, as_of: date | None, as_json: bool, target: Path | None) -> None:
    """Run one collections day, catching up missed ones first. Running it again changes nothing.

    Example: forbear day --as-of 2026-11-24
    """
    house = runtime.open_house()
    run_and_report(house, as_of or clock.today(house.zone), as_json=as_json, target=target)


def run_and_report(
    house: flow.House,
    as_of: date,
    *,
    as_json: bool = False,
    target: Path | None = None,
    quiet: bool = False,
    tell: bool = False,
) -> None:
    """Run the days up to `as_of`, then print the report and write the HTML one (`quiet`: neither).

    Each step is told on a terminal, or wherever with `tell`; in a pipe it stays silent.
    """
    console = Console(stderr=True)
    for run in flow.run(as_of, house, _teller(console, silent=quiet or not (tell or console.is_terminal))):
        if as_json:
            steps = {step.name: step.counts for step in run.steps.all()}
            click.echo(json.dumps({"as_of": run.as_of.isoformat(), "steps": steps}, ensure_ascii=False))
        elif tell or console.is_terminal:
            console.print(f"[bold]{run.as_of}[/] done", highlight=False, soft_wrap=True)
    if quiet:
        return
    day = board.day_board(as_of)
    path = target or house.home / "reports" / f"{as_of}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    report.write_html(day, path)
    if not as_json:
        Console().print(report.terminal(day))
        click.echo(f"The whole report: {path}")


def _teller(console: Console, *, silent: bool) -> flow.Told:
    def told(name: str, counts: flow.Counts, seconds: float) -> None:
        if silent:
            return
        said = " · ".join(f"{key} {value:,}" for key, value in counts.items() if value)
        console.print(f"  {name:9} [dim]{seconds:6.2f} s[/]  {said or '–'}", highlight=False, soft_wrap=True)

    return told

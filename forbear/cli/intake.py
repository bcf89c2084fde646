"""`forbear intake SOURCE PATH…`: read files of one source into the lake and say what became of every row."""

import json
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from forbear.casefile import clock
from forbear.cli.runtime import Runtime
from forbear.intake.collect import collect
from forbear.intake.lake import Lake
from forbear.intake.match import match
from forbear.intake.quality import quality, text
from forbear.intake.report import FileReport
from forbear.intake.sources import SOURCES, source
from forbear.intake.sources.port import Source
from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput


@click.command()
@click.argument("name", metavar="[SOURCE]", required=False)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="Name the sources and what each takes.")
@click.option("--json", "machine", is_flag=True, help="One JSON object a file instead of the report.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it is recorded (default: today).")
@click.pass_obj
def command(
    runtime: Runtime, name: str | None, paths: tuple[Path, ...], listed: bool, machine: bool, as_of: datetime | None
) -> None:
    """Read files of one source. Example: forbear intake core_banking_csv export.csv

    Every row ends as taken, changed, unchanged or quarantined with a reason. Reading a file again changes nothing.
    """
    if listed:
        _list()
        return
    if name is None or not paths:
        raise BadInput("a source and at least one path are needed.", mend="`forbear intake --list` names the sources.")
    day = as_of.date() if as_of else clock.today(runtime.zone)
    lake = Lake(runtime.home, runtime.engine)
    reports = _read(source(name), paths, lake, runtime, day)
    match(lake, runtime.vault, day_number(day))
    if machine:
        for report in reports:
            click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        click.echo(text(quality(lake, reports)))


def _list() -> None:
    width = max(map(len, SOURCES))
    for one in SOURCES.values():
        click.echo(f"{one.name:<{width}}  {one.takes:<6}  {one.title}")


def _read(one: Source, paths: tuple[Path, ...], lake: Lake, runtime: Runtime, day: date) -> list[FileReport]:
    """Collect, with a line of progress on a terminal and none in a pipe."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(one.title)

        def tell(file: str, rows: int) -> None:
            shown.update(task, description=f"{file}: {rows:,} rows")

        return collect(one, paths, lake, runtime.vault, day_number(day), tell)

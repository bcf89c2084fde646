"""`forbear keys`: which keys protect personal data, a new one under load, and an old one set aside."""

import json

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from forbear.cli.runtime import Runtime
from forbear.intake.lake import Lake


@click.group()
def command() -> None:
    """The keys of personal data. Example: forbear keys rotate; forbear keys status; forbear keys retire 1"""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a key.")
@click.pass_obj
def status(runtime: Runtime, as_json: bool) -> None:
    """Each key and how many values are under it."""
    runtime.open_casefile()
    from forbear.oversight import key_rotation  # needs the casefile open

    lines = key_rotation.status(Lake(runtime.home, runtime.engine))
    table = Table("key", "casefile", "lake", "", box=None, pad_edge=False)
    for line in lines:
        state = "newest" if line.newest else "may be retired" if line.idle else "in use"
        if as_json:
            click.echo(json.dumps({"key": line.number, "casefile": line.casefile, "lake": line.lake, "state": state}))
        table.add_row(str(line.number), f"{line.casefile:,}", f"{line.lake:,}", state)
    if not as_json:
        Console().print(table)


@command.command()
@click.pass_obj
def rotate(runtime: Runtime) -> None:
    """Make a new key and put everything under it; run again after an interruption to finish."""
    runtime.open_casefile()
    from forbear.oversight import key_rotation  # needs the casefile open

    with Progress(console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal) as bar:
        task = bar.add_task("values under the new key", total=None)
        lake = Lake(runtime.home, runtime.engine)
        done = key_rotation.rotate(lake, "operator", lambda count: bar.advance(task, count))
    how = "new key" if done.added else "finished the rotation to key"
    click.echo(f"{how} {done.newest}: {done.casefile:,} values of the casefile and {done.lake:,} of the lake")


@command.command()
@click.argument("number", type=int)
@click.pass_obj
def retire(runtime: Runtime, number: int) -> None:
    """Set a key aside that nothing needs any more; keep the file until no backup needs it."""
    runtime.open_casefile()
    from forbear.oversight import key_rotation  # needs the casefile open

    key_rotation.retire(number, Lake(runtime.home, runtime.engine), "operator")
    click.echo(f"key {number} is set aside; destroy it when no backup under it is kept any more")

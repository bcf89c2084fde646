"""`forbear doctor`: is everything here that Forbear needs, and is it well?"""

import importlib.util
import json
import sys
from collections.abc import Callable

import click
from rich.console import Console
from rich.table import Table

from forbear.cli.runtime import Runtime
from forbear.compliance.lawbook import Lawbook
from forbear.contact.letters import Library
from forbear.kernel.errors import ForbearError
from forbear.strategy.playbook import load_playbook

Check = tuple[str, bool, str]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check.")
@click.pass_obj
def command(runtime: Runtime, as_json: bool) -> None:
    """Check Python, the database, the data files and the extras; exit 1 if something needed is missing.

    Example: forbear doctor
    """
    needed = [_try(name, check) for name, check in _needed(runtime)]
    extras = [
        _extra("fit", "interpret", "forbear risk fit"),
        _extra("spark", "pyspark", "the expressions on a cluster"),
    ]
    if as_json:
        for name, well, said in [*needed, *extras]:
            click.echo(json.dumps({"check": name, "well": well, "said": said}, ensure_ascii=False))
    else:
        Console().print(_table(needed, extras))
    if not all(well for _, well, _ in needed):
        raise click.exceptions.Exit(1)


def _needed(runtime: Runtime) -> list[tuple[str, Callable[[], str]]]:
    return [
        ("python", lambda: sys.version.split()[0]),
        ("settings", lambda: f"home {runtime.home}"),
        ("laws", lambda: f"{', '.join(Lawbook.load().jurisdictions)}"),
        ("letters", lambda: f"{len(Library.load().letters)} letters in three languages"),
        ("playbook", lambda: load_playbook().label),
        ("engine", lambda: type(runtime.engine).__name__),
        ("database", lambda: _database(runtime)),
    ]


def _database(runtime: Runtime) -> str:
    runtime.open_casefile()
    from forbear.casefile import audit  # needs the casefile open

    walked = audit.verify()
    if not walked.whole:
        raise ForbearError(f"the evidence chain is broken: {walked.broken}.")
    return f"answers; the chain of {walked.entries:,} entries is whole"


def _try(name: str, check: Callable[[], str]) -> Check:
    try:
        return name, True, check()
    except ForbearError as error:
        return name, False, str(error)


def _extra(extra: str, module: str, serves: str) -> Check:
    here = importlib.util.find_spec(module) is not None
    return f"extra [{extra}]", here, f"{serves}" if here else f"not installed; needed for {serves}"


def _table(needed: list[Check], extras: list[Check]) -> Table:
    table = Table("check", "", "", box=None, pad_edge=False)
    for name, well, said in needed:
        table.add_row(name, "[green]well[/]" if well else "[red]missing[/]", said)
    for name, here, said in extras:
        table.add_row(name, "[green]here[/]" if here else "[dim]absent[/]", said)
    return table

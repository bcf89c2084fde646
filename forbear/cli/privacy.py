"""`forbear privacy`: retention, the registers of assessments, breaches and purposes, and requests that wait."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from forbear.cli.runtime import Runtime
from forbear.intake.lake import Lake
from forbear.kernel.languages import LANGUAGES

DAY = click.DateTime(["%Y-%m-%d"])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
ACTOR = "operator"


@click.group()
def command() -> None:
    """Personal data. Example: forbear privacy retention --dry-run; forbear privacy breach list"""


@command.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@AS_JSON
@click.pass_obj
def retention(runtime: Runtime, dry_run: bool, as_json: bool) -> None:
    """Let go what may go by the schedule and the law, in the casefile and in the lake."""
    from forbear.oversight.retention import retention as apply  # needs the casefile open

    lines = apply(Lake(runtime.home, runtime.engine), ACTOR, dry_run=dry_run)
    _show(("kind", "may_go", "kept"), (asdict(line) for line in lines), as_json)
    if not as_json:
        click.echo("Nothing was changed." if dry_run else "Done, and recorded in the chain.")


@command.command()
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@AS_JSON
def purposes(language: str, as_json: bool) -> None:
    """What personal data are used for, and on which basis."""
    from forbear.care.purposes import purposes as register  # needs the casefile open

    rows = ({"purpose": name, "title": dict(one.title)[language], "basis": one.basis, "law": one.cite,  # type: ignore[index]
             "data": list(one.data), "since": one.from_, "withdrawable": one.withdrawable}
            for name, one in register().items())  # fmt: skip
    _show(("purpose", "title", "basis", "law", "data", "since"), rows, as_json)


@command.command()
@AS_JSON
def requests(as_json: bool) -> None:
    """What people asked about their data and still wait for; exit 1 if an answer is late."""
    from forbear.care.subject_requests import open_requests  # needs the casefile open

    rows = [{"id": one.id, "person": one.person_id, "kind": one.kind, "due_on": one.due_on, "late": one.late}
            for one in open_requests()]  # fmt: skip
    _show(("id", "person", "kind", "due_on", "late"), rows, as_json)
    if any(row["late"] for row in rows):
        raise click.exceptions.Exit(1)


@command.group()
def assessment() -> None:
    """Impact assessments on file: the gate asks for them before automated decisions, sharing and export."""


@assessment.command("add")
@click.argument("id")
@click.option("--title", required=True)
@click.option("--purpose", "purposes", multiple=True, required=True, help="automated_decision, data_share …; repeat.")
@click.option("--scope", required=True, help="What exactly was assessed.")
@click.option("--done", type=DAY, required=True)
@click.option("--until", type=DAY, help="The last day on which it counts.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Its file.")
def assessment_add(
    id: str, title: str, purposes: tuple[str, ...], scope: str, done: datetime, until: datetime | None, report: Path
) -> None:
    """Put an assessment on file, bound to the digest of its report."""
    from forbear.oversight import registers  # needs the casefile open

    line = registers.file_assessment(
        id, title, purposes, scope, done.date(), until.date() if until else None, report, ACTOR
    )
    click.echo(f"{line.id} is on file: {line.file_name}, sha256 {line.file_hash}")


@assessment.command("list")
@AS_JSON
def assessment_list(as_json: bool) -> None:
    """Every assessment on file."""
    from forbear.oversight import registers  # needs the casefile open

    _show(("id", "title", "purposes", "done_on", "until_on", "in_force"), map(asdict, registers.assessments()), as_json)


@command.group()
def breach() -> None:
    """The breach register."""


@breach.command("add")
@click.argument("what")
@click.option("--people", type=click.IntRange(0), help="How many are touched, if known.")
@click.option("--kind", "kinds", multiple=True, help="A kind of data, e.g. contact; repeat.")
@click.option("--measures", default="", help="What was done at once.")
def breach_add(what: str, people: int | None, kinds: tuple[str, ...], measures: str) -> None:
    """Record a breach the moment it is known; write no personal data into it."""
    from forbear.oversight import registers  # needs the casefile open

    line = registers.add_breach(what, people, kinds, measures, ACTOR)
    click.echo(f"breach {line.id} is recorded; then: forbear privacy breach told {line.id} authority|people")


@breach.command("told")
@click.argument("number", type=int)
@click.argument("whom", type=click.Choice(["authority", "people"]))
def breach_told(number: int, whom: str) -> None:
    """Record that the authority or the people were told."""
    from forbear.oversight import registers  # needs the casefile open

    registers.breach_told(number, whom, ACTOR)
    click.echo(f"breach {number}: the {whom} were told")


@breach.command("list")
@AS_JSON
def breach_list(as_json: bool) -> None:
    """Every breach; exit 1 while one was told to nobody."""
    from forbear.oversight import registers  # needs the casefile open

    lines = registers.breaches()
    _show(("id", "found_at", "what", "people", "kinds", "told_authority_at", "told_people_at"), map(asdict, lines),
          as_json)  # fmt: skip
    if any(line.told_authority_at is None for line in lines):
        raise click.exceptions.Exit(1)


def _show(columns: tuple[str, ...], rows: Iterable[dict[str, Any]], as_json: bool) -> None:
    table = Table(*(name.replace("_", " ") for name in columns), box=None, pad_edge=False)
    for row in rows:
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
        table.add_row(*(_cell(row[name]) for name in columns))
    if not as_json:
        Console().print(table)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{count:,} {why}" for why, count in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)

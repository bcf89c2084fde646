"""`forbear laws`: which duties are in force, what each says and where it comes from, and whether its examples run.

Holds no rules; reads the lawbook and the gate.
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from forbear.compliance.examples import run_all, run_overlays
from forbear.compliance.lawbook import EVERYWHERE, Lawbook
from forbear.compliance.lawfile import Law
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES

SOURCES = {
    "primary": "the text itself was read",
    "secondary": "quoted from others; the text itself was not read",
    "memory": "from memory, unverified: check before relying on it",
}
FORCES = {
    "law": "statute",
    "regulator": "rule of a regulator",
    "national standard": "national recommended standard",
    "association": "self-regulation of an association",
    "policy": "policy proposed by Forbear",
}
json_option = click.option("--json", "as_json", is_flag=True, help="Machine output.")
laws_option = click.option("--laws", "folder", type=click.Path(path_type=Path), help="Another folder of laws.")
on_option = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As the law stood on this day.")
language_option = click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)


@click.group("laws")
def command() -> None:
    """The laws Forbear keeps, as written by lawyers: list, show, check."""


@command.command("list")
@on_option
@json_option
@laws_option
def list_laws(day: datetime | None, as_json: bool, folder: Path | None) -> None:
    """Every duty, with its source. With --on, only those in force that day.

    Example: forbear laws list --on 2026-11-24
    """
    rows = [row for place, law in Lawbook.load(folder).laws() if (row := _row(place, law, _day(day))) is not None]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("Place", "Rule", "Title", "Kind", "If broken", "Force", "Source", "Since", box=None)
    for row in rows:
        table.add_row(
            *(row[key] for key in ("place", "rule", "title", "duty", "on_breach", "force", "source", "since"))
        )
    _console().print(table)


@command.command("show")
@click.argument("rule")
@on_option
@json_option
@language_option
@laws_option
def show(rule: str, day: datetime | None, as_json: bool, language: str, folder: Path | None) -> None:
    """What one rule says, its values by date, and where they come from.

    Example: forbear laws show CN-HOURS --language zh-Hans
    """
    lawbook = Lawbook.load(folder)
    found = [(place, law) for place, law in lawbook.laws() if law.id == rule.upper()]
    if not found:
        raise BadInput(f"there is no rule {rule!r}.", where="forbear laws show", mend=_near(rule, lawbook))
    shown = [_full(place, law, _day(day), language) for place, law in found]
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for each in shown:
        _print_law(each)


@command.command("check")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Check only laws in force on this day.")
@json_option
@laws_option
@click.pass_context
def check(context: click.Context, day: datetime | None, as_json: bool, folder: Path | None) -> None:
    """Read every law file strictly and run every example written in it; exit 1 if one fails.

    Example: forbear laws check
    """
    wanted = _day(day)
    every = (*run_all(Lawbook.load(folder)), *run_overlays(folder))
    runs = [run for run in every if wanted is None or run.law.value_on(wanted) is not None]
    failed = [run for run in runs if not run.passed]
    rows = [{"file": r.law.file, "rule": r.law.id, "example": r.example.name, "why": r.why} for r in failed]
    if as_json:
        click.echo(json.dumps({"examples": len(runs), "failed": rows}, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo(f"failed  {row['rule']}  {row['example']}\n        {row['file']}: {row['why']}")
        click.echo(f"{len(runs)} examples, {len(runs) - len(failed)} as written, {len(failed)} not.")
    if failed:
        context.exit(1)


def _row(place: str, law: Law, day: date | None) -> dict[str, str] | None:
    value = law.value_on(day) if day else law.values[max(law.values)]
    if value is None:
        return None
    since = max(start for start, each in law.values.items() if each is value)
    return {
        "place": "everywhere" if place == EVERYWHERE else place, "rule": law.id, "title": law.title, "duty": law.duty,
        "on_breach": law.on_breach, "force": law.force, "source": value.source, "since": since.isoformat(),
        "citation": value.cite, "file": law.file,
    }  # fmt: skip


def _full(place: str, law: Law, day: date | None, language: str) -> dict[str, Any]:
    values = [
        {"from": start.isoformat(), **value.numbers, "citation": value.cite, "source": value.source,
         "checked": value.checked.isoformat(), "in_force": day is not None and value is law.value_on(day)}
        for start, value in sorted(law.values.items())
    ]  # fmt: skip
    return {
        "place": "everywhere" if place == EVERYWHERE else place, "rule": law.id, "title": law.title, "duty": law.duty,
        "on_breach": law.on_breach, "force": law.force, "statement": law.statement.by_language()[language],
        "remedy": law.remedy.by_language()[language], "values": values, "file": law.file,
        "examples": [{"name": example.name, "then": example.then} for example in law.examples],
    }  # fmt: skip


def _print_law(shown: dict[str, Any]) -> None:
    click.secho(f"{shown['rule']}  {shown['title']}", bold=True)
    click.echo(f"  {shown['statement']}")
    click.echo(f"  What mends it: {shown['remedy']}")
    click.echo(f"  If broken: {shown['on_breach']}.  Force: {FORCES[shown['force']]}.  File: laws/{shown['file']}")
    for value in shown["values"]:
        numbers = [
            f"{key} {value[key]}" for key in value if key not in ("from", "citation", "source", "checked", "in_force")
        ]
        mark = "  <- in force on that day" if value["in_force"] else ""
        click.echo(f"  From {value['from']}: {', '.join(numbers) or 'as stated'}{mark}")
        click.echo(f"    {value['citation']}")
        click.echo(f"    Source: {SOURCES[value['source']]}; last checked {value['checked']}.")
    for example in shown["examples"]:
        click.echo(f"  Example ({example['then']}): {example['name']}.")
    click.echo()


def _near(rule: str, lawbook: Lawbook) -> str:
    ids = sorted({law.id for _, law in lawbook.laws()})
    like = [name for name in ids if rule.upper()[:5] in name] or ids
    return f"Known, for example: {', '.join(like[:6])}."


def _day(day: datetime | None) -> date | None:
    return day.date() if day else None


def _console() -> Console:
    console = Console()
    # A pipe has no width of its own; a cut citation is no citation.
    return console if console.is_terminal else Console(width=200)

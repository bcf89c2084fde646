"""`forbear risk`: fit a risk card on one's own table, score a table from a card, list the cards. Holds no rules."""

import csv
import json
import os
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table as Grid

from forbear.casefile.clock import today
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES
from forbear.risk.batch import score_table
from forbear.risk.card import Card, dump, load
from forbear.risk.fit import Options, Study, fit
from forbear.risk.registry import in_folder, shipped, shipped_card
from forbear.risk.report import as_html, as_json
from forbear.risk.table import read_csv

SEVERAL = ("--drop", "--group")
Where = click.Path(path_type=Path)


class SeveralValues(click.Command):
    """Lets `--drop A B` mean `--drop A --drop B`: one flag, several columns."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        flag, given = None, 0
        for arg in args:
            if arg.startswith("--"):
                flag, given = (arg if arg in SEVERAL else None), 0
            elif flag:
                given += 1
                spread += [flag] if given > 1 else []
            spread.append(arg)
        return super().parse_args(ctx, spread)


@click.group()
def command() -> None:
    """Fit, score and list risk cards.

    \b
    forbear risk fit --data loans.csv --target default --id ID --out my_card
    forbear risk score --card my_card --data new.csv --out scored.csv
    """


@command.command("fit", cls=SeveralValues)
@click.option("--data", required=True, type=Where, help="CSV file; encoding, delimiter and decimal mark are detected.")
@click.option("--target", required=True, help="Column of the outcome to foresee.")
@click.option("--positive", help="The target's value that is to be foreseen (asked for only where it is not plain).")
@click.option("--id", "id_column", help="Column that names the row; never learned from.")
@click.option("--time", help="Column to order rows by: adds a check on the latest fifth.")
@click.option("--drop", multiple=True, metavar="COL…", help="Columns to leave out.")
@click.option("--group", multiple=True, metavar="COL…", help="Columns to check fairness by; never learned from.")
@click.option("--out", required=True, type=Where, help="Folder for card.json, report.json and report.html.")
@click.option("--name", help="The card's name (default: the folder's).")
@click.option("--card-version", default="1", show_default=True, help="The card's version.")
@click.option("--licence", default="not stated", help="Licence of the data, written into the card.")
@click.option("--features", type=click.Choice(["auto", "columns", "behaviour"]), default="auto", show_default=True,
              help="Its own columns, or behaviour over six months (auto: where it holds six statements).")  # fmt: skip
@click.option("--fitted-on", type=click.DateTime(["%Y-%m-%d"]), help="Date written into the card (default: today).")
@click.option("--seed", default=2026, show_default=True, help="Same table, options and seed: same card.")
def fit_command(data: Path, out: Path, name: str | None, fitted_on: Any, features: Any, id_column: str | None,
                card_version: str, **asked: Any) -> None:  # fmt: skip
    """Learn a card from your own table, check it, and write card and report."""
    progress = Console(stderr=True)
    say = progress.print if progress.is_terminal else lambda _: None
    options = Options(
        **asked, id=id_column, recipe=features, name=name or out.name, version=card_version, command=_typed(data, out)
    )
    day = fitted_on.date() if fitted_on else today("UTC")
    study = fit(read_csv(data), options, day.isoformat(), say)
    out.mkdir(parents=True, exist_ok=True)
    files = {"card.json": dump(study.card), "report.json": as_json(study), "report.html": as_html(study)}
    for file, text in files.items():
        _write(out / file, [text])
    _tell(study, out)


def _typed(data: Path, out: Path) -> str:
    """The command as typed, without the folders of this machine."""
    short = {str(data): data.name, str(out): out.name}
    return shlex.join(["forbear", *(short.get(word, word) for word in sys.argv[1:])])


def _tell(study: Study, out: Path) -> None:
    for warned in study.card.warnings:
        click.secho(f"warning: {warned.column}: {warned.evidence}", fg="yellow", err=True)
    for name in ("auc", "ks", "brier", "log_loss", "ece"):
        measure = study.metrics[name]
        latest = f"   latest fifth {study.by_time[name].value:.4f}" if study.by_time else ""
        click.echo(f"{name:9} {measure.value:.4f} ({measure.low:.4f} to {measure.high:.4f}){latest}")
    click.echo(
        f"{len(study.card.warnings)} warnings, {len(study.card.excluded)} columns left out; see {out}/report.html"
    )


@command.command("score")
@click.option("--card", "card_path", required=True, help="Folder of a card, or the name of a shipped one.")
@click.option("--data", required=True, type=Where, help="CSV file with the card's columns; others are ignored.")
@click.option("--out", required=True, type=Where, help="CSV file to write.")
@click.option("--id", "id_column", help="Column to keep (default: the card's id column, else all columns).")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the reasons.")
def score_command(card_path: str, data: Path, out: Path, id_column: str | None, lang: Any) -> None:
    """Add probability, band and three reasons to each row; order kept."""
    batch = score_table(_card(card_path), read_csv(data), id_column, lang)
    for doubt in batch.doubts:
        click.secho(f"note: {doubt}", fg="yellow", err=True)
    _write(out, _csv_lines([batch.header, *batch.rows]))
    counts = {band: int((batch.scored.band == band).sum()) for band in ("low", "medium", "high")}
    said = ", ".join(f"{band} {count:,}" for band, count in counts.items())
    click.echo(f"{len(batch.scored.band):,} rows scored: {said}; see {out}")


def _card(named: str) -> Card:
    path = Path(named)
    return load(path) if path.exists() or os.sep in named else shipped_card(named)


def _csv_lines(rows: Iterable[list[str]]) -> Iterable[str]:
    class Line:
        def write(self, text: str) -> str:
            return text

    writer: Any = csv.writer(Line(), lineterminator="\n")
    return (writer.writerow(row) for row in rows)


def _write(path: Path, lines: Iterable[str]) -> None:
    """Whole or not at all: written beside, then renamed."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
        part.replace(path)
    except OSError as error:
        raise BadInput(
            f"cannot write here: {error.strerror}.", where=str(path), mend="Choose another --out."
        ) from error


@command.command("list")
@click.option("--cards", type=Where, help="A folder of card folders, listed beside the shipped ones.")
@click.option("--json", "as_machine", is_flag=True, help="One JSON object a card.")
def list_command(cards: Path | None, as_machine: bool) -> None:
    """The cards at hand, with date and AUC."""
    known = shipped() | (in_folder(cards) if cards else {})
    rows = [_row(name, card) for name, card in known.items()]
    if as_machine:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    grid = Grid("card", "version", "fitted on", "rows", "AUC", "foresees")
    for row in rows:
        grid.add_row(
            row["name"], row["version"], row["fitted_on"], f"{row['rows']:,}", f"{row['auc']:.4f}", row["target"]
        )
    Console().print(grid)


def _row(name: str, card: Card) -> dict[str, Any]:
    auc = card.metrics["auc"]
    return {
        "name": name,
        "version": card.version,
        "fitted_on": card.fitted_on,
        "rows": card.provenance.rows,
        "auc": auc["value"],
        "auc_low": auc["low"],
        "auc_high": auc["high"],
        "target": f"{card.target.column} = {card.target.positive}",
    }

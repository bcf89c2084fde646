"""`forbear audit`: verify the evidence chain in place, export it, check an export offline, bundle evidence."""

from datetime import datetime
from pathlib import Path

import click

from forbear.casefile import chain
from forbear.casefile.chain import Walk
from forbear.cli.runtime import Runtime
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """The evidence chain. Example: forbear audit verify --export chain.jsonl; forbear audit check chain.jsonl"""


@command.command()
@click.option("--export", "target", type=click.Path(path_type=Path, dir_okay=False), help="Also write the chain here.")
@click.pass_obj
def verify(runtime: Runtime, target: Path | None) -> None:
    """Walk the chain in place; exit 1 if a link does not hold."""
    runtime.open_casefile()
    from forbear.casefile import audit  # needs the casefile open

    walked = audit.export(target) if target else audit.verify()
    _tell(walked, "the database")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", default="", help="The public key that must have signed it (default: this installation's).")
@click.pass_obj
def check(runtime: Runtime, file: Path, key: str) -> None:
    """Verify an exported chain without the database; exit 1 if a link, a checkpoint or the signature does not hold."""
    try:
        with file.open(encoding="utf-8") as lines:
            walked, signer = chain.check_export(lines, file.name, key or chain.own_public_key(runtime.home / "keys"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"it cannot be read: {error}.", where=str(file), mend="Name a file made by audit verify."
        ) from error
    click.echo(f"signed by {signer}")
    _tell(walked, file.name)


@command.command()
@click.option("--person", default="", help="The id of a person, e.g. P0123456789ab.")
@click.option("--from", "first", type=DAY, help="The first day of a period.")
@click.option("--to", "last", type=DAY, help="The last day of a period.")
@click.option("--language", type=click.Choice(LANGUAGES), default="zh-Hans", show_default=True, help="Of the cover.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The zip file to write.")
@click.pass_obj
def bundle(
    runtime: Runtime, person: str, first: datetime | None, last: datetime | None, language: str, out: Path
) -> None:
    """Pack the evidence about one person or one period, with a verifier that runs without Forbear.

    Example: forbear audit bundle --person P0123456789ab --out evidence.zip
    """
    runtime.open_casefile()
    from forbear.oversight import bundle as bundles  # needs the casefile open

    scope = bundles.Scope(person, (first.date(), last.date()) if first and last else None)
    made = bundles.bundle(scope, out, "operator", language)
    click.echo(f"{out}: {made.entries} entries, {made.decisions} verdicts, {made.messages} messages")
    click.echo(f"signed by {made.public_key}")


def _tell(walked: Walk, where: str) -> None:
    if not walked.whole:
        click.echo(f"The chain in {where} is broken: {walked.broken}. {walked.entries} entries before it hold.")
        raise click.exceptions.Exit(1)
    click.echo(f"The chain in {where} is whole: {walked.entries} entries, head {walked.head[:16]}…")

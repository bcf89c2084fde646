"""`forbear audit`: verify the evidence chain in place, export it, check an export offline."""

from pathlib import Path

import click

from forbear.casefile import chain
from forbear.casefile.chain import Walk
from forbear.cli.runtime import Runtime
from forbear.kernel.errors import BadInput


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
def check(file: Path) -> None:
    """Verify an exported chain without the database; exit 1 if a link or the signature does not hold."""
    try:
        with file.open(encoding="utf-8") as lines:
            walked, key = chain.check_export(lines, file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"it cannot be read: {error}.", where=str(file), mend="Name a file made by audit verify."
        ) from error
    click.echo(f"signed by {key}")
    _tell(walked, file.name)


def _tell(walked: Walk, where: str) -> None:
    if not walked.whole:
        click.echo(f"The chain in {where} is broken: {walked.broken}. {walked.entries} entries before it hold.")
        raise click.exceptions.Exit(1)
    click.echo(f"The chain in {where} is whole: {walked.entries} entries, head {walked.head[:16]}…")

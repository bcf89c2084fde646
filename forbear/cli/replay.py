"""`forbear replay`: judge a stored decision again under the law of its day."""

import json
from typing import Any

import click

from forbear.contact import judging


@click.command()
@click.argument("decision_id")
@click.option("--json", "as_json", is_flag=True, help="Both verdicts as one JSON object.")
def command(decision_id: str, as_json: bool) -> None:
    """Print the stored verdict and the one given now; exit 1 if they differ.

    Example: forbear replay 019aa2c4-1b3e-7f00-8000-0242ac120002
    """
    stored, again = judging.replay(decision_id)
    same = without_pack(stored) == without_pack(again)
    if as_json:
        click.echo(json.dumps({"stored": stored, "again": again, "same": same}, ensure_ascii=False))
    else:
        for name, verdict in (("then", stored), ("now ", again)):
            rules = ", ".join(verdict["rules"]) or "no rule stood against it"
            click.echo(
                f"{name}  {verdict['verdict']:8} {rules}  ({verdict['pack']['name']} {verdict['pack']['version']})"
            )
        click.echo("The verdicts are the same." if same else "The verdicts differ.")
    if not same:
        raise click.exceptions.Exit(1)


def without_pack(verdict: dict[str, Any]) -> dict[str, Any]:
    """A verdict without the version of its pack: new files may have come since, the law of the day must not differ."""
    return {name: value for name, value in verdict.items() if name != "pack"}

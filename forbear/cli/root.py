"""The list of commands: what each does, where it lives, and whether it opens the casefile."""

from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True)
class Command:
    """`does` is the line in `forbear --help`; the module of that name defines `command`."""

    module: str
    does: str
    needs_casefile: bool = False

    def load(self) -> click.Command:
        command: click.Command = import_module(f"forbear.cli.{self.module}").command
        return command


def commands() -> dict[str, Command]:
    """Every command by its name."""
    return {
        "audit": Command("audit", "verify the evidence chain, export and check it, bundle evidence"),
        "bench": Command("bench", "run one benchmark beside its floor and a peer"),
        "day": Command("day", "run one collections day", needs_casefile=True),
        "demo": Command("demo", "make the demo bank, run its days, serve the site"),
        "doctor": Command("doctor", "check that everything needed is here and well"),
        "intake": Command("intake", "read files of one source"),
        "judge": Command("judge", "judge requests: JSONL in, verdicts out"),
        "keys": Command("keys", "the keys of personal data: status, rotate, retire"),
        "laws": Command("laws", "list, show and check the rules in force"),
        "privacy": Command("privacy", "retention, registers and requests of personal data", needs_casefile=True),
        "replay": Command("replay", "judge a stored decision again", needs_casefile=True),
        "risk": Command("risk", "fit, score and list risk cards"),
        "serve": Command("serve", "serve the site", needs_casefile=True),
        "worker": Command("worker", "work through the queued jobs", needs_casefile=True),
    }

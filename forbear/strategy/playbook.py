"""A playbook and its two readers: one person with a trace, or a portfolio in one expression.

A test feeds both the same cases. Must not be used unchecked: `load_playbook` refuses holes, clashes and unsafe rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from forbear.kernel.errors import BadInput
from forbear.ledger import rulefile
from forbear.strategy.safety import check
from forbear.strategy.table import Playbook
from forbear.strategy.vocabulary import FACTS, Channel, Letter, Step, Value


@dataclass(frozen=True, slots=True)
class Tried:
    """A row that did not apply, and the first cell that said so."""

    row: str
    cell: str
    value: Value


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one person is proposed, by which row and why; not yet judged lawful, not yet sent."""

    playbook: str
    row: str
    step: Step
    letter: Letter
    channels: tuple[Channel, ...]
    priority: int
    deadline_days: int
    why: Mapping[str, str]
    tried: tuple[Tried, ...]


def load_playbook(path: Path | None = None) -> Playbook:
    """The playbook at `path`, or `standard`; raises BadInput naming file, rows and an example when it is not whole."""
    path = path or rulefile.shipped("standard/playbook.yaml")
    playbook = rulefile.read(path, Playbook)
    check(playbook, where=str(path))
    return playbook


def decide(playbook: Playbook, situation: Mapping[str, Value]) -> Proposal:
    """The proposal for one person with its trace; raises BadInput when a fact is missing or cannot occur."""
    tried: list[Tried] = []
    for row in playbook.rows:
        failed = next((cell for cell in row.cells if not cell.holds(_fact(situation, cell.fact))), None)
        if failed is None:
            return Proposal(
                playbook.label, row.id, row.step, row.letter, row.channels, row.priority, row.deadline_days,
                row.why, tuple(tried),
            )  # fmt: skip
        tried.append(Tried(row.id, str(failed), situation[failed.fact]))
    raise BadInput(f"no row of {playbook.label} answers this situation.", mend="Load playbooks with load_playbook.")


def _fact(situation: Mapping[str, Value], fact: str) -> Value:
    if fact not in situation:
        raise BadInput(f"the situation does not say {fact!r}.", mend="Supply it; unknown is written as null.")
    if not FACTS[fact].admits(situation[fact]):
        raise BadInput(f"{fact} cannot be {situation[fact]!r}.", mend="See strategy/vocabulary.py.")
    return situation[fact]


def decide_all(playbook: Playbook, situations: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """`situations` with playbook, row, step, letter, channels (comma-joined), priority and deadline_days (int32).

    The table becomes one nested when/then over the number of the row; the outputs follow from that number.
    """
    number: nw.Expr = nw.lit(len(playbook.rows))
    for place, row in reversed(list(enumerate(playbook.rows))):
        cells = [cell.expression() for cell in row.cells] or [nw.lit(True)]
        number = nw.when(nw.all_horizontal(*cells, ignore_nulls=False)).then(nw.lit(place)).otherwise(number)
    numbered = situations.with_columns(playbook=nw.lit(playbook.label), row_number=number.cast(nw.Int32))
    return numbered.with_columns(
        row=_output([row.id for row in playbook.rows]),
        step=_output([row.step for row in playbook.rows]),
        letter=_output([row.letter for row in playbook.rows]),
        channels=_output([",".join(row.channels) for row in playbook.rows]),
        priority=_output([row.priority for row in playbook.rows]).cast(nw.Int32),
        deadline_days=_output([row.deadline_days for row in playbook.rows]).cast(nw.Int32),
    ).drop("row_number")


def _output(values: list[Any]) -> nw.Expr:
    """The output of the row with that number; each distinct value is asked for once."""
    answer: nw.Expr = nw.lit(None)
    for value in dict.fromkeys(values):
        places = [place for place, other in enumerate(values) if other == value]
        answer = nw.when(nw.col("row_number").is_in(places)).then(nw.lit(value)).otherwise(answer)
    return answer

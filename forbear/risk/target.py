"""Which rows are the outcome to foresee: the target column read as yes or no, and the rows that say neither.

It must not guess between more than two values: then the user names the positive one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forbear.kernel.errors import BadInput

YES = ("1", "1.0", "true", "yes", "y", "t", "bad", "default", "charged off", "是", "坏", "逾期")
LEAST_OF_EACH = 25


@dataclass(frozen=True, slots=True)
class Outcome:
    """`values`: 1.0 positive, 0.0 not; `known`: the rows of the table they belong to; `notes` for the report."""

    values: NDArray[np.float64]
    known: NDArray[np.intp]
    positive: str
    notes: tuple[str, ...]


def read_outcome(name: str, column: NDArray[Any], positive: str | None) -> Outcome:
    """The outcome of each row whose target is known. BadInput where it is not a yes-or-no, or too rare to learn."""
    texts = [None if v is None or v != v else str(v) for v in column.tolist()]
    distinct = sorted({text for text in texts if text is not None})
    label = _positive(name, distinct, positive)
    known = np.flatnonzero([text is not None for text in texts])
    values = np.array([float(texts[row] == label) for row in known])
    _check(name, label, values)
    notes = []
    if len(known) < len(texts):
        notes.append(f"{len(texts) - len(known):,} rows have no {name} and were not learned from")
    if len(distinct) > 2:
        notes.append(f"{name} has {len(distinct)} values: {label!r} is positive, all others count as not")
    return Outcome(values, known, label, tuple(notes))


def _positive(name: str, distinct: Sequence[str], positive: str | None) -> str:
    shown = ", ".join(distinct[:6])
    if len(distinct) < 2:
        raise BadInput(f"the target {name!r} has fewer than two values ({shown}).", where=f"column {name}")
    if positive is not None:
        if positive not in distinct:
            mend = f"Its values: {shown}."
            raise BadInput(f"the target {name!r} never is {positive!r}.", where="--positive", mend=mend)
        return positive
    yes = [text for text in distinct if text.lower() in YES]
    if len(distinct) == 2 and len(yes) == 1:
        return yes[0]
    mend = f"Name it with --positive; the values: {shown}."
    raise BadInput(f"which value of {name!r} is the outcome to foresee?", where="--positive", mend=mend)


def _check(name: str, label: str, values: NDArray[np.float64]) -> None:
    positives = int(values.sum())
    rarest = min(positives, len(values) - positives)
    if rarest < LEAST_OF_EACH:
        what = (
            f"{name} = {label!r} in {positives:,} of {len(values):,} rows: too few of one kind to learn and check from."
        )
        raise BadInput(what, mend=f"At least {LEAST_OF_EACH} rows of each kind are needed.")

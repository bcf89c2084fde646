"""What every kind of duty shares: strict terms, strict values, and the breach that a duty reports.

A kind is a class with `Terms` and `Values` (what its law files may say), `judge` (one request) and `column` (a
portfolio). It holds no number, channel or place of any law.
"""

from datetime import datetime
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from forbear.compliance.board import Board, Column
from forbear.compliance.conditions import Condition
from forbear.compliance.facts import Facts
from forbear.compliance.history import Counting


class Breach(NamedTuple):
    """The facts that break a duty, and the instant (UTC) from which time alone mends it, if it does."""

    facts: dict[str, Any]
    until: datetime | None = None


class Terms(BaseModel):
    """The keys of a law file that belong to one kind; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoTerms(Terms):
    """For a kind whose law files need no keys of their own."""


class Values(BaseModel):
    """The dated numbers of a law file; an unknown one is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NamedNumbers(BaseModel):
    """Numbers that the conditions of the same file call by name; there may be none."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, int | float]


class Kind(Protocol):
    """One duty, ready to be asked.

    `wakes_on`: a condition without which it cannot be breached, or None; lets the gate pass over sleeping duties.
    `counter`: what it counts, or None.
    """

    wakes_on: Condition | None
    counter: Counting | None

    def judge(self, facts: Facts) -> Breach | None: ...

    def column(self, board: Board) -> Column: ...

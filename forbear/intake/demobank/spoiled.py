"""Rows that are wrong on purpose, and rows that occur twice, as the truth file lists them.

The reason codes are the words that docs/reference/demo-bank.md defines; a reader of the exports may use its own and
map them.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Broken:
    """One row that must be set aside; `field` says which part, where only a part of the row is wrong."""

    file: str
    row: int
    reason: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """One row that says again what `of_row` already said."""

    file: str
    row: int
    of_row: int


@dataclass(slots=True)
class Export:
    """What one exporter wrote: number of rows (headers not counted), broken rows, repeats, money that counts."""

    file: str
    rows: int = 0
    cents: int = 0
    broken: list[Broken] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)

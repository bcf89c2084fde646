"""The port that every source fits: how its rows are read, which columns mean what, which facts a row states.

A source is one file with a declarative table of columns; it knows its own format and nothing of the lake, the vault
or other sources. Cells are parsed by `forbear.intake.clean`, so no source parses money, days or phones by hand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Parser = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Column:
    """A column `of` the source file, the canonical field it goes `to`, and the parser of its cells.

    `empty_is`: the refusal when the cell is empty (None: an empty cell is no value and is fine).
    `past`: the day may not lie after the day of the import.
    """

    of: str
    to: str
    parse: Parser
    empty_is: str | None = "missing_value"
    past: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file was opened; `encoding` as detected; `unread` names columns that are there and not taken (minimisation)."""

    file: str
    encoding: str
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its file, its number there (from 1), its cells by column name, and its text as it stood."""

    file: str
    number: int
    fields: Mapping[str, str]
    raw: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be read or is not needed; `raw` empty means that its content is not kept."""

    file: str
    number: int
    reason: str
    raw: str
    detail: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a canonical table: its natural `key`, its values (personal text still plain), the day it was known
    (None: when the import is made).

    `dated`: several versions of the key stand in one file, each known on its own day.
    `loose`: columns that may differ between rows of one file (a name in several spellings); the first stands.
    """

    table: str
    key: str
    values: Mapping[str, object]
    known_day: int | None
    dated: bool = False
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A finding that does not stop the row; `code` is a key of `clean.reasons.NOTES`."""

    code: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A part of a row that is set aside while the rest is taken; the row counts as quarantined."""

    reason: str
    detail: str = ""


class Source(Protocol):
    """One way in which facts arrive."""

    @property
    def name(self) -> str:
        """As `forbear intake --list` shows it; the first half of every key."""

    @property
    def title(self) -> str:
        """One line: what it is."""

    @property
    def takes(self) -> Literal["file", "folder"]:
        """What a path given to it must be."""

    @property
    def columns(self) -> Mapping[str, tuple[Column, ...]]:
        """The column table, by file name; the key "" stands for every file."""

    def read(self, path: Path) -> Iterator[Opened | Row | Broken]:
        """The records of one file or folder, each file announced by `Opened`."""

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """What one row states, given its parsed columns (and its `file`); raises `Unreadable` to set the row aside."""


def taken(table: str, values: Mapping[str, object]) -> dict[str, object]:
    """The parsed values whose `to` is `table.<column>`, by column."""
    prefix = f"{table}."
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}

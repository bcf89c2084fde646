"""Delimited text files, read record by record so that one broken record cannot swallow its neighbours.

A record is a line. A quoted field may run over a few lines (at most `_LONGEST_RUN`); an unclosed quote beyond that is
a cut record, and reading goes on with the next line. Row numbers are line numbers, the header being line 1.
"""

import csv
from collections.abc import Collection, Iterator
from pathlib import Path

from forbear.intake.clean.encoding import detect
from forbear.intake.clean.text import LONGEST
from forbear.intake.sources.port import Broken, Opened, Row
from forbear.kernel.errors import BadInput

_LONGEST_RUN = 20
csv.field_size_limit(2**31 - 1)


def read(path: Path, delimiter: str, needs: Collection[str]) -> Iterator[Opened | Row | Broken]:
    """The records of a delimited file whose header names at least the columns that are needed."""
    data = content(path)
    encoding = detect(data, path.name)
    lines = data.split(b"\n")
    header = _header(lines[0], encoding, delimiter, path.name, needs)
    yield Opened(path.name, encoding, tuple(name for name in header if name not in needs))
    index = 1
    while index < len(lines):
        if not lines[index].strip():
            index += 1
            continue
        item, used = _record(path.name, index, lines, encoding, delimiter, header)
        yield item
        index += used


def content(path: Path) -> bytes:
    """The bytes of a file; a clear sentence when there are none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"the file cannot be read: {error.strerror}.", where=str(path), mend="Check the path."
        ) from error
    if not data.strip():
        raise BadInput("the file is empty.", where=path.name, mend="Export it again.")
    return data


def _header(line: bytes, encoding: str, delimiter: str, file: str, needs: Collection[str]) -> list[str]:
    try:
        names = [name.strip() for name in _split(line.decode(encoding), delimiter) or []]
    except UnicodeDecodeError as error:
        raise BadInput(f"the header does not decode as {encoding}.", where=file, mend="Save it as UTF-8.") from error
    missing = [name for name in needs if name not in names]
    if missing:
        mend = f"It must have: {', '.join(needs)}."
        raise BadInput(f"the header lacks {', '.join(missing)}.", where=file, mend=mend)
    if len(set(names)) != len(names):
        raise BadInput("the header names a column twice.", where=file, mend="Rename or remove one.")
    return names


def _record(
    file: str, index: int, lines: list[bytes], encoding: str, delimiter: str, header: list[str]
) -> tuple[Row | Broken, int]:
    """The record that begins at line `index`, and how many lines it uses."""
    try:
        text = _decoded(lines[index], encoding)
    except UnicodeDecodeError:
        return Broken(file, index + 1, "encoding", lines[index].decode(encoding, "backslashreplace")), 1
    for used in range(1, _LONGEST_RUN + 1):
        cells = _split(text, delimiter)
        if cells is not None:
            return _checked(file, index + 1, cells, header, text), used
        if index + used >= len(lines) or len(text) > LONGEST:
            break
        text += "\n" + lines[index + used].decode(encoding, "replace").rstrip("\r")
    return Broken(
        file, index + 1, "cut_record", _decoded(lines[index], encoding), "an opening quote is never closed"
    ), 1


def _decoded(line: bytes, encoding: str) -> str:
    return line.decode("utf-8" if encoding == "utf-8-sig" else encoding).rstrip("\r")


def _split(text: str, delimiter: str) -> list[str] | None:
    """The cells of one record; None while a quote is open."""
    try:
        return next(csv.reader([text.rstrip("\r")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _checked(file: str, number: int, cells: list[str], header: list[str], raw: str) -> Row | Broken:
    if any(len(cell) > LONGEST for cell in cells):
        return Broken(file, number, "field_too_long", raw)
    if len(cells) != len(header):
        reason = "cut_record" if len(cells) < len(header) else "extra_fields"
        return Broken(file, number, reason, raw, f"{len(cells)} fields, {len(header)} expected")
    return Row(file, number, dict(zip(header, cells, strict=True)), raw)

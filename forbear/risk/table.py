"""Reading a user's own CSV as it comes: encoding, delimiter and decimal mark are detected and stated, never assumed.

It reads and reports; it must not drop a row or repair a cell. A row with too many or too few fields is refused
by its line number, because a shifted row would be a wrong score for a real person.
"""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from charset_normalizer import from_bytes
from numpy.typing import NDArray

from forbear.kernel.errors import BadInput
from forbear.risk.numbers import is_missing, uses_decimal_comma

DELIMITERS = ",;\t|"
LARGEST_FIELD = 1_000_000
SAMPLE = 262_144


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: name -> object array of texts, None where the cell says nothing; row order as in the file."""

    path: Path
    columns: dict[str, NDArray[np.object_]]
    rows: int
    sha256: str
    encoding: str
    delimiter: str
    decimal_comma: bool

    @property
    def stated(self) -> str:
        """One sentence on how the file was read."""
        mark = "comma" if self.decimal_comma else "point"
        name = {"\t": "tab"}.get(self.delimiter, self.delimiter)
        return f"{self.path.name}: {self.rows:,} rows, {self.encoding}, fields split by {name!r}, decimal {mark}"


def read_csv(path: Path) -> Table:
    """The table in `path`. BadInput for a missing, empty, ragged or unreadable file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput("the data file cannot be read.", where=str(path), mend="Check the path.") from error
    text, encoding = _decoded(data, path)
    delimiter = _delimiter(text)
    header, rows = _parsed(text, delimiter, path)
    columns = {name: _column(values) for name, values in zip(header, zip(*rows, strict=True), strict=True)}
    comma = delimiter != "," and any(uses_decimal_comma(values[:5000]) for values in columns.values())
    digest = hashlib.sha256(data).hexdigest()
    return Table(path, columns, len(rows), digest, encoding, delimiter, comma)


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        guess = from_bytes(data[:SAMPLE], cp_isolation=["gb18030", "big5", "cp1252", "cp1250"]).best()
    try:
        encoding = guess.encoding if guess else "gb18030"
        return data.decode(encoding), encoding.upper()
    except UnicodeDecodeError as error:
        where = f"{path}, byte {error.start}"
        raise BadInput("the text is in no encoding we know.", where=where, mend="Save the file as UTF-8.") from error


def _delimiter(text: str) -> str:
    """The mark that splits the first lines into most fields, the same number in each."""
    sample = "".join(text[:SAMPLE].splitlines(keepends=True)[:20])

    def fields(mark: str) -> int:
        widths = {len(row) for row in csv.reader(io.StringIO(sample), delimiter=mark) if row}
        return widths.pop() if len(widths) == 1 else 0

    best = max(DELIMITERS, key=fields)
    return best if fields(best) > 1 else ","


def _parsed(text: str, delimiter: str, path: Path) -> tuple[list[str], list[list[str]]]:
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, path)
        rows = []
        for row in reader:
            if row and len(row) != len(header):
                what = f"the row has {len(row)} fields, the header {len(header)}."
                raise BadInput(what, where=f"{path}, line {reader.line_num}", mend="Repair the row; nothing was read.")
            if row:
                rows.append(row)
    except csv.Error as error:
        raise BadInput(f"{error}.", where=f"{path}, line {reader.line_num}", mend="Repair the row.") from error
    if not rows:
        raise BadInput("the table has no rows.", where=str(path), mend="Give a header line and at least one row.")
    return header, rows


def _check_header(header: list[str], path: Path) -> None:
    if not header:
        raise BadInput("the file is empty.", where=str(path), mend="Give a CSV file with a header line.")
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise BadInput(f"two columns are named {twice[0]!r}.", where=f"{path}, line 1", mend="Rename one of them.")


def _column(values: tuple[str, ...]) -> NDArray[np.object_]:
    column = np.empty(len(values), dtype=object)
    column[:] = [None if is_missing(value) else value.strip() for value in values]
    return column

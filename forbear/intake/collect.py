"""The road of one row: read, parsed, checked, compared, kept or set aside. Reads files, writes the lake.

1. the source reads a record; 2. each cell is parsed by its column's parser; 3. the source states facts; 4. the batch
compares them with the lake; 5. the row counts as taken, changed, unchanged or quarantined. One path is one import:
everything it brings is appended at once, or nothing is. A second import of the same path appends nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import narwhals.stable.v2 as nw

from forbear.intake.batch import Batch, Origin
from forbear.intake.clean.reasons import NOTES, Unreadable
from forbear.intake.clean.text import LONGEST
from forbear.intake.lake import Lake
from forbear.intake.personal import Vault
from forbear.intake.report import FileReport
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row, Source
from forbear.kernel.errors import BadInput

Progress = Callable[[str, int], None]
_EVERY = 2_000


def collect(
    source: Source,
    paths: Sequence[Path],
    lake: Lake,
    vault: Vault,
    day: int,
    progress: Progress | None = None,
    latest_day: int | None = None,
) -> list[FileReport]:
    """Import `paths` of one source as recorded on `day`; one report a file. Paths are checked before any is read.

    Facts dated after `latest_day` (default: `day`) are set aside as lying in the future.
    """
    for path in paths:
        _must_be(source, path)
    return [report for path in paths for report in _import(source, path, lake, vault, day, latest_day or day, progress)]


def _must_be(source: Source, path: Path) -> None:
    if source.takes == "folder" and not path.is_dir():
        raise BadInput(f"{source.name} takes a folder, and this is none.", where=str(path), mend="Check the path.")
    if source.takes == "file" and not path.is_file():
        raise BadInput(f"{source.name} takes a file, and there is none.", where=str(path), mend="Check the path.")


def _import(
    source: Source, path: Path, lake: Lake, vault: Vault, day: int, latest_day: int, progress: Progress | None
) -> list[FileReport]:
    with lake.writing():
        import_id = lake.next_import_id(source.name)
        intake = _Import(source, lake, vault, import_id, day, latest_day, progress)
        for item in source.read(path):
            intake.take(item)
        return intake.finish(lake)


class _Import:
    """One path on its way in."""

    def __init__(
        self,
        source: Source,
        lake: Lake,
        vault: Vault,
        import_id: str,
        day: int,
        latest_day: int,
        progress: Progress | None,
    ) -> None:
        self._source, self._import_id, self._day, self._progress = source, import_id, day, progress
        self._latest_day = latest_day
        self._batch = Batch(lake, vault, source.name, import_id, day)
        self._reports: dict[str, FileReport] = {}
        self._loans = _Loans(lake, source.name)

    def take(self, item: Opened | Row | Broken) -> None:
        """Account for one thing that the source read."""
        if isinstance(item, Opened):
            self._reports[item.file] = FileReport(
                item.file, self._source.name, self._import_id, item.encoding, item.unread
            )
            return
        report = self._reports[item.file]
        if isinstance(item, Broken):
            report.notes.update(item.notes)
            self._aside(report, item, [Unreadable(item.reason, item.detail)])
        else:
            self._row(report, item)
        if self._progress and report.rows % _EVERY == 0:
            self._progress(report.file, report.rows)

    def finish(self, lake: Lake) -> list[FileReport]:
        """Check the sums and append what is new; nothing new leaves the lake as it was."""
        reports = list(self._reports.values())
        for report in reports:
            report.check()
            if self._progress:
                self._progress(report.file, report.rows)
        if tables := self._batch.tables():
            files = [report.as_json() for report in reports]
            lake.append(self._import_id, tables, {"source": self._source.name, "day": self._day, "files": files})
        return reports

    def _row(self, report: FileReport, row: Row) -> None:
        try:
            values = parsed(self._columns(row.file), row, self._latest_day)
            stated = list(self._source.facts(values))
            facts = [one for one in stated if isinstance(one, Fact)]
            self._loans.must_exist(facts)
            outcome, tables = self._batch.admit(facts, Origin(row.file, row.number))
        except Unreadable as refusal:
            self._aside(report, row, [refusal])
            return
        report.saw(values)
        report.facts.update(tables)
        report.notes.update(note.code for note in stated if isinstance(note, Note) and note.code in NOTES)
        asides = [Unreadable(one.reason, one.detail) for one in stated if isinstance(one, Aside)]
        if asides:
            self._aside(report, row, asides)
        else:
            report.count(outcome)
            self._batch.mended(row.raw, Origin(row.file, row.number))

    def _aside(self, report: FileReport, row: Row | Broken, refusals: list[Unreadable]) -> None:
        """Set a row aside once, for its first reason; every reason is in the sentence."""
        report.count("quarantined")
        report.reasons[refusals[0].reason] += 1
        report.asides.update(refusal.reason for refusal in refusals)
        sentence = " ".join(str(refusal) for refusal in refusals)
        self._batch.set_aside(refusals[0].reason, sentence, row.raw, Origin(row.file, row.number))

    def _columns(self, file: str) -> Sequence[Column]:
        tables: Mapping[str, Sequence[Column]] = self._source.columns
        return tables[file] if file in tables else tables[""]


class _Loans:
    """Payments from another system must name a loan that the lake has; otherwise the row waits in quarantine."""

    def __init__(self, lake: Lake, source: str) -> None:
        self._lake, self._own, self._keys = lake, f"{source}:", set[str]()
        self._read = False

    def must_exist(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            loan = str(fact.values.get("loan_key", ""))
            if fact.table == "payments" and not loan.startswith(self._own) and loan not in self._all():
                raise Unreadable("unknown_loan")

    def _all(self) -> set[str]:
        if not self._read:
            rows = self._lake.history("loans").select(nw.col("loan_key")).unique().collect(backend="pyarrow")
            self._keys, self._read = set(rows["loan_key"].to_list()), True
        return self._keys


def parsed(columns: Sequence[Column], row: Row, day: int) -> dict[str, object]:
    """Every column's value by its `to`; the first cell that cannot be read sets the row aside, naming its column."""
    values = {column.to: _cell(column, row.fields[column.of], day) for column in columns}
    return values | {"file": row.file}


def _cell(column: Column, cell: str, day: int) -> object:
    try:
        if len(cell) > LONGEST:
            raise Unreadable("field_too_long")
        if not cell.strip():
            if column.empty_is is not None:
                raise Unreadable(column.empty_is)
            return None
        value = column.parse(cell)
        if column.past and isinstance(value, int) and value > day:
            raise Unreadable("date_future")
        return value
    except Unreadable as refusal:
        raise refusal.at(column.of) from refusal

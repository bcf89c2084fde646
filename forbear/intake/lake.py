"""The lake: every loan the lender has, as append-only dated facts, and each night's derived tables.

Facts are never edited; a newer version stands beside the older. Writing follows one protocol:
1. take the writer lock; 2. check every batch against the schema; 3. write each part aside, flush it, rename it;
4. replace the manifest. A crash before step 4 leaves files that no reader sees and the next import overwrites.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq

from forbear.intake import manifest as book
from forbear.intake import schema
from forbear.intake.engine import Engine
from forbear.kernel.days import date_of
from forbear.kernel.errors import BadInput

KEY = ("source", "key")


@dataclass(frozen=True, slots=True)
class Damage:
    """A part that is not as it was written: `problem` is `missing` or `changed`."""

    path: str
    problem: str


class Lake:
    """The lake under `home`/lake, read and derived with `engine`. One writer at a time, any number of readers."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self.root, self.engine = home / "lake", engine
        self._manifest = self.root / "manifest.json"
        self._writer: int | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer lock over several steps (read what is known, then append)."""
        if self._writer == threading.get_ident():
            yield
            return
        with book.locked(self.root / "writer.lock"):
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None

    def next_import_id(self, source: str) -> str:
        """The identifier for the next import; ask for it while holding `writing()`."""
        return f"{book.load(self._manifest).sequence + 1:08d}-{source}"

    def append(self, import_id: str, tables: Mapping[str, pa.Table], record: Mapping[str, Any] | None = None) -> None:
        """Add one import, all of it or none; `record` is kept beside it (counts and names, no personal data)."""
        with self.writing():
            now = book.load(self._manifest)
            if any(done["import_id"] == import_id for done in now.imports):
                raise BadInput(f"import {import_id} is already in the lake.", mend="Ask for a new import id.")
            checked = {name: schema.conform(name, batch) for name, batch in tables.items() if batch.num_rows}
            again = {name: self._again(name, batch) for name, batch in checked.items()}
            now.parts += [self._write_part(import_id, name, batch, again[name]) for name, batch in checked.items()]
            now.imports.append({**(record or {}), "import_id": import_id})
            now.sequence += 1
            book.save(now, self._manifest)

    def history(self, table: str) -> nw.LazyFrame[Any]:
        """Every version of every fact of a canonical table."""
        empty = schema.arrow(table).empty_table()
        paths = [self.root / part.path for part in self.parts(table)]
        return self.engine.read(paths) if paths else self.engine.frame(empty)

    def current(self, table: str, as_of_day: int | None = None) -> nw.LazyFrame[Any]:
        """The newest version of each fact that was known on `as_of_day` (None: all that is known)."""
        known = self.history(table)
        if as_of_day is not None:
            known = known.filter(nw.col("recorded_day") <= as_of_day)
        changing = [self.root / part.path for part in self.parts(table) if part.again != 0]
        if not changing:
            return known
        keys = self.engine.read(changing).select("key").unique(subset=["key"])
        once, several = (known.join(keys, on="key", how=how) for how in ("anti", "semi"))
        return nw.concat([once, _newest(several)], how="vertical")

    def write_nightly(self, as_of_day: int, name: str, content: nw.LazyFrame[Any] | pa.Table) -> int:
        """Keep one derived table of one night in place of any earlier; returns its rows."""
        frame = self.engine.frame(content) if isinstance(content, pa.Table) else content
        with self.writing():
            folder = self.root / "nightly" / date_of(as_of_day).isoformat()
            folder.mkdir(parents=True, exist_ok=True)
            aside = folder / f"{name}.tmp"
            rows = self.engine.write(frame, aside)
            part = self._settle(aside, folder / f"{name}-{book.digest(aside)[:16]}.parquet", name, "nightly", rows)
            self._swap(as_of_day, part)
        return rows

    def nightly(self, as_of_day: int, name: str) -> nw.LazyFrame[Any]:
        """One derived table of one night; refused when that night did not make it."""
        parts = book.load(self._manifest).nightly.get(date_of(as_of_day).isoformat(), {})
        if name not in parts:
            what = f"there is no table {name!r} for the night of {date_of(as_of_day)}."
            raise BadInput(what, mend=f"Run `forbear day --as-of {date_of(as_of_day)}` first.")
        return self.engine.read([self.root / parts[name].path])

    @contextmanager
    def aside(self, name: str, content: nw.LazyFrame[Any]) -> Iterator[nw.LazyFrame[Any]]:
        """Work `content` out once and read it as often as needed inside the block; afterwards it is gone."""
        with self.writing():
            path = self.root / "aside" / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.engine.write(content, path)
            try:
                yield self.engine.read([path])
            finally:
                path.unlink(missing_ok=True)

    def nights(self) -> dict[str, list[str]]:
        """The names of the derived tables by night (ISO date)."""
        return {day: sorted(parts) for day, parts in sorted(book.load(self._manifest).nightly.items())}

    def imports(self) -> list[dict[str, Any]]:
        """What each import reported, oldest first."""
        return book.load(self._manifest).imports

    def replace(self, part: book.Part, content: pa.Table, mark: str) -> None:
        """Swap one part for the same rows written anew; the old file stays for its readers until `sweep`."""
        with self.writing():
            now = book.load(self._manifest)
            path = self.root / part.table / f"{part.import_id}-{mark}.parquet"
            aside = path.with_suffix(".tmp")
            pq.write_table(content, aside, compression="zstd")
            settled = self._settle(aside, path, part.table, part.import_id, content.num_rows)
            now.parts[now.parts.index(part)] = replace(settled, again=part.again)
            book.save(now, self._manifest)

    def sweep(self, table: str) -> int:
        """Remove the files of a canonical table that the manifest does not name any more; returns how many."""
        with self.writing():
            named = {self.root / part.path for part in self.parts(table)}
            gone = [path for path in (self.root / table).glob("*.parquet") if path not in named]
            for path in gone:
                path.unlink()
        return len(gone)

    def verify(self) -> list[Damage]:
        """Compare every part with the digest written down for it; an empty list means the lake is whole."""
        now = book.load(self._manifest)
        parts = [*now.parts, *(part for night in now.nightly.values() for part in night.values())]
        return [damage for part in parts if (damage := self._damage(part))]

    def parts(self, table: str) -> list[book.Part]:
        """The files of a canonical table, oldest import first."""
        return [part for part in book.load(self._manifest).parts if part.table == table]

    def _again(self, table: str, batch: pa.Table) -> int:
        """How many rows of a new batch are newer versions; `current` then sorts only the keys of such parts."""
        keys = batch.select(KEY)
        twice = int(batch.num_rows - keys.group_by(KEY).aggregate([]).num_rows)
        known = self.engine.frame(keys).join(self.history(table).select(*KEY), on=list(KEY), how="semi")
        return int(twice + known.select(nw.len()).collect().item())

    def _damage(self, part: book.Part) -> Damage | None:
        path = self.root / part.path
        if not path.exists():
            return Damage(part.path, "missing")
        return None if book.digest(path) == part.sha256 else Damage(part.path, "changed")

    def _write_part(self, import_id: str, table: str, batch: pa.Table, again: int) -> book.Part:
        folder = self.root / table
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f"{import_id}.tmp"
        pq.write_table(batch, aside, compression="zstd")
        part = self._settle(aside, folder / f"{import_id}.parquet", table, import_id, batch.num_rows)
        return replace(part, again=again)

    def _settle(self, aside: Path, path: Path, table: str, import_id: str, rows: int) -> book.Part:
        book.flush_file(aside)
        aside.replace(path)
        book.flush_folder(path.parent)
        relative = path.relative_to(self.root).as_posix()
        return book.Part(table, relative, import_id, rows, book.digest(path), schema.VERSION)

    def _swap(self, as_of_day: int, part: book.Part) -> None:
        now = book.load(self._manifest)
        night = now.nightly.setdefault(date_of(as_of_day).isoformat(), {})
        before = night.get(part.table, part)
        night[part.table] = part
        book.save(now, self._manifest)
        self._sweep(part, keep={part.path, before.path})

    def _sweep(self, part: book.Part, keep: set[str]) -> None:
        """Remove what this table was two writes ago; the last one stays for readers that are still on it."""
        folder = (self.root / part.path).parent
        for path in folder.glob(f"{part.table}-*.parquet"):
            if path.relative_to(self.root).as_posix() not in keep:
                path.unlink(missing_ok=True)


def _newest(versions: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row a key: the version recorded last, of two on one day the later import."""
    age = nw.col("key").cum_count(reverse=True).over(*KEY, order_by=["recorded_day", "import_id"])
    return versions.with_columns(newest_=age).filter(nw.col("newest_") == 1).drop("newest_")

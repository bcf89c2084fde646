"""What the lake already knows of one source: the content hash and day of each key, read once a table when asked.

Holds one hash and one day a key in memory (about 200 bytes), which bounds an import, not the lake.
"""

import narwhals.stable.v2 as nw

from forbear.intake.lake import Lake


class Known:
    """The versions that `source` has reported so far."""

    def __init__(self, lake: Lake, source: str) -> None:
        self._lake, self._source = lake, source
        self._newest: dict[str, dict[str, tuple[int, str]]] = {}
        self._dated: dict[str, dict[tuple[str, int], str]] = {}

    def any(self, table: str) -> bool:
        """Whether anything of this table was reported before."""
        self._load(table)
        return bool(self._newest[table])

    def digest(self, table: str, key: str, day: int | None) -> str | None:
        """The content hash of the newest version of a key, or of the version known on `day`; None if never seen."""
        self._load(table)
        if day is not None:
            return self._dated[table].get((key, day))
        return self._newest[table].get(key, (0, None))[1]

    def day(self, table: str, key: str) -> int:
        """The recorded day of the newest version (the earliest day there is, if never seen)."""
        self._load(table)
        return self._newest[table].get(key, (-(2**31), ""))[0]

    def _load(self, table: str) -> None:
        if table in self._newest:
            return
        frame = self._lake.history(table).filter(nw.col("source") == self._source)
        names = ["key", "recorded_day", "import_id", "row_hash"]
        rows = frame.select(names).sort("recorded_day", "import_id").collect(backend="pyarrow")
        columns = [rows[name].to_list() for name in ("key", "recorded_day", "row_hash")]
        versions = list(zip(*columns, strict=True))
        self._newest[table] = {key: (day, digest) for key, day, digest in versions}
        self._dated[table] = {(key, day): digest for key, day, digest in versions}

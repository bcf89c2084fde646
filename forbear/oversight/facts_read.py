"""What the newest imports read, file by file: nothing is dropped silently (B1). Reads the lake's manifest only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from forbear.intake import manifest
from forbear.kernel.days import date_of, day_number

SHOWN = 8


@dataclass(frozen=True)
class FileRead:
    """One file; `rows` = `taken` + `changed` + `unchanged` + `quarantined`. `reasons` counts the rows set aside."""

    file: str
    source: str
    day: date
    rows: int
    taken: int
    changed: int
    unchanged: int
    quarantined: int
    reasons: Mapping[str, int]


def facts_read(as_of: date) -> tuple[FileRead, ...]:
    """The files of the newest imports up to a day, newest first, at most SHOWN."""
    book = manifest.load(settings.FORBEAR_HOME / "lake" / "manifest.json")
    imports = [one for one in book.imports if one["day"] <= day_number(as_of)]
    files = [_file(file, one["day"]) for one in reversed(imports) for file in one["files"]]
    return tuple(files[:SHOWN])


def _file(report: Mapping[str, object], day: int) -> FileRead:
    counts = {name: int(str(report[name])) for name in ("rows", "taken", "changed", "unchanged", "quarantined")}
    reasons = report.get("reasons")
    named = {str(name): int(number) for name, number in reasons.items()} if isinstance(reasons, dict) else {}
    return FileRead(str(report["file"]), str(report["source"]), date_of(day), reasons=named, **counts)

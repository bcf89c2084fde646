"""The manifest: the one list of what the lake holds. A file it does not name does not exist for any reader.

It is replaced whole (written aside, flushed to disk, renamed), so a reader sees the old list or the new, never half.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from forbear.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: where (relative to the lake), of which import, how many rows, and the digest of its bytes.

    `again` counts rows whose key the lake already held (or that come twice in the part): newer versions of a fact.
    None means not counted, and a reader must then expect them.
    """

    table: str
    path: str
    import_id: str
    rows: int
    sha256: str
    schema_version: int
    again: int | None = None


@dataclass(slots=True)
class Manifest:
    """`parts` of canonical tables, `nightly` parts by day and name, and what each import reported."""

    sequence: int = 0
    parts: list[Part] = field(default_factory=list)
    nightly: dict[str, dict[str, Part]] = field(default_factory=dict)
    imports: list[dict[str, Any]] = field(default_factory=list)


def load(path: Path) -> Manifest:
    """The manifest at `path`; an empty one where none was ever written; refused when damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        nightly = {day: {name: Part(**part) for name, part in parts.items()} for day, parts in found["nightly"].items()}
        return Manifest(found["sequence"], [Part(**part) for part in found["parts"]], nightly, found["imports"])
    except FileNotFoundError:
        return Manifest()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        mend = "Restore it from your backup; the parts beside it are intact."
        raise BadInput("the lake's manifest cannot be read.", where=str(path), mend=mend) from error


def save(manifest: Manifest, path: Path) -> None:
    """Replace the manifest in one step that survives a crash."""
    aside = path.with_suffix(".tmp")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, ensure_ascii=False, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make renames inside `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_file(path: Path) -> None:
    """Make the bytes of a finished file durable."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lake's writer lock; another process waits here. The kernel frees it when a process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

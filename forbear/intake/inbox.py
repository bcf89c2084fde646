"""The inbox: `inbox/<source>/` under the home folder; what the day reads is moved to `inbox/<source>/done/<day>/`."""

import os
from datetime import date
from pathlib import Path

from forbear.intake.sources import SOURCES
from forbear.intake.sources.port import Source


def waiting(home: Path) -> list[tuple[Source, Path]]:
    """Files and folders that wait to be read, in the order in which sources depend on one another."""
    folder = home / "inbox"
    return [
        (source, path)
        for name, source in SOURCES.items()
        if (folder / name).is_dir()
        for path in sorted((folder / name).iterdir())
        if path.name != "done" and not path.name.startswith(".")
    ]


def done(path: Path, as_of: date) -> None:
    """Put a file that was read out of the way; nothing is deleted."""
    target = path.parent / "done" / as_of.isoformat()
    target.mkdir(parents=True, exist_ok=True)
    os.replace(path, target / path.name)

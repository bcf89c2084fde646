"""The demo's own home folder: one made-up bank, and nothing else. Needs no database and no Django."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from forbear.kernel.errors import BadInput
from forbear.project import postgres

MARK = "demo.json"


@dataclass(frozen=True)
class Bank:
    """What makes one demo bank: the same values make the same bank. `as_of` is an ISO date."""

    people: int
    seed: int
    as_of: str


def claim(home: Path, bank: Bank, told: Callable[[str], None]) -> None:
    """Make `home` the home of this bank: keep it if it is, empty it of another demo, refuse any other data."""
    mark = home / MARK
    if mark.exists() and json.loads(mark.read_text()) == asdict(bank):
        return
    if not mark.exists() and (home / "lake").exists():
        raise BadInput("this folder holds data that are not a demo's.", where=str(home),
                       mend="Set FORBEAR_HOME to another folder for the demo.")  # fmt: skip
    if mark.exists():
        told("Another demo bank was here; starting afresh.")
        postgres.remove(home)
        for child in home.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
    home.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps(asdict(bank)))

"""All laws Forbear knows, by jurisdiction and day. Loading refuses any file that is not beyond doubt.

Must not judge. A pack without a duty in force on a day does not exist on that day: default deny. A folder of
`laws/` with a pack.yaml is a pack; every other .yaml below it is one duty.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from forbear.compliance.lawfile import Law, PackFile, read_law, read_pack
from forbear.compliance.pack import Duty, Pack, compile_duty
from forbear.kernel.errors import BadInput

EVERYWHERE = "*"


class Folder:
    """A pack as written: its pack.yaml, its laws, the days on which something changes, and its version."""

    def __init__(self, pack: PackFile, laws: list[Law], digest: str) -> None:
        self.pack, self.laws = pack, laws
        self.changes = sorted({start for law in laws for start in law.values})
        self.version = f"{max(self.changes).isoformat()}+{digest}"
        self.compiled = {
            (law.file, start): compile_duty(law, law.values[start]) for law in laws for start in law.values
        }

    def on(self, day: date) -> tuple[Duty, ...]:
        """The duties in force on a day."""
        starts = ((law, max((start for start in law.values if start <= day), default=None)) for law in self.laws)
        return tuple(self.compiled[law.file, start] for law, start in starts if start is not None)


class Lawbook:
    """`load` reads and checks; `on` gives the pack of a jurisdiction on a day, or None."""

    def __init__(self, folders: Mapping[str, Folder]) -> None:
        if EVERYWHERE not in folders:
            raise BadInput("no pack holds everywhere.", where="laws", mend='One pack.yaml must say jurisdiction: "*".')
        self.folders = dict(folders)
        self.core = self.folders.pop(EVERYWHERE)
        self._packs: dict[tuple[str, int], Pack | None] = {}
        self._changes = {place: sorted({*folder.changes, *self.core.changes}) for place, folder in self.folders.items()}

    @classmethod
    def load(cls, path: Path | None = None) -> Lawbook:
        """Every pack below `path` (default: the laws that come with Forbear). BadInput on the first mistake."""
        root: Traversable = files("forbear") / "laws" if path is None else path
        if not root.is_dir():
            raise BadInput(
                "there is no such folder of laws.", where=str(root), mend="Give the folder that holds pack folders."
            )
        folders: dict[str, Folder] = {}
        for place in sorted((child for child in root.iterdir() if child.is_dir()), key=lambda child: child.name):
            folder = _read_folder(place)
            if folder.pack.jurisdiction in folders:
                raise BadInput(f"two packs claim {folder.pack.jurisdiction}.", where=f"{place.name}/pack.yaml")
            folders[folder.pack.jurisdiction] = folder
        return cls(folders)

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        return tuple(self.folders)

    def laws(self) -> Iterator[tuple[str, Law]]:
        """Every law with its jurisdiction, the ones that hold everywhere first."""
        for place, folder in ((EVERYWHERE, self.core), *self.folders.items()):
            yield from ((place, law) for law in folder.laws)

    def on(self, day: date, jurisdiction: str) -> Pack | None:
        """The pack in force, or None: an unknown place, or a day before anything there allows an act."""
        if jurisdiction not in self.folders:
            return None
        key = (jurisdiction, bisect_right(self._changes[jurisdiction], day))
        if key not in self._packs:
            self._packs[key] = self._compile(day, self.folders[jurisdiction])
        return self._packs[key]

    def _compile(self, day: date, folder: Folder) -> Pack | None:
        duties = folder.on(day)
        if not any(duty.law.duty == "general" for duty in duties):
            return None
        pack = folder.pack
        version = f"{folder.version}.{self.core.version.rsplit('+')[-1]}"
        return Pack(pack.name, version, pack.jurisdiction, day, duties, self.core.on(day), pack.act)


def _read_folder(place: Traversable) -> Folder:
    texts = dict(sorted(_texts(place, place.name)))
    head = f"{place.name}/pack.yaml"
    if head not in texts:
        raise BadInput(
            "the folder has no pack.yaml.", where=place.name, mend="Add one with name, jurisdiction and act."
        )
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode()).hexdigest()[:12]
    pack = read_pack(texts.pop(head), head)
    if not texts:
        raise BadInput("the pack has no law.", where=place.name, mend="Add at least one law file.")
    return Folder(pack, [read_law(text, name) for name, text in texts.items()], digest)


def _texts(place: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for child in place.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir():
            yield from _texts(child, path)
        elif child.name.endswith((".yaml", ".yml")):
            try:
                yield path, child.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                raise BadInput("the file is not UTF-8.", where=path, mend="Save it as UTF-8.") from error

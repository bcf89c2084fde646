"""All laws Forbear knows, by jurisdiction and day. Loading refuses any file that is not beyond doubt.

Must not judge. A pack without a duty in force on a day does not exist on that day: default deny. A folder of
`laws/` with a pack.yaml is a pack; every other .yaml below it is one duty, save what lies in its folder `overlays`:
each folder there is laid over the pack only when it is asked for, and may only tighten (compliance/overlays.py).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from forbear.compliance import overlays as laid_over
from forbear.compliance.lawfile import Law, PackFile, read_law, read_overlay, read_pack
from forbear.compliance.pack import Duty, Pack, compile_duty
from forbear.kernel.errors import BadInput

EVERYWHERE = "*"
OVERLAYS = "overlays"


class Folder:
    """A pack as written: its pack.yaml, its laws, the days on which something changes, and its version."""

    def __init__(self, pack: PackFile, laws: list[Law], digest: str) -> None:
        self.pack, self.laws = pack, laws
        self.changes = sorted({start for law in laws for start in law.values})
        self.version = f"{max(self.changes).isoformat()}+{digest}"
        self.compiled = {
            (law.file, start): compile_duty(law, law.values[start]) for law in laws for start in law.values
        }

    def under(self, name: str, laws: list[Law], digest: str) -> Folder:
        """This pack with an overlay laid over it; BadInput if the overlay loosens anything."""
        laid_over.check(laws, self.laws, name)
        pack = self.pack.model_copy(update={"name": f"{self.pack.name}, {name}"})
        return Folder(pack, [*self.laws, *laws], f"{self.version.rsplit('+')[-1]}.{digest}")

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
    def load(cls, path: Path | None = None, overlays: Sequence[str | Path] = ()) -> Lawbook:
        """Every pack below `path` (default: the laws that come with Forbear). BadInput on the first mistake.

        `overlays`: each either "us/massachusetts" (folder of the pack, folder of the overlay) or the path of a folder.
        """
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
        for overlay in overlays:
            _lay(overlay, root, folders)
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


def overlays_in(path: Path | None = None) -> tuple[str, ...]:
    """The names of the overlays that lie beside the packs, as `load` takes them."""
    root: Traversable = files("forbear") / "laws" if path is None else path
    places = [child for child in root.iterdir() if child.is_dir() and (child / OVERLAYS).is_dir()]
    names = [f"{place.name}/{each.name}" for place in places for each in (place / OVERLAYS).iterdir() if each.is_dir()]
    return tuple(sorted(names))


def _lay(overlay: str | Path, root: Traversable, folders: dict[str, Folder]) -> None:
    place, laws = _found(overlay, root), []
    texts = dict(sorted(_texts(place, place.name)))
    head = f"{place.name}/overlay.yaml"
    if head not in texts:
        mend = "Add one with name and jurisdiction."
        raise BadInput("the overlay has no overlay.yaml.", where=str(overlay), mend=mend)
    digest = _digest(texts)
    about = read_overlay(texts.pop(head), head)
    if about.jurisdiction not in folders:
        raise BadInput(f"the overlay lies over {about.jurisdiction}, which has no pack.", where=head)
    laws = [read_law(text, f"overlays/{name}") for name, text in texts.items()]
    if not laws:
        raise BadInput("the overlay has no law.", where=str(overlay), mend="Add at least one law file.")
    folders[about.jurisdiction] = folders[about.jurisdiction].under(about.name, laws, digest)


def overlay(text: str) -> str | Path:
    """An overlay as typed by a person: the path of a folder where there is one, else the name of one beside a pack."""
    return Path(text) if (Path(text) / "overlay.yaml").is_file() else text


def _found(overlay: str | Path, root: Traversable) -> Traversable:
    if isinstance(overlay, Path):
        found: Traversable = overlay
    else:
        place, _, name = overlay.partition("/")
        found = root / place / OVERLAYS / name if name else root / place
    if not found.is_dir():
        mend = "Write it as the folder of the pack, a slash and the folder of the overlay, or give a path."
        raise BadInput(f"there is no overlay {str(overlay)!r}.", where=str(found), mend=mend)
    return found


def _digest(texts: Mapping[str, str]) -> str:
    return hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode()).hexdigest()[:12]


def _read_folder(place: Traversable) -> Folder:
    texts = dict(sorted(_texts(place, place.name)))
    head = f"{place.name}/pack.yaml"
    if head not in texts:
        raise BadInput(
            "the folder has no pack.yaml.", where=place.name, mend="Add one with name, jurisdiction and act."
        )
    digest = _digest(texts)
    pack = read_pack(texts.pop(head), head)
    if not texts:
        raise BadInput("the pack has no law.", where=place.name, mend="Add at least one law file.")
    return Folder(pack, [read_law(text, name) for name, text in texts.items()], digest)


def _texts(place: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for child in place.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir():
            if child.name != OVERLAYS:
                yield from _texts(child, path)
        elif child.name.endswith((".yaml", ".yml")):
            try:
                yield path, child.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                raise BadInput("the file is not UTF-8.", where=path, mend="Save it as UTF-8.") from error

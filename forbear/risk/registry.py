"""The cards at hand: those shipped in forbear/risk/cards and those in a folder of the user's.

It lists and finds; it must not choose: which card is used is named by the caller.
"""

from importlib.resources import as_file, files
from pathlib import Path

from forbear.kernel.errors import BadInput
from forbear.risk.card import Card, load


def shipped() -> dict[str, Card]:
    """The cards that come with Forbear, by folder name."""
    with as_file(files("forbear.risk") / "cards") as folder:
        return in_folder(folder)


def in_folder(folder: Path) -> dict[str, Card]:
    """Every card in the folder's own folders, by name; a card that does not load stops with its error."""
    return {path.parent.name: load(path) for path in sorted(folder.glob("*/card.json"))}


def shipped_card(name: str) -> Card:
    """One shipped card. BadInput if there is none of that name."""
    with as_file(files("forbear.risk") / "cards" / name) as folder:
        if not folder.is_dir():
            raise BadInput(f"no card named {name!r} is shipped.", mend="See `forbear risk list`.")
        return load(folder)

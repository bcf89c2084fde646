"""The library of letters: reads and checks all wording once, then renders one message for one person.

Must not choose: which letter, language, channel and variant is the caller's choice, and whether it may leave is
the gate's. Wording is data (PRODUCT A4, C1); a library with a mistake anywhere does not load.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path

from forbear.contact.checked import text_of
from forbear.contact.letters.compose import compose
from forbear.contact.letters.facts import consistent, written
from forbear.contact.letters.letter import Letter
from forbear.contact.letters.proofread import proofread
from forbear.contact.letters.rendered import Rendered
from forbear.contact.letters.shared import FOLDER, Shared
from forbear.contact.letters.templates import Templates
from forbear.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Library:
    """Approved letters by name, all checked."""

    letters: Mapping[str, Letter]
    shared: Shared

    @classmethod
    def load(cls, folder: Path | None = None) -> "Library":
        """The letters in `folder` (None: those that come with Forbear); raises BadInput at the first mistake."""
        root = folder if folder is not None else Path(str(resources("forbear").joinpath("letters")))
        files = _texts(root)
        shared, templates = Shared.read(files), Templates(files)
        names = sorted({path.split("/")[0] for path in files} - {FOLDER})
        letters = {name: Letter.read(name, files, shared, templates) for name in names}
        for letter in letters.values():
            proofread(letter, shared, templates)
        return cls(letters, shared)

    def needs(self, letter: str) -> frozenset[str]:
        """The names of exactly those facts that `render` wants for `letter`."""
        return frozenset(self._letter(letter).placeholders)

    def content(self, letter: str, channel: str) -> dict[str, bool]:
        """Facts of the `content` of a judge request that are true of `letter` on `channel`, proved when it loaded."""
        sheet, known = self._letter(letter).sheet, self.shared.disclosures.disclosures
        if channel not in sheet.disclosures:
            raise BadInput(f"{letter} has no channel {channel!r}.", mend=f"It has: {', '.join(sheet.channels)}.")
        said = [fact for name in sheet.disclosures[channel] for fact in known[name].content]
        return dict.fromkeys(sorted(said), True)

    def render(
        self, letter: str, *, language: str, channel: str, facts: Mapping[str, object], variant: str
    ) -> Rendered:
        """`letter` for one person. `facts`: one value for each name in `needs` (Money, date, int, str by its type).

        Raises BadInput for an unknown letter, language, channel or variant, and for facts that are missing, unknown,
        of the wrong kind or at odds with each other.
        """
        chosen = self._letter(letter)
        _offered(chosen, language, channel, variant)
        values = written(chosen.placeholders, facts, language, self.shared.phrases)
        consistent(chosen.sheet, facts)
        return compose(chosen, self.shared, language, channel, variant, values)

    def _letter(self, name: str) -> Letter:
        if name not in self.letters:
            raise BadInput(f"there is no letter {name!r}.", mend=f"Known: {', '.join(self.letters)}.")
        return self.letters[name]


def _offered(letter: Letter, language: str, channel: str, variant: str) -> None:
    sheet = letter.sheet
    for what, value, known in (
        ("language", language, list(letter.subjects)),
        ("channel", channel, list(sheet.channels)),
        ("variant", variant, list(sheet.encouragements)),
    ):
        if value not in known:
            raise BadInput(f"{letter.name} has no {what} {value!r}.", mend=f"It has: {', '.join(known)}.")


def _texts(root: Path) -> dict[str, str]:
    if not root.is_dir():
        raise BadInput("there is no such folder of letters.", where=str(root), mend="Correct the setting.")
    paths = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith((".", "__")))
    return {name: text_of(path, name) for path in paths if "/" in (name := path.relative_to(root).as_posix())}

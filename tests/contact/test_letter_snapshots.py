"""Every letter as a person receives it, kept as a file that a lawyer can read and a change must show in."""

import os
from pathlib import Path

import pytest

from forbear.contact.letters import Library
from forbear.contact.letters.rendered import Rendered
from forbear.kernel.languages import LANGUAGES

SNAPSHOTS = Path(__file__).parent / "snapshots"
RENEW = "RENEW_SNAPSHOTS"
HOW = f"read the difference; if it is meant, run: {RENEW}=1 pytest {Path(__file__).name}, and commit the files"
EVERY = [
    (letter, language, channel)
    for letter, held in Library.load().letters.items()
    for language in LANGUAGES
    for channel in held.sheet.channels
]


def page(message: Rendered) -> str:
    parts = [("subject", message.subject), ("text", message.text), ("html", message.html)]
    return "".join(f"=== {name}\n{content}\n" for name, content in parts if content)


@pytest.mark.parametrize(("letter", "language", "channel"), EVERY)
def test_a_letter_reads_as_it_was_approved(letter, language, channel, library, facts_for):
    facts = facts_for(letter, language)
    got = page(library.render(letter, language=language, channel=channel, facts=facts, variant="a"))
    file = SNAPSHOTS / f"{letter}.{language}.{channel}.txt"
    if os.environ.get(RENEW) == "1":
        file.write_text(got, encoding="utf-8")
    assert file.is_file(), f"{file.name} is missing: {HOW}"
    assert got == file.read_text(encoding="utf-8"), f"{file.name} differs: {HOW}"


def test_no_snapshot_is_left_of_a_letter_that_is_gone():
    wanted = {f"{letter}.{language}.{channel}.txt" for letter, language, channel in EVERY}
    assert {file.name for file in SNAPSHOTS.iterdir()} == wanted

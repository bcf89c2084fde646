"""People are borrowers with a missed payment. The harsher names of the trade do not enter the house."""

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

HARSH = re.compile(r"debtor|defaulter|dunning|delinquen|deadbeat|老赖|老賴", re.IGNORECASE)
# Where the words stand for a reason: the law's own terms and titles, the lists that forbid them, this file.
EXCUSED = (
    "forbear/laws/", "forbear/letters/shared/words.yaml", "forbear/compliance/vocabulary.py",
    "forbear/compliance/derived/", "docs/decisions/",
    "tests/", "LICENSE", "forbear/risk/leakage.py",
)  # fmt: skip
TEXTS = {".py", ".md", ".yaml", ".html", ".txt", ".po", ".css", ".toml", ".j2"}


def written() -> list[Path]:
    found = [path for folder in ("forbear", "docs", "bench") for path in (REPOSITORY / folder).rglob("*")]
    found += list(REPOSITORY.glob("*.md"))
    return [path for path in found if path.suffix in TEXTS and "__pycache__" not in path.parts]


def test_no_harsh_name_for_a_person_is_written_anywhere() -> None:
    harsh = {}
    for path in written():
        name = path.relative_to(REPOSITORY).as_posix()
        if name.startswith(EXCUSED):
            continue
        words = set(HARSH.findall(path.read_text(encoding="utf-8")))
        if words:
            harsh[name] = words
    assert harsh == {}


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_traditional_and_simplified_letters_do_not_mix(language: str) -> None:
    import opencc

    convert = opencc.OpenCC("t2s" if language == "zh_Hans" else "s2t").convert
    only_in_the_other = set("贷还账无们这说对请让办费" if language == "zh_Hant" else "貸還帳無們這說對請讓辦費")
    wrong = {}
    for path in (REPOSITORY / "forbear" / "letters").rglob(f"{language}.*"):
        text = path.read_text(encoding="utf-8")
        found = {letter for letter in text if letter in only_in_the_other and convert(letter) != letter}
        if found:
            wrong[path.name] = found
    assert wrong == {}

"""Every sentence of the pages exists in both scripts of Chinese, and what is compiled is what is written."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "forbear"
ROOMS = ("portal", "workbench", "oversight", "care")
CATALOGUES = [PACKAGE / door / "locale" for door in ("portal", "workbench")]
LOCALES = ("zh_Hans", "zh_Hant")
_TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?:\bn?gettext|(?<!\w)_)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?")
_MARKS = {"_", "gettext", "ngettext", "sentence"}


def _in_templates() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.html")):
            for first, _plural in _CALL.findall(templatize(path.read_text(encoding="utf-8"))):
                yield ast.literal_eval(first)


def _in_code() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                marked = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS
                if marked and node.args and isinstance(node.args[0], ast.Constant):
                    yield str(node.args[0].value)


def _written(path: Path) -> dict[str, str]:
    """A catalogue's entries, read from its source: msgid to the (first) msgstr."""
    entries: dict[str, str] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        msgid = re.search(r'^msgid (".*"(?:\n".*")*)', block, re.MULTILINE)
        msgstr = re.search(r'^msgstr(?:\[0\])? (".*"(?:\n".*")*)', block, re.MULTILINE)
        if msgid and msgstr:
            entries[_joined(msgid[1])] = _joined(msgstr[1])
    return entries


def _joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.split("\n"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_translated_and_no_translation_is_left_over(locale: str) -> None:
    known: dict[str, str] = {}
    for folder in CATALOGUES:
        known |= _written(folder / locale / "LC_MESSAGES" / "django.po")
    used = {*_in_templates(), *_in_code()}
    assert len(used) > 400
    assert sorted(used - {msgid for msgid, text in known.items() if text}) == []
    assert sorted(set(known) - used - {""}) == []


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_compiled_is_what_is_written(folder: Path, locale: str) -> None:
    messages = folder / locale / "LC_MESSAGES"
    with (messages / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    flat = {key[0] if isinstance(key, tuple) else key: text for key, text in compiled.items()}
    written = _written(messages / "django.po")
    assert {key: text for key, text in flat.items() if key} == {key: text for key, text in written.items() if key}


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_survive_translation(locale: str) -> None:
    for folder in CATALOGUES:
        for msgid, text in _written(folder / locale / "LC_MESSAGES" / "django.po").items():
            wanted, found = (set(re.findall(r"%\(\w+\)s", part)) for part in (msgid, text))
            assert wanted == found, msgid


def test_simplified_pages_hold_no_traditional_words() -> None:
    traditional = set("還們這個說應為繳帳號碼電話訊與於時間讓對")
    for folder in CATALOGUES:
        for text in _written(folder / "zh_Hans" / "LC_MESSAGES" / "django.po").values():
            assert not traditional & set(text), text

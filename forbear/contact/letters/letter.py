"""One letter of the library: its sheet, its bodies and its version."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Template

from forbear.contact.checked import checked, yaml_of
from forbear.contact.letters.shared import FOLDER, Shared
from forbear.contact.letters.sheet import BODIES, Placeholder, Sheet
from forbear.contact.letters.templates import Templates
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import FILE_CODES, LANGUAGES


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter read from its folder.

    `placeholders` are those of the sheet with their meaning, `bodies` are keyed by (language, channel, "txt"|"html").
    `version` is the first 12 hex digits of the sha256 over every file that can change a word of it: its own folder
    and the shared one.
    """

    name: str
    sheet: Sheet
    placeholders: Mapping[str, Placeholder]
    version: str
    subjects: Mapping[str, Template]
    bodies: Mapping[tuple[str, str, str], Template]

    @classmethod
    def read(cls, name: str, files: Mapping[str, str], shared: Shared, templates: Templates) -> "Letter":
        """The letter in folder `name` of `files`; raises BadInput for a file missing, left over or wrong."""
        sheet_file = f"{name}/letter.yaml"
        if sheet_file not in files:
            raise BadInput("the file is missing.", where=sheet_file, mend="See docs/how-to/write-a-letter.md.")
        sheet = checked(Sheet, yaml_of(files[sheet_file], sheet_file), sheet_file)
        paths = _paths(name, sheet)
        _all_there(name, files, set(paths.values()) | {sheet_file})
        return cls(
            name=name,
            sheet=sheet,
            placeholders=_placeholders(sheet, shared, sheet_file),
            version=_version(name, files),
            subjects={
                code: templates.line(text, f"{sheet_file}: subject.{code}") for code, text in sheet.subject.items()
            },
            bodies={key: templates.body(path) for key, path in paths.items()},
        )

    def path(self, key: tuple[str, str, str]) -> str:
        """The file of a body, as written in messages."""
        return _path(self.name, *key)


def _path(name: str, language: str, channel: str, kind: str) -> str:
    return f"{name}/{FILE_CODES[language]}.{channel}.{kind}"


def _paths(name: str, sheet: Sheet) -> dict[tuple[str, str, str], str]:
    keys = [
        (language, channel, kind) for channel in sheet.channels for language in LANGUAGES for kind in BODIES[channel]
    ]
    return {key: _path(name, *key) for key in keys}


def _all_there(name: str, files: Mapping[str, str], wanted: set[str]) -> None:
    there = {path for path in files if path.startswith(f"{name}/")}
    for path in sorted(wanted - there):
        raise BadInput("the file is missing.", where=path, mend="Write it, or take its channel out of letter.yaml.")
    for path in sorted(there - wanted):
        raise BadInput("no channel of letter.yaml uses the file.", where=path, mend="Declare its channel or remove it.")


def _placeholders(sheet: Sheet, shared: Shared, where: str) -> dict[str, Placeholder]:
    unknown = sorted(set(sheet.uses) - set(shared.placeholders))
    if unknown:
        raise BadInput(f"{unknown[0]} is not in {FOLDER}/placeholders.yaml.", where=f"{where}: uses")
    twice = sorted(set(sheet.placeholders) & set(shared.placeholders))
    if twice:
        raise BadInput(f"{twice[0]} already has a meaning for all letters.", where=f"{where}: placeholders")
    return {name: shared.placeholders[name] for name in sheet.uses} | sheet.placeholders


def _version(name: str, files: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.split("/")[0] in (name, FOLDER)):
        text = files[path].encode("utf-8")
        digest.update(f"{path}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()[:12]

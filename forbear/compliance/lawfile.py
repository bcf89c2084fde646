"""One law file read strictly: what a lawyer wrote becomes a `Law`, or one clear sentence says what to mend.

Must not judge. The shape is explained for lawyers in docs/how-to/write-a-law.md.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from forbear.compliance.vocabulary import CLOSED
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES

Effect = Literal["block", "escalate", "warn", "allow"]
Force = Literal["law", "regulator", "national standard", "association", "policy"]
Source = Literal["primary", "secondary", "memory"]
STRICT = ConfigDict(extra="forbid", frozen=True)
Model = TypeVar("Model", bound=BaseModel)


class Spoken(BaseModel):
    """The same sentence, native in each language."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    zh_hans: str = Field(alias="zh-Hans", min_length=2)
    zh_hant: str = Field(alias="zh-Hant", min_length=2)
    en: str = Field(min_length=2)

    def by_language(self) -> dict[str, str]:
        return dict(zip(LANGUAGES, (self.zh_hans, self.zh_hant, self.en), strict=True))


class Applies(BaseModel):
    """To which acts the law speaks; a list left out means all."""

    model_config = STRICT
    channel: list[str] | None = Field(None, min_length=1)
    purpose: list[str] | None = Field(None, min_length=1)
    party: list[str] | None = Field(None, min_length=1)
    actor: list[str] | None = Field(None, min_length=1)
    other_than: dict[Literal["channel", "purpose", "party", "actor"], list[str]] = {}


class Example(BaseModel):
    """A request, written as what differs from the pack's complete lawful act, and what the gate must answer."""

    model_config = STRICT
    name: str = Field(min_length=5)
    given: dict[str, Any]
    then: Effect


class Value(BaseModel):
    """The law as it stands from one day on: its numbers, where they come from, and how sure that is."""

    model_config = ConfigDict(extra="allow", frozen=True)
    cite: str = Field(min_length=5)
    source: Source
    checked: date

    @property
    def numbers(self) -> dict[str, Any]:
        return dict(self.__pydantic_extra__ or {})


class Law(BaseModel):
    """One duty, as written. `terms` belongs to its kind; `tightens` names, in an overlay, the rule made stricter."""

    model_config = STRICT
    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")
    title: str = Field(min_length=3)
    duty: str
    tightens: str | None = None
    applies: Applies = Applies()
    unless: list[dict[str, Any]] | None = None
    terms: dict[str, Any]
    statement: Spoken
    remedy: Spoken
    values: dict[date, Value] = Field(min_length=1)
    force: Force
    on_breach: Effect
    examples: list[Example] = Field(min_length=1)
    file: str

    def value_on(self, day: date) -> Value | None:
        """The value with the latest start on or before `day`; None before the first."""
        started = [start for start in self.values if start <= day]
        return self.values[max(started)] if started else None


class PackFile(BaseModel):
    """What a folder of laws is called, where it holds, and one complete lawful act that examples start from."""

    model_config = STRICT
    name: str = Field(min_length=2)
    jurisdiction: str = Field(pattern=r"^([A-Z]{2}|\*)$")
    act: dict[str, Any]


class OverlayFile(BaseModel):
    """What an overlay is called and over which place it lies."""

    model_config = STRICT
    name: str = Field(min_length=2)
    jurisdiction: str = Field(pattern=r"^[A-Z]{2}$")


OWN = set(Law.model_fields) - {"terms", "file"}


def read_law(text: str, file: str) -> Law:
    """A law from YAML; BadInput names the file and the field."""
    raw = _mapping(text, file)
    own = {key: value for key, value in raw.items() if key in OWN}
    terms = {key: value for key, value in raw.items() if key not in OWN}
    law = validated(Law, own | {"terms": terms, "file": file}, file)
    _check_applies(law.applies, file)
    return law


def read_pack(text: str, file: str) -> PackFile:
    """The pack.yaml of a folder."""
    return validated(PackFile, _mapping(text, file), file)


def read_overlay(text: str, file: str) -> OverlayFile:
    """The overlay.yaml of a folder laid over a pack."""
    return validated(OverlayFile, _mapping(text, file), file)


def _mapping(text: str, file: str) -> dict[str, Any]:
    try:
        raw = yaml.load(text, Loader=_NoRepeats)  # noqa: S506 a SafeLoader that also refuses repeated keys
    except (yaml.YAMLError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = file if line is None else f"{file} line {line + 1}"
        said = getattr(error, "problem", None) or error
        raise BadInput(
            f"this is not YAML that can be read ({said}).", where=where, mend="Check indents, quotes and colons."
        ) from error
    if not isinstance(raw, dict):
        raise BadInput("a law file must be a list of `name: value`.", where=file, mend="Copy an existing law file.")
    return raw


class _NoRepeats(yaml.SafeLoader):
    """YAML would silently keep the last of two equal keys; in law that hides a sentence."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is written twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def validated(model: type[Model], raw: Mapping[str, Any], file: str, field: str = "") -> Model:
    """The model, or BadInput with the first mistake in plain words."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        mistake = error.errors()[0]
        path = ".".join(str(part) for part in (field, *mistake["loc"]) if str(part) not in ("", "[key]"))
        what, mend = _plain(mistake["type"], path, mistake["msg"])
        raise BadInput(what, where=f"{PurePosixPath(file)}, {path}", mend=mend) from error


def _plain(kind: str, path: str, message: str) -> tuple[str, str]:
    last = path.rsplit(".", 1)[-1]
    if kind == "missing":
        return f"{last} is missing.", MISSING.get(last, "Add it; any other law file of the pack shows how.")
    if kind == "extra_forbidden":
        return f"{last} is not a word this law file can use.", "Check its spelling, or remove it."
    if kind.startswith("date"):
        return f"{last} is not a date.", "Write it as year-month-day, e.g. 2025-02-28."
    if kind == "too_short":
        return f"{last} is empty.", "Write at least one entry."
    return f"{last} cannot be used: {message[0].lower()}{message[1:]}.", "Correct it and run `forbear laws check`."


MISSING = {
    "cite": "Every value needs its source: the title of the text and, where known, the article.",
    "values": "Write the day from which the law holds, and under it at least cite, source and checked.",
    "source": "Say primary (the text itself was read), secondary (quoted by others) or memory (unverified).",
    "checked": "Write the day on which a person last compared the value with its source.",
    "examples": "Write at least one example, so that `forbear laws check` can run it.",
}


def _check_applies(applies: Applies, file: str) -> None:
    for fact, known in CLOSED.items():
        for word in [*(getattr(applies, fact) or []), *applies.other_than.get(fact, [])]:  # type: ignore[call-overload]
            if word not in known:
                mend = f"Known: {', '.join(sorted(known))}."
                raise BadInput(f"{word!r} is not a {fact}.", where=f"{file}, applies.{fact}", mend=mend)

"""What all letters share, read from `letters/shared/`: placeholders, phrases, disclosures, words, looks.

Must not know any letter. Disclosures and their sources: CN-DISCLOSE, CN-IDENT, CN-LETTER (law digest).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from forbear.compliance.vocabulary import BOOLEANS
from forbear.contact.checked import checked, checked_map, yaml_of
from forbear.contact.letters.sheet import Channel, Name, Phrase, Placeholder
from forbear.kernel.errors import BadInput

FOLDER = "shared"
_Words = dict[str, list[Annotated[str, Field(min_length=1)]]]


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _content_fact(name: str) -> str:
    if f"content.{name}" not in BOOLEANS:
        raise ValueError(f"the gate knows no fact content.{name}")
    return name


class Disclosure(_Page):
    """One thing a message must say: by all placeholders of one group in `any_of`, and one of `words` where given.

    `content` names the facts of a judge request (`content.*` in forbear.compliance.vocabulary) that saying it makes
    true.
    """

    title: str
    source: str
    any_of: list[list[Name]] = Field(min_length=1)
    words: _Words = {}
    content: list[Annotated[str, AfterValidator(_content_fact)]] = []


class Disclosures(_Page):
    """The vocabulary of disclosures and the least that every letter says on each channel."""

    disclosures: dict[Name, Disclosure]
    floor: dict[Channel, list[Name]]


class Words(_Page):
    """Words that no letter may hold, and words and signs that no subject line may hold, by language."""

    never: _Words
    never_in_subject: _Words


class Looks(_Page):
    """HTML attributes by mark: inline styles in e-mail, classes in the portal (whose policy refuses inline styles)."""

    email: dict[Name, str]
    portal: dict[Name, str]


@dataclass(frozen=True, slots=True)
class Shared:
    """The shared pages of one library."""

    placeholders: Mapping[str, Placeholder]
    phrases: Mapping[str, Mapping[str, Phrase]]
    disclosures: Disclosures
    words: Words
    looks: Looks

    @classmethod
    def read(cls, files: Mapping[str, str]) -> "Shared":
        """The shared pages among `files` (path in the library to text); raises BadInput for one missing or wrong."""
        books = _page(files, "phrases.yaml")
        if not isinstance(books, dict):
            raise BadInput("books of phrases are needed.", where=f"{FOLDER}/phrases.yaml")
        return cls(
            placeholders=checked_map(Placeholder, _page(files, "placeholders.yaml"), f"{FOLDER}/placeholders.yaml"),
            phrases={name: checked_map(Phrase, book, f"{FOLDER}/phrases.yaml: {name}") for name, book in books.items()},
            disclosures=checked(Disclosures, _page(files, "disclosures.yaml"), f"{FOLDER}/disclosures.yaml"),
            words=checked(Words, _page(files, "words.yaml"), f"{FOLDER}/words.yaml"),
            looks=checked(Looks, _page(files, "looks.yaml"), f"{FOLDER}/looks.yaml"),
        )

    def look(self, channel: str) -> Mapping[str, Markup]:
        """The marks of `channel`, ready to stand in a tag; none for text."""
        marks = {"email": self.looks.email, "portal": self.looks.portal}.get(channel, {})
        # The library's own reviewed file, never a fact of a person: it may stand in a tag as it is.
        return {name: Markup(f" {text}" if text else "") for name, text in marks.items()}  # noqa: S704


def _page(files: Mapping[str, str], name: str) -> object:
    path = f"{FOLDER}/{name}"
    if path not in files:
        raise BadInput("the file is missing.", where=path, mend="Put it back: every letter reads it.")
    return yaml_of(files[path], path)

"""The shape of `letter.yaml` and of the pages that all letters share.

Must not hold wording. A purpose is one of those a judge request knows (forbear.compliance.vocabulary), so that the
gate judges a letter by what it is for.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from forbear.compliance.vocabulary import PURPOSES
from forbear.kernel.languages import LANGUAGES

Channel = Literal["sms", "email", "portal"]
BODIES: dict[Channel, tuple[str, ...]] = {"sms": ("txt",), "email": ("txt", "html"), "portal": ("html",)}


def _in_every_language(texts: dict[str, str]) -> dict[str, str]:
    missing = [language for language in LANGUAGES if not texts.get(language, "").strip()]
    unknown = sorted(set(texts) - set(LANGUAGES))
    if missing or unknown:
        problem = f"no text in {', '.join(missing)}" if missing else f"unknown language {', '.join(unknown)}"
        raise ValueError(f"{problem}; write it in {', '.join(LANGUAGES)}")
    return texts


def _known_to_the_gate(purpose: str) -> str:
    if purpose not in PURPOSES:
        raise ValueError(f"{purpose!r} is not a purpose; known: {', '.join(sorted(PURPOSES))}")
    return purpose


Translated = Annotated[dict[str, str], AfterValidator(_in_every_language)]
Purpose = Annotated[str, AfterValidator(_known_to_the_gate)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Placeholder(_Page):
    """A fact the caller gives. An `optional` one must still be given: None says that there is none."""

    type: Literal["text", "money", "day", "count", "url", "phone", "phrase"]
    meaning: str = Field(min_length=8)
    optional: bool = False


class Phrase(_Page):
    """One approved sentence; `true_when` says which recorded facts make it true."""

    true_when: str = Field(min_length=8)
    text: Translated


class DaysRule(_Page):
    """`count` days lie between the days `since` and `until`: `equal`, or `at_most` so many (paused days count less)."""

    count: Name
    since: Name
    until: Name
    rule: Literal["equal", "at_most"]


class Sheet(_Page):
    """One letter: what it is for, which facts it needs, what it must disclose and where it may leave.

    `sums`, `days` and `order` hold for every message: parts add up to their total, stated days fit the calendar,
    and of each pair of days in `order` the first is not after the second.
    """

    title: Translated
    purpose: Purpose
    when: str = Field(min_length=20)
    subject: Translated
    channels: list[Channel] = Field(min_length=1)
    disclosures: dict[Channel, list[Name]]
    uses: list[Name] = Field(min_length=1)
    placeholders: dict[Name, Placeholder] = {}
    encouragements: dict[Annotated[str, Field(pattern=r"^[a-z]$")], Translated] = Field(min_length=2, max_length=5)
    sums: dict[Name, list[Name]] = {}
    days: list[DaysRule] = []
    order: list[tuple[Name, Name]] = []

    @field_validator("order", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        return [tuple(pair) if isinstance(pair, list) else pair for pair in value] if isinstance(value, list) else value

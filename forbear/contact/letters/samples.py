"""Sample values for reading a letter before it is used: unlike anything a body would hold by itself."""

from collections.abc import Mapping

from forbear.contact.letters.facts import Phrasebook
from forbear.contact.letters.sheet import Placeholder


def samples(
    placeholders: Mapping[str, Placeholder], language: str, phrases: Phrasebook, *, optional: bool
) -> dict[str, object]:
    """One written value a placeholder; optional ones are None unless `optional`."""
    return {
        name: _sample(number, name, placeholder, language, phrases) if optional or not placeholder.optional else None
        for number, (name, placeholder) in enumerate(placeholders.items())
    }


def _sample(number: int, name: str, placeholder: Placeholder, language: str, phrases: Phrasebook) -> object:
    if placeholder.type == "count":
        return 70_010 + number
    if placeholder.type == "phrase":
        return next(iter(phrases[name].values())).text[language]
    if placeholder.type == "url":
        return f"https://sample.invalid/{name}"
    return f"[{name}]"

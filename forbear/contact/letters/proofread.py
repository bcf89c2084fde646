"""Reads every letter before anyone receives it: a library with one fault does not load.

Each body is rendered with sample facts, once with every optional fact and once with none, and what a person would
see is searched for each disclosure and for words that must not be there. Rules: CN-DISCLOSE, CN-IDENT, CN-CONDUCT.
"""

import re
from collections.abc import Iterable
from html import unescape

from forbear.contact.letters.compose import GIVEN, compose
from forbear.contact.letters.letter import Letter
from forbear.contact.letters.rendered import Rendered
from forbear.contact.letters.samples import samples
from forbear.contact.letters.shared import Disclosure, Shared
from forbear.contact.letters.templates import Templates
from forbear.contact.letters.visible_text import visible_text
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES


def proofread(letter: Letter, shared: Shared, templates: Templates) -> None:
    """Raises BadInput for the first fault of `letter`."""
    _placeholders(letter, shared, templates)
    _figures(letter)
    _disclosures_declared(letter, shared)
    for language in LANGUAGES:
        for channel in letter.sheet.channels:
            for optional in (True, False):
                _body(letter, shared, language, channel, optional)


def found(words: Iterable[str], text: str) -> str | None:
    """The first of `words` in `text`: whole words in Latin script, anywhere in Chinese."""
    for word in words:
        edges = r"\b" if word[0].isascii() and word[0].isalpha() else ""
        if re.search(f"{edges}{re.escape(word)}{edges}", text, re.IGNORECASE):
            return word
    return None


def _placeholders(letter: Letter, shared: Shared, templates: Templates) -> None:
    used: set[str] = set()
    for key in letter.bodies:
        names = templates.names_in(letter.path(key))
        _declared(letter, names, letter.path(key))
        if "encouragement" not in names:
            raise BadInput("the encouraging sentence is missing.", where=letter.path(key), mend="{{ encouragement }}")
        used |= names
    for language, subject in letter.sheet.subject.items():
        names = templates.names_in_line(subject)
        _declared(letter, names, f"{letter.name}/letter.yaml: subject.{language}")
        used |= names
    unused = sorted(set(letter.placeholders) - used)
    if unused:
        raise BadInput(f"{unused[0]} is declared and never used.", where=f"{letter.name}/letter.yaml")
    for name, placeholder in letter.placeholders.items():
        if placeholder.type == "phrase" and name not in shared.phrases:
            raise BadInput(f"there is no book of phrases {name!r}.", where="shared/phrases.yaml")


def _declared(letter: Letter, names: set[str], where: str) -> None:
    unknown = sorted(names - set(letter.placeholders) - GIVEN)
    if unknown:
        raise BadInput(f"{unknown[0]} is not declared.", where=where, mend="Declare it in letter.yaml.")


def _figures(letter: Letter) -> None:
    sheet, kinds = letter.sheet, {name: placeholder.type for name, placeholder in letter.placeholders.items()}
    wanted = [(name, "money") for total, parts in sheet.sums.items() for name in (total, *parts)]
    for rule in sheet.days:
        wanted += [(rule.count, "count"), (rule.since, "day"), (rule.until, "day")]
    wanted += [(name, "day") for pair in sheet.order for name in pair]
    for name, kind in wanted:
        if kinds.get(name) != kind or letter.placeholders[name].optional:
            raise BadInput(
                f"{name} must be a {kind} that is not optional.", where=f"{letter.name}/letter.yaml: sums, days, order"
            )


def _disclosures_declared(letter: Letter, shared: Shared) -> None:
    where = f"{letter.name}/letter.yaml: disclosures"
    declared, known = letter.sheet.disclosures, shared.disclosures
    if set(declared) != set(letter.sheet.channels):
        raise BadInput("each channel needs its list, and no other.", where=where)
    for channel, names in declared.items():
        unknown = sorted(set(names) - set(known.disclosures))
        short = sorted(set(known.floor.get(channel, known.disclosures)) - set(names))
        if unknown or short:
            problem = f"{unknown[0]} is not a disclosure" if unknown else f"every letter must disclose {short[0]}"
            raise BadInput(f"{problem}.", where=f"{where}.{channel}")


def _body(letter: Letter, shared: Shared, language: str, channel: str, optional: bool) -> None:
    values = samples(letter.placeholders, language, shared.phrases, optional=optional)
    for variant in letter.sheet.encouragements:
        message = compose(letter, shared, language, channel, variant, values)
        where = f"{letter.name}, {language}, {channel}"
        seen = visible_text(message.html)
        bodies = [(unescape(message.html), seen)] if message.html else []
        bodies += [] if channel == "portal" else [(message.text, message.text)]
        for name in letter.sheet.disclosures[channel]:  # type: ignore[index]
            for source, words in bodies:
                _disclosed(name, shared.disclosures.disclosures[name], language, values, source, words, where)
        _clean(message, seen, shared, where)


def _disclosed(
    name: str, disclosure: Disclosure, language: str, values: dict[str, object], source: str, seen: str, where: str
) -> None:
    """A link counts in the `source` of a body; words count only where they are `seen`."""
    words = disclosure.words.get(language)
    stated = any(all(_stated(part, source, values) for part in group) for group in disclosure.any_of)
    if not stated or (words and not found(words, seen)):
        groups = " or ".join(" and ".join(group) for group in disclosure.any_of)
        said = f", in words such as {words[0]!r}" if words else ""
        raise BadInput(f"{name} is not disclosed.", where=where, mend=f"Say {groups}{said}.")


def _stated(part: str, source: str, values: dict[str, object]) -> bool:
    """A fact is stated when its value stands in the body; an optional one that there is not needs no words."""
    return part in values and (values[part] is None or str(values[part]) in source)


def _clean(message: Rendered, html: str, shared: Shared, where: str) -> None:
    never, in_subject = shared.words.never[message.language], shared.words.never_in_subject[message.language]
    seen = "\n".join([message.subject, message.text, html])
    if word := found(never, seen):
        raise BadInput(f"{word!r} has no place in a letter.", where=where, mend="Say it without pressure.")
    if word := found(in_subject, message.subject):
        raise BadInput(f"{word!r} in the subject shows the debt to whoever sees it.", where=where, mend="Leave it out.")
    if any(char.isdigit() for char in message.subject):
        raise BadInput("a figure in the subject may show the debt.", where=where, mend="Leave figures to the body.")

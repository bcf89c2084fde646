"""Puts written values into the bodies of a letter. Checks nothing: facts are checked before, wording at load."""

from collections.abc import Mapping

from forbear.contact.letters.letter import Letter
from forbear.contact.letters.rendered import Rendered
from forbear.contact.letters.shared import Shared
from forbear.contact.letters.templates import filled
from forbear.contact.letters.visible_text import visible_text

# Names that composing itself gives to a body, beside the letter's placeholders.
GIVEN = frozenset({"encouragement", "language", "look", "subject"})


def compose(
    letter: Letter, shared: Shared, language: str, channel: str, variant: str, values: Mapping[str, object]
) -> Rendered:
    """`letter` with `values` already written in `language`."""
    encouragement = letter.sheet.encouragements[variant][language]
    words = {**values, "encouragement": encouragement, "language": language, "look": shared.look(channel)}
    where = f"{letter.name}, {language}, {channel}"
    subject = "" if channel == "sms" else filled(letter.subjects[language], words, where)
    bodies = {
        kind: filled(letter.bodies[language, channel, kind], {**words, "subject": subject}, where)
        for kind in ("txt", "html")
        if (language, channel, kind) in letter.bodies
    }
    html = bodies.get("html", "")
    return Rendered(
        letter=letter.name,
        version=letter.version,
        purpose=letter.sheet.purpose,
        language=language,
        channel=channel,
        variant=variant,
        subject=subject,
        text=bodies["txt"] if "txt" in bodies else visible_text(html),
        html=html,
    )

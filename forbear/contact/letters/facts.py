"""Facts in, written values out: each fact checked against its type and put into the reader's language.

Must not fill a gap: a fact that is missing, unknown or of the wrong kind is refused, and figures that contradict
each other (parts that do not add up, more days past due than the calendar has) never reach a person
(CN-CONDUCT: no inflated debt, no exaggerated claim).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from forbear.contact.letters import figures
from forbear.contact.letters.sheet import Phrase, Placeholder, Sheet
from forbear.kernel.errors import BadInput
from forbear.kernel.money import Money

Phrasebook = Mapping[str, Mapping[str, Phrase]]
_URL = re.compile(r"^(https://[^\s/\"'<>]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[^\s\"'<>]*)?$")
_PHONE = re.compile(r"^[+()\d][\d ()+-]{2,24}$")


def written(
    placeholders: Mapping[str, Placeholder], facts: Mapping[str, object], language: str, phrases: Phrasebook
) -> dict[str, object]:
    """Every declared fact as the reader sees it; raises BadInput for one missing, unknown or of the wrong kind."""
    _exactly(placeholders, facts)
    writer = _Writer(language, phrases, facts.get("as_of"))
    return {name: writer.write(name, placeholder, facts[name]) for name, placeholder in placeholders.items()}


def consistent(sheet: Sheet, facts: Mapping[str, Any]) -> None:
    """Raises BadInput when `facts` contradict each other by the sheet's `sums`, `days` and `order`."""
    for total, parts in sheet.sums.items():
        start = Money(0, facts[total].currency)
        if sum((facts[part] for part in parts), start) != facts[total]:
            raise BadInput(f"{', '.join(parts)} do not add up to {total}.", where=total, mend="Age the loans again.")
    for rule in sheet.days:
        between = (facts[rule.until] - facts[rule.since]).days
        stated = facts[rule.count]
        if stated > between or (rule.rule == "equal" and stated != between):
            raise BadInput(
                f"{stated} days are stated, the calendar has {between} between {rule.since} and {rule.until}.",
                where=rule.count,
                mend="Age the loans again.",
            )
    for first, second in sheet.order:
        if facts[first] > facts[second]:
            raise BadInput(f"{first} is after {second}: this letter does not fit.", where=first)


def _exactly(placeholders: Mapping[str, Placeholder], facts: Mapping[str, object]) -> None:
    missing, unknown = sorted(set(placeholders) - set(facts)), sorted(set(facts) - set(placeholders))
    if missing:
        raise BadInput(f"the letter needs {', '.join(missing)}.", mend="Give the fact; None only where it is optional.")
    if unknown:
        raise BadInput(f"the letter does not use {', '.join(unknown)}.", mend="Give only the facts it declares.")


class _Writer:
    """Writes one letter's facts in one language; `as_of` decides which days need their year."""

    def __init__(self, language: str, phrases: Phrasebook, as_of: object) -> None:
        self.language, self.phrases = language, phrases
        self.as_of = as_of if isinstance(as_of, date) else None

    def write(self, name: str, placeholder: Placeholder, value: object) -> object:
        if value is None and placeholder.optional:
            return None
        writers: dict[str, Callable[[str, Any], object]] = {
            "text": self._text,
            "money": self._money,
            "day": self._day,
            "count": self._count,
            "url": self._url,
            "phone": self._phone,
            "phrase": self._phrase,
        }
        return writers[placeholder.type](name, value)

    def _text(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise BadInput("a text is needed.", where=name)
        if any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs") for char in value):
            raise BadInput("the text holds a line break or an invisible character.", where=name, mend="Take it out.")
        return value.strip()

    def _money(self, name: str, value: object) -> str:
        if not isinstance(value, Money) or value.minor < 0:
            raise BadInput("a Money of zero or more is needed.", where=name)
        return figures.amount(value, self.language)

    def _day(self, name: str, value: object) -> str:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise BadInput("a calendar day is needed.", where=name)
        return figures.day(value, self.language, None if name == "as_of" else self.as_of)

    def _count(self, name: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise BadInput("a whole number of zero or more is needed.", where=name)
        return value

    def _url(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not _URL.match(value) or not value.isascii():
            raise BadInput("an https address is needed.", where=name, mend="http only for this machine itself.")
        return value

    def _phone(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not _PHONE.match(value):
            raise BadInput("a telephone number is needed.", where=name)
        return value

    def _phrase(self, name: str, value: object) -> str:
        known = self.phrases[name]
        if not isinstance(value, str) or value not in known:
            raise BadInput(f"{value!r} is not an approved phrase.", where=name, mend=f"Known: {', '.join(known)}.")
        return known[value].text[self.language]

"""The contact file: how each customer may be reached, and what they consented to. UTF-8 with BOM, semicolons.

`ref` is a customer number of core banking (C000123) or of the card department (K-000123). A broken number or address
sets its part of the row aside; the rest is taken. A consent without a date is not a consent.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from forbear.intake import delimited
from forbear.intake.clean.days import day
from forbear.intake.clean.emails import email
from forbear.intake.clean.phones import mobile
from forbear.intake.clean.reasons import Unreadable
from forbear.intake.clean.text import one_of, plain, text
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row

NAME, MARKET = "contacts_csv", "CN"
LANGUAGES = {
    "zh-Hans": "zh-Hans",
    "zh-Hant": "zh-Hant",
    "en": "en",
    "简": "zh-Hans",
    "繁": "zh-Hant",
    "EN": "en",
    "简体": "zh-Hans",
    "繁體": "zh-Hant",
    "English": "en",
}
YES_NO = {"Y": True, "N": False}
PURPOSES = ("sms", "email", "voice")
OWNERS = {"C": "core_banking_csv", "K": "spreadsheet"}


class Contacts:
    """The whole source; see the module."""

    name = NAME
    title = "contact file: phones, e-mail, consents (CSV, UTF-8, semicolons)"
    takes: Literal["file", "folder"] = "file"
    columns: Mapping[str, tuple[Column, ...]] = {
        "": (
            Column("ref", "ref", text),
            Column("name", "name", text),
            Column("mobile", "mobile", plain, empty_is=None),
            Column("email", "email", plain, empty_is=None),
            *(
                Column(f"consent_{purpose}", f"consent.{purpose}", one_of(YES_NO), empty_is=None)
                for purpose in PURPOSES
            ),
            Column("consent_date", "granted", day, empty_is=None, past=True),
            Column("language", "language", one_of(LANGUAGES, "unknown_language"), empty_is=None),
        )
    }

    def read(self, path: Path) -> Iterator[Opened | Row | Broken]:
        """Every customer's row."""
        yield from delimited.read(path, ";", [column.of for column in self.columns[""]])

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """Who it is, whom the number refers to, each contact and each consent."""
        ref, granted = str(values["ref"]), values["granted"]
        party, known = f"{NAME}:{ref}", None if granted is None else int(str(granted))
        person = {"party_key": party, "name": values["name"], "birth_day": None, "language": values["language"]}
        yield Fact("people", party, person | {"timezone": None, "market": MARKET}, known)
        target = f"{_owner(ref)}:{ref}"
        tie = {"kind": "customer_ref", "subject": party, "object": target, "amount_cents": None}
        yield Fact("references", f"customer_ref:{party}", tie, known)
        yield from _mobile(party, str(values["mobile"] or ""), known)
        yield from _email(party, str(values["email"] or ""), known)
        for purpose in PURPOSES:
            if values[f"consent.{purpose}"] and granted is not None:
                consent = {"party_key": party, "purpose": purpose, "granted_day": known, "withdrawn_day": None}
                yield Fact("consents", f"{party}:{purpose}", consent, known)


def _owner(ref: str) -> str:
    if ref[:1] not in OWNERS:
        raise Unreadable("unknown_value", "(ref: neither C… nor K-…)")
    return OWNERS[ref[:1]]


def _mobile(party: str, cell: str, known: int | None) -> Iterator[Fact | Note | Aside]:
    if not cell:
        return
    try:
        found = mobile(cell, MARKET)
    except Unreadable as refusal:
        yield Aside(refusal.reason, f"(mobile: {refusal.detail}) The rest of the row was taken.")
        return
    if not found.assigned:
        yield Note("phone_unassigned_range")
    yield _contact(party, "mobile", found.e164, found.country, known)


def _email(party: str, cell: str, known: int | None) -> Iterator[Fact | Note | Aside]:
    if not cell:
        return
    try:
        yield _contact(party, "email", email(cell), None, known)
    except Unreadable as refusal:
        yield Aside(refusal.reason, f"(email: {refusal.detail}) The rest of the row was taken.")


def _contact(party: str, kind: str, value: str, country: str | None, known: int | None) -> Fact:
    values = {"party_key": party, "kind": kind, "value": value, "usable": True, "country": country}
    return Fact("contacts", f"{party}:{kind}", values, known)

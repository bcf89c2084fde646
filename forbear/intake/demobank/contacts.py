"""contacts.csv: UTF-8 with a byte order mark, semicolons, phones as people type them, one person spelled three ways.

Someone with whom contact was lost has a number or an address that cannot work; a few others have one broken cell.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from forbear.intake.demobank.people import Person
from forbear.intake.demobank.portfolio import Customer
from forbear.intake.demobank.spoiled import Broken, Export

FILE = "contacts.csv"
COLUMNS = (
    "ref", "name", "mobile", "email", "consent_sms", "consent_email", "consent_voice", "consent_date", "language",
)  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
IMPOSSIBLE_PHONES = ("1000", "转李经理", "无", "0086 1000", "1000 xxxx 22")
BROKEN_EMAILS = ("退信", "{user}@@example.com", "{user}.example.org", "{user}@", "{user} at example.com")
BROKEN_PER_MYRIAD = 80


@dataclass(frozen=True, slots=True)
class _Reach:
    """What stands in the two contact cells, and which of them is broken."""

    mobile: str
    email: str
    bad_mobile: bool
    bad_email: bool


def write(folder: Path, customers: list[Customer], as_of: date, rng: Random) -> Export:
    """Writes the file and says what is in it."""
    export, out = Export(FILE), io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for ref, who in _order(rng, customers):
        export.rows += 1
        reach = _reach(rng, who)
        writer.writerow(_row(rng, ref, who.person, reach, as_of))
        _list_broken(export, reach)
    (folder / FILE).write_bytes(out.getvalue().encode("utf-8-sig"))
    return export


def _order(rng: Random, customers: list[Customer]) -> list[tuple[str, Customer]]:
    rows = [(ref, who) for who in customers for ref in (who.core, who.card) if ref]
    rng.shuffle(rows)
    return rows


def _row(rng: Random, ref: str, person: Person, reach: _Reach, as_of: date) -> list[str]:
    consents = ["Y" if rng.random() < share else "N" for share in (0.95, 0.8, 0.7)]
    given = as_of - timedelta(days=rng.randint(185, 700))
    return [ref, spelling(rng, ref, person), reach.mobile, reach.email, *consents, str(given), person.language]


def spelling(rng: Random, ref: str, person: Person) -> str:
    """The name as this file spells it: mostly traditional for card customers, any of three for the others."""
    name = person.name
    odds = (1, 6, 3) if ref.startswith("K") else (7, 2, 1)
    return rng.choices((name.simplified, name.traditional, name.pinyin), odds)[0]


def typed(rng: Random, phone: str) -> str:
    """Eleven digits as somebody would type them."""
    parts = phone[:4], phone[4:7], phone[7:]
    forms = (
        phone, " ".join(parts), "-".join(parts), f"+86-{'-'.join(parts)}", f"+86 {phone}", f"0086{phone}",
        f"(+86){parts[0]} {parts[1]}{parts[2]}", f"（+86）{phone}", phone.translate(FULL_WIDTH),
    )  # fmt: skip
    return rng.choice(forms)


def _reach(rng: Random, who: Customer) -> _Reach:
    lost = who.situation == "lost_contact"
    bad_mobile = lost or rng.randint(1, 10_000) <= BROKEN_PER_MYRIAD
    bad_email = lost or rng.randint(1, 10_000) <= BROKEN_PER_MYRIAD
    mobile = rng.choice(IMPOSSIBLE_PHONES) if bad_mobile else typed(rng, who.person.phone)
    if not bad_email and rng.random() < 0.2:
        return _Reach(mobile, "", bad_mobile, bad_email=False)
    user = who.person.email.partition("@")[0]
    email = rng.choice(BROKEN_EMAILS).format(user=user) if bad_email else who.person.email
    return _Reach(mobile, email, bad_mobile, bad_email)


def _list_broken(export: Export, reach: _Reach) -> None:
    row = export.rows + 1
    if reach.bad_mobile:
        export.broken.append(Broken(FILE, row, "phone_impossible", "mobile"))
    if reach.bad_email:
        export.broken.append(Broken(FILE, row, "email_unreadable", "email"))

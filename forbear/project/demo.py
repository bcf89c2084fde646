"""Sets the demo up: the exports of a made-up lender, taken in; sign-ins for staff. Needs the casefile open."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from forbear.casefile.models import Staff
from forbear.flow import House
from forbear.intake import collect, demobank
from forbear.intake.sources import source
from forbear.kernel.days import day_number
from forbear.project.demo_home import Bank

HISTORY_DAYS = 4  # days run before the one that is shown, so that it has a past
EXPORTS = (
    ("core_banking_csv", "core_banking.csv"),
    ("spreadsheet", "cards.xlsx"),
    ("contacts_csv", "contacts.csv"),
    ("payment_platform_jsonl", "payments.jsonl"),
    ("camt053", "statement.camt053.xml"),
)
STAFF = (
    ("agent", "agent", "陈宇", "Chen Yu", "400-000-0011"),
    ("agent2", "agent", "林悦", "Lin Yue", "400-000-0012"),
    ("lead", "lead", "赵明", "Zhao Ming", "400-000-0013"),
    ("compliance", "compliance", "苏静", "Su Jing", "400-000-0014"),
    ("analyst", "analyst", "何川", "He Chuan", "400-000-0015"),
    ("counsellor", "counsellor", "温岚", "Wen Lan", "400-000-0016"),
    ("admin", "admin", "唐安", "Tang An", "400-000-0017"),
)


@dataclass(frozen=True)
class Demo:
    """A demo ready to run: its days in order, the last one shown; `password` opens every staff sign-in."""

    house: House
    days: list[date]
    password: str
    usernames: tuple[str, ...]


def prepare(house: House, bank: Bank, told: Callable[[str], None]) -> Demo:
    """Take the bank's exports in, unless that was done, and make the sign-ins."""
    as_of = date.fromisoformat(bank.as_of)
    first = as_of - timedelta(days=HISTORY_DAYS)
    _take_in(house, bank, as_of, first, told)
    days = [first + timedelta(days=n) for n in range(HISTORY_DAYS + 1)]
    return Demo(house, days, _staff(house.home), tuple(username for username, *_ in STAFF))


def _take_in(house: House, bank: Bank, as_of: date, first: date, told: Callable[[str], None]) -> None:
    """Everything counts as known on the first day of the history, but for payments, which are known when booked."""
    folder, done = house.home / "exports", {entry["source"] for entry in house.lake.imports()}
    if not (folder / "truth.json").exists():
        told(f"Making a lender with {bank.people:,} people (seed {bank.seed}) …")
        demobank.generate(folder, people=bank.people, as_of=as_of, seed=bank.seed)
    for name, file in EXPORTS:
        if name in done:
            continue
        reports = collect.collect(
            source(name), [folder / file], house.lake, house.vault, day_number(first), latest_day=day_number(as_of)
        )
        for report in reports:
            told(
                f"  {file:22} {report.rows:>7,} rows = {report.taken:,} taken + {report.changed:,} changed "
                f"+ {report.unchanged:,} unchanged + {report.quarantined:,} set aside"
            )


def _staff(home: Path) -> str:
    """The demo's sign-ins; one password for all, made once and kept in the home folder."""
    path = home / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    password = path.read_text()
    for username, role, name, latin, line in STAFF:
        if not Staff.objects.filter(username=username).exists():
            Staff.objects.create_user(
                username, password=password, role=role, display_name=name, latin_name=latin, direct_line=line
            )
    return password

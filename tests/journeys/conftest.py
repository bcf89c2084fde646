"""A whole house in one process: a small made-up lender, its lake and casefile, a file outbox. Days are run at will."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forbear import flow
from forbear.casefile import clock
from forbear.casefile.models import Role, Staff
from forbear.casefile.vault import Vault
from forbear.contact import judging
from forbear.contact.channels import open_channels
from forbear.contact.lender import Lender
from forbear.contact.letters import Library
from forbear.intake import collect, demobank
from forbear.intake.sources import source
from forbear.kernel.days import day_number
from forbear.project.engines.duckdb import DuckDB
from forbear.risk.registry import shipped_card
from forbear.strategy.capacity import Capacity
from forbear.strategy.playbook import load_playbook

FIRST = date(2026, 11, 18)
LENDER = Lender(
    {"zh-Hans": "安禾小额贷款", "zh-Hant": "安禾小額貸款", "en": "Anhe Microloans"},
    "http://127.0.0.1:8000", "400-000-0000", "9:00-18:00", "400-000-0001",
)  # fmt: skip
Run = Callable[[date], None]


@pytest.fixture
def house(own_database: str, tmp_path: Path) -> flow.House:
    """A lender of 60 people whose exports were taken in; one agent works there."""
    engine, vault = DuckDB(), Vault.open(tmp_path / "keys")
    outbox = {"adapter": "file", "folder": str(tmp_path / "outbox")}
    hours = dict.fromkeys(("agent", "specialist", "counsellor", "legal"), 100.0)
    house = flow.House(
        tmp_path, engine, vault, judging.lawbook(), load_playbook(), shipped_card("behaviour"), Library.load(), LENDER,
        open_channels({"sms": dict(outbox), "email": dict(outbox), "portal": {"adapter": "portal"}}, clock.now),
        Capacity(hours), "Asia/Shanghai", demo=True,
    )  # fmt: skip
    demobank.generate(tmp_path / "exports", people=60, as_of=FIRST, seed=11)
    for name, file in (("core_banking_csv", "core_banking.csv"), ("contacts_csv", "contacts.csv")):
        collect.collect(source(name), [tmp_path / "exports" / file], house.lake, vault, day_number(FIRST))
    Staff.objects.create_user("agent", password="a long one indeed", role=Role.AGENT, display_name="陈宇")
    return house


@pytest.fixture
def run(house: flow.House) -> Run:
    """Runs one day of the house."""

    def a_day(as_of: date) -> None:
        flow.run_day(as_of, house, lambda name, counts, seconds: None)

    return a_day


def noon(day: date) -> datetime:
    """12:00 in Shanghai."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)

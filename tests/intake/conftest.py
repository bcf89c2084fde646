"""A lake, a vault and a day for every test of intake, and a small demo bank with its ground truth."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from intake_samples import AS_OF, EXPORTS, TODAY, House, Imported, write_core

from forbear.intake.demobank import generate
from forbear.intake.report import FileReport
from forbear.project.engines.duckdb import DuckDB

# A busy machine is no reason to fail: properties are about values, not about time.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def engine() -> DuckDB:
    return DuckDB(threads=1)


@pytest.fixture
def house(tmp_path: Path, engine: DuckDB) -> House:
    return House.at(tmp_path / "home", engine)


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of a demo bank of 120 people."""
    folder = tmp_path_factory.mktemp("bank")
    generate(folder, people=120, as_of=AS_OF, seed=11)
    return folder


@pytest.fixture(scope="session")
def truth(bank: Path) -> dict[str, Any]:
    return json.loads((bank / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def imported(bank: Path, engine: DuckDB, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Read-only for tests: what the demo bank looks like after one import of everything."""
    house = House.at(tmp_path_factory.mktemp("imported"), engine)
    return Imported(house, {name: house.take(name, bank / file) for name, file in EXPORTS.items()})


@pytest.fixture
def core(house: House, tmp_path: Path) -> Callable[..., FileReport]:
    """Import a core banking export of these lines and give its report."""

    def take(*lines: str, day: int = TODAY) -> FileReport:
        return house.take("core_banking_csv", write_core(tmp_path / "core.csv", lines), day)[0]

    return take

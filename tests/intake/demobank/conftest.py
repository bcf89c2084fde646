"""Demo banks of three sizes, each generated once."""

from collections.abc import Callable
from datetime import date

import pytest

from forbear.intake.demobank import generate
from tests.intake.demobank.reading import AS_OF, Exports


@pytest.fixture(scope="session")
def make_bank(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Exports]:
    """Generates a bank in a new folder."""

    def make(*, people: int, seed: int = 7, days: int = 180, as_of: date = AS_OF) -> Exports:
        folder = tmp_path_factory.mktemp("bank")
        return Exports(folder, generate(folder, people=people, days=days, as_of=as_of, seed=seed), as_of)

    return make


@pytest.fixture(scope="session")
def bank(make_bank: Callable[..., Exports]) -> Exports:
    return make_bank(people=2000)


@pytest.fixture(scope="session")
def small_bank(make_bank: Callable[..., Exports]) -> Exports:
    return make_bank(people=300)

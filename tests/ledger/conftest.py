"""Fixtures of the ledger's tests."""

import pytest

from tests.ledger.lake import DuckLake


@pytest.fixture
def lake() -> DuckLake:
    return DuckLake()

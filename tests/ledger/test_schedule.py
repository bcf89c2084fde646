"""Schedules: no cent is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput
from forbear.ledger.schedule import annuity

TERMS = (st.integers(1, 10**9), st.integers(0, 3600), st.integers(1, 60))


@given(*TERMS)
def test_the_principal_parts_add_up_to_the_principal(principal: int, rate: int, months: int) -> None:
    rows = annuity(principal, rate, months, date(2026, 1, 31))
    assert sum(row.principal_cents for row in rows) == principal
    assert all(row.principal_cents >= 0 and row.interest_cents >= 0 for row in rows)


@given(st.integers(100_000, 10**9), st.integers(0, 3600), st.integers(2, 60))
def test_annuity_instalments_are_equal_but_for_the_last(principal: int, rate: int, months: int) -> None:
    rows = annuity(principal, rate, months, date(2026, 1, 1))
    amounts = {row.principal_cents + row.interest_cents for row in rows[:-1]}
    assert len(amounts) == 1
    # Half a cent of the amount and half a cent of interest are rounded away each month, and grow with the rate.
    growth = sum((1 + rate / 120_000) ** month for month in range(months + 1))
    assert abs(rows[-1].principal_cents + rows[-1].interest_cents - amounts.pop()) <= growth + 1


def test_an_annuity_known_from_a_textbook() -> None:
    rows = annuity(10_000_00, 1200, 12, date(2026, 1, 15))
    assert rows[0].principal_cents + rows[0].interest_cents == 888_49
    assert rows[0].interest_cents == 100_00


def test_a_due_day_that_a_month_does_not_have_is_its_last_day() -> None:
    days = [row.due_day for row in annuity(300, 0, 3, date(2026, 1, 31))]
    assert days == [day_number(date(2026, 1, 31)), day_number(date(2026, 2, 28)), day_number(date(2026, 3, 31))]


@pytest.mark.parametrize(("principal", "rate", "months"), [(0, 100, 3), (100, -1, 3), (100, 100, 0)])
def test_impossible_terms_are_refused(principal: int, rate: int, months: int) -> None:
    with pytest.raises(BadInput, match="no schedule"):
        annuity(principal, rate, months, date(2026, 1, 1))

"""Schedules of the demo bank are exact."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from forbear.intake.demobank.loans import schedule
from forbear.intake.demobank.months import month_shift, next_due

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(st.integers(100_00, 50_000_000), st.integers(0, 2400), st.integers(1, 36), DAYS, st.integers(0, 2000))
def test_principal_parts_add_up_to_the_loan(principal, rate, months, first_due, costs):
    rows = schedule(principal, rate, first_due, months, first_due.day, costs)
    assert sum(one.principal for one in rows) == principal
    assert [one.number for one in rows] == list(range(1, months + 1))
    assert all(one.principal >= 0 and one.interest >= 0 and one.costs == costs for one in rows)


@given(DAYS, st.integers(1, 31), st.integers(0, 40))
def test_due_days_keep_their_day_of_the_month_or_fall_on_its_last(anchor, day, months):
    shifted = month_shift(anchor, months, day)
    assert shifted.day == day or (shifted.day < day and month_shift(shifted, 0, 31) == shifted)
    assert (shifted.year * 12 + shifted.month) - (anchor.year * 12 + anchor.month) == months


@given(DAYS, st.integers(1, 31))
def test_the_next_due_day_lies_within_a_month_after_the_day(as_of, day):
    assert 1 <= (next_due(as_of, day) - as_of).days <= 31


def test_a_schedule_done_by_hand():
    """1,200.00 at 12 % over three months: level 408.03; interest 12.00, 8.04, 4.04."""
    rows = schedule(120_000, 1200, date(2026, 1, 31), 3, 31, 0)
    assert [(str(one.due), one.principal, one.interest) for one in rows] == [
        ("2026-01-31", 39_603, 1_200),
        ("2026-02-28", 39_999, 804),
        ("2026-03-31", 40_398, 404),
    ]

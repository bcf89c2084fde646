"""Days are read in five forms; a day that does not exist is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.intake.clean.days import day, instant, month_later, short_day, written_day
from forbear.intake.clean.reasons import REASONS, Unreadable
from forbear.intake.sources.berka import birth_day
from forbear.kernel.days import day_number

DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
FORMS = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year:04}/{d.month}/{d.day}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year:04}",
    lambda d: f"{d.year:04}{d.month:02}{d.day:02}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
)


@given(DATES, st.sampled_from(FORMS))
def test_a_day_written_in_any_form_is_read_back(found, form):
    assert day(form(found)) == day_number(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-30", "date_impossible"),
        ("20261301", "date_impossible"),
        ("1899-12-31", "date_impossible"),
        ("2999-12-31", "date_far_future"),
        ("11/12/2026", "date_unreadable"),
        ("tomorrow", "date_unreadable"),
        ("=TODAY()", "formula_cell"),
    ],
)
def test_each_refusal_has_its_own_reason(text, reason):
    with pytest.raises(Unreadable) as refusal:
        day(text)
    assert refusal.value.reason == reason


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_refused(text):
    try:
        found = day(text)
    except Unreadable as refusal:
        found = refusal.reason
    assert isinstance(found, int) or found in REASONS


def test_an_instant_needs_its_offset():
    assert instant("2026-11-19T21:03:11+08:00").utcoffset() is not None
    with pytest.raises(Unreadable, match="offset"):
        instant("2026-11-19T21:03:11")


def test_the_day_of_an_instant_is_the_day_where_it_was_written():
    assert written_day("2026-11-19T23:59:59+08:00") == day_number(date(2026, 11, 19))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)))
def test_short_days_are_of_the_last_century(found):
    assert short_day(f"{found:%y%m%d}") == day_number(found)


@given(st.dates(min_value=date(1910, 1, 1), max_value=date(1987, 12, 31)), st.booleans())
def test_a_czech_birth_number_gives_the_birth_day_whatever_the_sex(born, woman):
    month = born.month + 50 if woman else born.month
    assert birth_day(f"{born:%y}{month:02}{born:%d}") == day_number(born)


@given(DATES.filter(lambda d: d.year < 2190), st.integers(min_value=0, max_value=60))
def test_months_later_keep_the_day_or_take_the_last_of_a_shorter_month(start, months):
    later = month_later(start, months)
    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day == start.day or (later.day < start.day and month_later(later, 0).day >= 28)

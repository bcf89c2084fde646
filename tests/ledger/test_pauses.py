"""Days on which days past due stand still."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.lake import DuckLake
from tests.ledger.stories import AS_OF, age, instalment

LAKE = DuckLake()
PLAN = [instalment(1, 150)]


def pause(first: int, last: int | None, flag: str = "ageing_pause", **more: Any) -> dict[str, Any]:
    return {"party_key": "core:C1", "loan_key": "L1", "flag": flag, "from_day": first, "until_day": last,
            "recorded_day": first, **more}  # fmt: skip


def days(*pauses: dict[str, Any], as_of: int = AS_OF) -> int:
    (position,) = age(LAKE, PLAN, (), pauses, as_of=as_of)
    found: int = position["days_past_due"]
    return found


def test_a_day_in_a_pause_is_not_a_day_past_due() -> None:
    assert days() == 50
    assert days(pause(161, 170)) == 40


def test_the_part_of_a_pause_before_the_due_day_changes_nothing() -> None:
    assert days(pause(100, 150)) == 50
    assert days(pause(100, 151)) == 49


def test_an_open_pause_runs_until_today() -> None:
    assert days(pause(191, None)) == 40


def test_a_pause_that_begins_tomorrow_changes_nothing_today() -> None:
    assert days(pause(AS_OF + 1, None, recorded_day=100)) == 50


def test_overlapping_pauses_count_each_day_once() -> None:
    assert days(pause(161, 180), pause(171, 190, "moratorium"), pause(165, 170), pause(161, 180)) == 20


def test_a_pause_of_the_party_covers_its_loans_and_of_another_party_does_not() -> None:
    assert days(pause(161, 170, loan_key=None)) == 40
    assert days(pause(161, 170, loan_key=None, party_key="core:C2")) == 50


def test_a_pause_of_another_loan_changes_nothing() -> None:
    assert days(pause(161, 170, loan_key="L2")) == 50


@pytest.mark.parametrize("flag", ["hardship", "promise", "disputed"])
def test_other_flags_do_not_pause(flag: str) -> None:
    assert days(pause(161, 170, flag)) == 50


def test_a_pause_agreed_late_counts_once_it_is_known() -> None:
    agreed_late = pause(161, 170, recorded_day=205)
    assert days(agreed_late) == 50
    assert days(agreed_late, as_of=205) == 45


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(100, 230), st.none() | st.integers(0, 60)), max_size=6))
def test_paused_days_are_the_union_of_the_pauses(spans: list[tuple[int, int | None]]) -> None:
    pauses = [pause(first, None if length is None else first + length, recorded_day=0) for first, length in spans]
    covered = {
        day
        for row in pauses
        for day in range(row["from_day"], (AS_OF if row["until_day"] is None else row["until_day"]) + 1)
    }
    assert days(*pauses) == len(set(range(151, AS_OF + 1)) - covered)

"""What is overdue, in which parts and since when."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.ledger.ageing import COLUMNS
from forbear.ledger.allocation import PARTS
from tests.ledger.lake import DuckLake
from tests.ledger.stories import (
    AS_OF,
    Loan,
    age,
    age_all,
    instalment,
    overdue_by_part,
    payment,
    set_off_one_by_one,
    some_loans,
)

LAKE = DuckLake()
SOME = settings(max_examples=12, deadline=None)


def whole(plan: list[dict[str, Any]]) -> int:
    return sum(row[f"{part}_cents"] for row in plan for part in PARTS)


def one(*args: Any, **more: Any) -> dict[str, Any]:
    (position,) = age(LAKE, *args, **more)
    return position


def test_a_position_has_exactly_the_agreed_columns() -> None:
    assert tuple(one([instalment(1, 100)])) == COLUMNS


def test_a_payment_is_set_off_against_costs_then_interest_then_principal() -> None:
    position = one([instalment(1, 100, principal=1000, interest=100, costs=50)], [payment(150, 120)])
    assert position["overdue_costs_cents"] == 0
    assert position["overdue_interest_cents"] == 30
    assert position["overdue_principal_cents"] == 1000


def test_an_older_instalment_is_paid_whole_before_the_next_one() -> None:
    position = one([instalment(1, 100), instalment(2, 130, costs=50)], [payment(150, 1100)])
    assert position["oldest_due_day"] == 130
    assert (position["overdue_costs_cents"], position["overdue_cents"]) == (50, 1150)


def test_an_instalment_due_today_is_due_but_not_overdue() -> None:
    position = one([instalment(1, AS_OF)])
    assert (position["due_cents"], position["overdue_cents"], position["days_past_due"]) == (1100, 0, 0)
    assert (position["next_due_day"], position["next_due_cents"], position["bucket"]) == (AS_OF, 1100, "current")


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "91+")],
)
def test_days_past_due_fall_into_their_bucket(days: int, bucket: str) -> None:
    position = one([instalment(1, AS_OF - days)])
    assert (position["days_past_due"], position["bucket"]) == (days, bucket)


def test_money_paid_ahead_shortens_the_next_instalment() -> None:
    position = one([instalment(1, 210), instalment(2, 240)], [payment(150, 1300)])
    assert (position["next_due_day"], position["next_due_cents"], position["outstanding_cents"]) == (240, 900, 900)


def test_a_payment_that_is_not_yet_known_does_not_count() -> None:
    plan, late_news = [instalment(1, 190)], [payment(185, 1100, recorded=203)]
    assert one(plan, late_news)["days_past_due"] == 10
    assert one(plan, late_news, as_of=203)["days_past_due"] == 0


def test_a_reversed_payment_is_owed_again_and_was_missed() -> None:
    plan = [instalment(1, 190), instalment(2, 220)]
    position = one(plan, [payment(188, 1100), payment(192, -1100)])
    assert (position["days_past_due"], position["overdue_cents"], position["paid_cents"]) == (10, 1100, 0)
    assert position["missed_ever"] == 1


def test_an_instalment_paid_late_is_remembered() -> None:
    plan = [instalment(1, 100), instalment(2, 130), instalment(3, 160)]
    position = one(plan, [payment(100, 1100), payment(135, 1100), payment(160, 1100)])
    assert (position["missed_ever"], position["due_ever"], position["overdue_cents"]) == (1, 3, 0)


def test_a_settled_loan_owes_nothing_and_keeps_its_past() -> None:
    position = one([instalment(1, 100)], loans=[{"loan_key": "L1", "status": "settled"}])
    assert (position["overdue_cents"], position["outstanding_cents"], position["days_past_due"]) == (0, 0, 0)
    assert (position["due_cents"], position["missed_ever"]) == (1100, 1)


@SOME
@given(some_loans())
def test_totals_give_what_a_plain_loop_gives(loans: list[Loan]) -> None:
    for (plan, payments), position in zip(loans, age_all(LAKE, loans), strict=True):
        expected = overdue_by_part(plan, set_off_one_by_one(plan, payments))
        assert {part: position[f"overdue_{part}_cents"] for part in PARTS} == expected


@SOME
@given(some_loans(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(loans: list[Loan], chance: Any) -> None:
    shuffled = [(chance.sample(plan, len(plan)), chance.sample(paid, len(paid))) for plan, paid in loans]
    assert age_all(LAKE, loans) == age_all(LAKE, shuffled)


@SOME
@given(some_loans())
def test_a_back_dated_payment_gives_the_same_position_once_it_is_known(loans: list[Loan]) -> None:
    on_time = [(plan, [{**money, "recorded_day": money["value_day"]} for money in paid]) for plan, paid in loans]
    assert age_all(LAKE, loans) == age_all(LAKE, on_time)


@SOME
@given(some_loans())
def test_parts_add_up_to_the_total_and_nothing_is_lost(loans: list[Loan]) -> None:
    for (plan, _), position in zip(loans, age_all(LAKE, loans), strict=True):
        assert sum(position[f"overdue_{part}_cents"] for part in PARTS) == position["overdue_cents"]
        assert position["outstanding_cents"] == max(whole(plan) - position["paid_cents"], 0)
        assert 0 <= position["overdue_cents"] <= position["outstanding_cents"]


@SOME
@given(some_loans())
def test_paying_everything_gives_zero_days(loans: list[Loan]) -> None:
    paid = [(plan, [*money, payment(AS_OF, whole(plan), loan=plan[0]["loan_key"])]) for plan, money in loans]
    for position in age_all(LAKE, paid):
        assert (position["days_past_due"], position["overdue_cents"], position["outstanding_cents"]) == (0, 0, 0)
        assert position["next_due_day"] is None


@SOME
@given(some_loans(), st.integers(1, 5000))
def test_paying_more_never_adds_days_or_debt(loans: list[Loan], more: int) -> None:
    paid = [(plan, [*money, payment(AS_OF, more, loan=plan[0]["loan_key"])]) for plan, money in loans]
    for before, after in zip(age_all(LAKE, loans), age_all(LAKE, paid), strict=True):
        assert after["days_past_due"] <= before["days_past_due"]
        assert after["overdue_cents"] <= before["overdue_cents"]


@settings(max_examples=4, deadline=None)
@given(some_loans())
def test_one_persons_frame_equals_their_row_of_the_portfolio(loans: list[Loan]) -> None:
    assert age_all(LAKE, loans) == [one(plan, payments) for plan, payments in loans]

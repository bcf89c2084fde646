"""Promises are judged by the money that arrives, with patience for slow banks."""

from typing import Any

import pytest

from forbear.strategy.promises import judge_promises
from tests.ledger.lake import DuckLake
from tests.strategy.world import AS_OF, LOAN, PARTY, PERSON, paid, promise

LAKE = DuckLake()


def judged(made: int, until: int, *payments: dict[str, Any]) -> str:
    frame = judge_promises(
        LAKE.table("promises", [promise(made, until)]),
        LAKE.table("payments", payments),
        LAKE.table("loans", [{"loan_key": LOAN, "party_key": PARTY}]),
        LAKE.table("links", [{"party_key": PARTY, "person_id": PERSON}]),
        AS_OF,
    )
    (row,) = LAKE.rows(frame)
    status: str = row["status"]
    return status


@pytest.mark.parametrize(
    ("amount", "status"),
    [(10_000, "kept"), (9_800, "kept"), (9_799, "partly"), (5_000, "partly"), (4_999, "missed"), (0, "missed")],
)
def test_kept_partly_or_missed_depends_on_what_arrived(amount: int, status: str) -> None:
    assert judged(-20, -10, paid(-11, amount)) == status


def test_a_promise_is_live_until_its_day_its_grace_and_the_slow_bank_have_passed() -> None:
    assert [judged(-20, day) for day in (5, 0, -3, -4)] == ["live", "live", "live", "missed"]


def test_money_within_the_grace_keeps_the_promise_and_later_money_does_not() -> None:
    assert judged(-20, -10, paid(-9)) == "kept"
    assert judged(-20, -10, paid(-8)) == "missed"


def test_money_from_before_the_promise_does_not_keep_it() -> None:
    assert judged(-20, -10, paid(-21)) == "missed"


def test_a_promise_paid_early_is_kept_at_once() -> None:
    assert judged(-3, 10, paid(-1)) == "kept"


def test_several_payments_keep_a_promise_together_and_a_reversal_takes_back() -> None:
    assert judged(-20, -10, paid(-15, 6_000), paid(-12, 4_000)) == "kept"
    assert judged(-20, -10, paid(-15), paid(-12, -10_000)) == "missed"

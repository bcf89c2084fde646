"""Loans whose source reports months past due and no schedule."""

from typing import Any

from forbear.ledger.ageing import COLUMNS
from forbear.ledger.reported import reported_positions
from tests.ledger.lake import DuckLake

LAKE = DuckLake()


def reported(*months: int, as_of: int = 200) -> dict[str, Any]:
    rows = [
        {"loan_key": "L1", "month_day": 10 + 30 * n, "recorded_day": 10 + 30 * n, "status_months": status,
         "billed_cents": 5000, "paid_cents": 200, "limit_cents": 90000}
        for n, status in enumerate(months)
    ]  # fmt: skip
    (row,) = LAKE.rows(reported_positions(LAKE.table("statements", rows), as_of))
    return row


def test_a_reported_position_has_the_columns_of_any_position() -> None:
    assert tuple(reported(0)) == COLUMNS


def test_months_past_due_count_thirty_days_each() -> None:
    row = reported(0, 1, 2)
    assert (row["days_past_due"], row["bucket"], row["missed_ever"], row["basis"]) == (60, "31-60", 2, "reported")


def test_the_latest_statement_known_today_decides() -> None:
    assert reported(2, 0)["days_past_due"] == 0
    assert reported(2, 0, as_of=39)["days_past_due"] == 60


def test_what_a_statement_does_not_say_is_unknown() -> None:
    row = reported(2)
    unknown = ("overdue_cents", "overdue_principal_cents", "outstanding_cents", "oldest_due_day", "next_due_day")
    assert [row[name] for name in unknown] == [None] * 5


def test_nothing_late_is_zero_overdue() -> None:
    assert reported(-1)["overdue_cents"] == 0

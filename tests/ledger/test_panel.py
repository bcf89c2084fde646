"""Six windows of behaviour on the scale of the card data."""

from typing import Any

from forbear.ledger.panel import COLUMNS, monthly
from tests.ledger.lake import DuckLake, Rows
from tests.ledger.stories import AS_OF, instalment, payment

LAKE = DuckLake()


def panel(plan: Rows = (), payments: Rows = (), statements: Rows = ()) -> dict[str, Any]:
    frame = monthly(
        LAKE.table("loans", [{"loan_key": "L1", "principal_cents": 7000}]),
        LAKE.table("instalments", plan),
        LAKE.table("payments", payments),
        LAKE.table("statements", statements),
        AS_OF,
    )
    (row,) = LAKE.rows(frame)
    return row


def statuses(*args: Any, **more: Any) -> list[int | None]:
    row = panel(*args, **more)
    return [row[f"status_{window}"] for window in range(1, 7)]


def test_the_panel_has_exactly_the_agreed_columns() -> None:
    assert tuple(panel([instalment(1, 190)])) == COLUMNS


def test_windows_without_a_bill_are_not_used() -> None:
    assert statuses([instalment(1, 260)]) == [-2] * 6


def test_paid_in_full_on_its_day_is_minus_one() -> None:
    assert statuses([instalment(1, 190)], [payment(190, 1100)]) == [-1, -2, -2, -2, -2, -2]


def test_paid_some_days_late_is_zero() -> None:
    assert statuses([instalment(1, 180)], [payment(190, 1100)])[0] == 0


def test_a_bill_from_before_that_is_paid_now_was_still_late() -> None:
    assert statuses([instalment(1, 150)], [payment(185, 1100)])[:2] == [0, 0]


def test_partly_paid_and_less_than_a_month_late_is_zero() -> None:
    assert statuses([instalment(1, 180)], [payment(175, 600)])[0] == 0


def test_each_month_past_due_is_one_more() -> None:
    assert statuses([instalment(1, 65)]) == [4, 3, 2, 1, 0, -2]


def test_the_scale_ends_at_eight() -> None:
    assert statuses([instalment(1, -200)])[0] == 8


def test_a_bill_holds_what_was_open_from_before() -> None:
    row = panel([instalment(1, 150), instalment(2, 180)], [payment(185, 1500)])
    assert (row["billed_1"], row["paid_1"], row["billed_2"], row["paid_2"]) == (2200, 1500, 1100, 0)


def test_the_limit_is_the_principal_where_there_is_no_limit() -> None:
    assert panel([instalment(1, 190)])["limit_cents"] == 7000


def test_statement_loans_show_their_six_latest_statements() -> None:
    rows = [
        {
            "loan_key": "L1",
            "month_day": n,
            "recorded_day": n,
            "status_months": n,
            "billed_cents": 10 * n,
            "paid_cents": n,
        }
        for n in range(1, 8)
    ]
    row = panel(statements=rows)
    assert statuses(statements=rows) == [7, 6, 5, 4, 3, 2]
    assert (row["billed_1"], row["paid_6"]) == (70, 2)


def test_fewer_than_six_statements_leave_the_older_ones_unknown() -> None:
    rows = [
        {"loan_key": "L1", "month_day": 1, "recorded_day": 1, "status_months": 2, "billed_cents": 5, "paid_cents": 0}
    ]
    assert statuses(statements=rows) == [2, None, None, None, None, None]

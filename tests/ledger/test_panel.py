"""Six windows of behaviour on the scale of the card data."""

from datetime import date, timedelta
from typing import Any

from forbear.kernel.days import date_of, day_number
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


def month_ends(*months: int) -> Rows:
    """Statements at the ends of months of 1970, each with its month as status, ten times it billed, itself paid."""
    days = {month: day_number(date(1970, month + 1, 1) - timedelta(days=1)) for month in months}
    return [
        {"loan_key": "L1", "month_day": day, "recorded_day": day, "status_months": month, "billed_cents": 10 * month,
         "paid_cents": month}
        for month, day in days.items()
    ]  # fmt: skip


LATEST = date_of(AS_OF).month - 1


def test_statement_loans_show_their_six_latest_statements() -> None:
    rows = month_ends(*range(LATEST - 6, LATEST + 1))
    row = panel(statements=rows)
    assert statuses(statements=rows) == [LATEST - behind for behind in range(6)]
    assert (row["billed_1"], row["paid_6"]) == (10 * LATEST, LATEST - 5)


def test_fewer_than_six_statements_leave_the_older_ones_unknown() -> None:
    assert statuses(statements=month_ends(LATEST)) == [LATEST, None, None, None, None, None]


def test_a_month_that_was_not_reported_stays_empty_and_shifts_nothing() -> None:
    rows = month_ends(LATEST - 3, LATEST - 1, LATEST)
    assert statuses(statements=rows) == [LATEST, LATEST - 1, None, LATEST - 3, None, None]


def test_a_loan_not_heard_of_for_months_is_unknown_and_not_up_to_date() -> None:
    assert statuses(statements=month_ends(LATEST - 4, LATEST - 3)) == [None] * 6


def test_a_statement_from_after_the_day_is_not_looked_at() -> None:
    rows = month_ends(LATEST, LATEST + 1)
    assert statuses(statements=rows)[0] == LATEST

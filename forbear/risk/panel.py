"""From monthly statements as the lake holds them (long) to the six-month panel that features read (wide).

A loan's month 1 is its latest statement on or before `as_of_day`; month k is the statement k-1 calendar months
before it, so a month that was never reported is null, not filled from its neighbour. It must not look past
`as_of_day`; the caller filters what was known by then (`recorded_day`).
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.kernel.errors import BadInput
from forbear.risk.features import MONTHS

STALE_DAYS = 62
"""A loan whose latest statement is older than this keeps its row with every month null: its state is not known."""


def panel(statements: nw.LazyFrame[Any], as_of_day: int, typical_limit_cents: int) -> nw.LazyFrame[Any]:
    """One row a loan_key with the columns features.PANEL and `last_statement_day` (int32).

    `statements`: loan_key, month_day, status_months, billed_cents, paid_cents, limit_cents. Two statements of one
    loan within one month are read together: worst status, larger bill, larger payment. `typical_limit_cents` is the
    lender's median limit (see `typical_limit`), one number for the whole lake and for one person alike.
    """
    if typical_limit_cents <= 0:
        raise BadInput("the typical limit must be above zero.", where="typical_limit_cents")
    known = statements.filter(nw.col("month_day") <= as_of_day)
    latest = known.group_by("loan_key").agg(nw.col("month_day").max().alias("last_statement_day"))
    dated = known.join(latest, on="loan_key", how="left").with_columns(_month(as_of_day).alias("month"))
    placed = dated.select("loan_key", "last_statement_day", *(expr.alias(name) for name, expr in _placed().items()))
    wide = placed.group_by("loan_key").agg(
        nw.col("last_statement_day").max(), *(nw.col(name).max() for name in _placed())
    )
    return wide.with_columns(nw.lit(typical_limit_cents).cast(nw.Int64).alias("typical_limit_cents"))


def typical_limit(statements: nw.LazyFrame[Any]) -> int:
    """The exact lower median of `limit_cents` over statements, in cents; the same on every engine.

    Collects one row a distinct limit. Keep the night's value for re-scoring one person in the day.
    """
    counted = statements.filter(nw.col("limit_cents") > 0).group_by("limit_cents").agg(nw.len().alias("rows"))
    pairs = sorted(counted.collect().select("limit_cents", "rows").iter_rows())
    if not pairs:
        raise BadInput("no statement has a limit above zero.", mend="Give limit_cents, or use no behaviour card.")
    half, seen = (sum(int(rows) for _, rows in pairs) + 1) // 2, 0
    for limit, rows in pairs:
        seen += int(rows)
        if seen >= half:
            return int(limit)
    raise AssertionError("the median lies within the counts")


def _month(as_of_day: int) -> nw.Expr:
    """1 for the latest month, 2 for the month before…; null for a stale loan. A month is 28 to 31 days."""
    behind = (nw.col("last_statement_day") - nw.col("month_day")).cast(nw.Int64)
    fresh = nw.col("last_statement_day") >= as_of_day - STALE_DAYS
    return nw.when(fresh).then((behind + 15) // 30 + 1)


def _placed() -> dict[str, nw.Expr]:
    """Each statement's amounts under its own month's name, null under the others."""
    columns = {"status": "status_months", "billed": "billed_cents", "paid": "paid_cents"}
    return {"limit_cents": _in_month("limit_cents", 1)} | {
        f"{name}_{k}": _in_month(column, k) for name, column in columns.items() for k in MONTHS
    }


def _in_month(column: str, k: int) -> nw.Expr:
    return nw.when(nw.col("month") == k).then(nw.col(column).cast(nw.Int64))

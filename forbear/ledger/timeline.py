"""Instalments and payments of every loan laid on one line of days, with running totals: the one window of the ledger.

Must not decide what a total means; ageing and the panel do. A payment counts from the later of the day it is valued
and the day it became known, so a back-dated payment re-ages the loan as soon as it is recorded.
"""

from typing import Any

import narwhals.stable.v2 as nw

PART_COLUMNS = ("costs_cents", "interest_cents", "principal_cents")
ON_THE_LINE = ("loan_key", "due_day", "kind", "number", *PART_COLUMNS, "due_cents", "payment_cents")


def known(payments: nw.LazyFrame[Any], as_of_day: int) -> nw.LazyFrame[Any]:
    """The payments valued and recorded on or before `as_of_day`; reversals are negative and count alike."""
    return payments.filter(nw.col("value_day") <= as_of_day, nw.col("recorded_day") <= as_of_day)


def timeline(instalments: nw.LazyFrame[Any], payments: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row an instalment: its parts, `due_cents`, and three running totals in minor units.

    `due_so_far_cents` ends with this instalment; `paid_by_due_cents` is what had been paid when it fell due;
    `paid_cents` is everything paid on the loan. On one day payments come before instalments, so money that arrives on
    the due day is on time. Two payments of one day may swap places: no instalment row can see the difference.
    """
    line = nw.concat([_instalments(instalments), _payments(payments)], how="vertical")
    order = ["due_day", "kind", "number"]
    totals = line.with_columns(
        due_so_far_cents=nw.col("due_cents").cum_sum().over("loan_key", order_by=order).cast(nw.Int64),
        paid_by_due_cents=nw.col("payment_cents").cum_sum().over("loan_key", order_by=order).cast(nw.Int64),
        paid_cents=nw.col("payment_cents").sum().over("loan_key").cast(nw.Int64),
    )
    return totals.filter(nw.col("kind") == 1).drop("kind", "payment_cents")


def _instalments(instalments: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    due = nw.col("costs_cents") + nw.col("interest_cents") + nw.col("principal_cents")
    return instalments.with_columns(
        kind=nw.lit(1).cast(nw.Int32), due_cents=due, payment_cents=nw.lit(0).cast(nw.Int64)
    ).select(*ON_THE_LINE)


def _payments(payments: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    nothing = nw.lit(0).cast(nw.Int64)
    return payments.select(
        nw.col("loan_key"),
        nw.col("value_day").alias("due_day"),
        nw.lit(0).cast(nw.Int32).alias("kind"),
        nw.lit(0).cast(nw.Int32).alias("number"),
        *(nothing.alias(name) for name in PART_COLUMNS),
        nothing.alias("due_cents"),
        nw.col("amount_cents").alias("payment_cents"),
    )

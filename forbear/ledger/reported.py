"""Positions of loans whose source reports months past due and no schedule.

Must not invent: what a monthly statement does not say (parts, due days, what is outstanding) stays null. Months become
days by the assumption written in `playbooks/buckets.yaml`.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.ledger.ageing import COLUMNS
from forbear.ledger.rules import AgeingRules, load_rules


def latest_first(statements: nw.LazyFrame[Any], as_of_day: int) -> nw.LazyFrame[Any]:
    """The statements known on `as_of_day`, with `place` 1 for the newest of each loan."""
    rows = statements.filter(nw.col("month_day") <= as_of_day, nw.col("recorded_day") <= as_of_day)
    return rows.with_columns(place=nw.col("month_day").cum_count(reverse=True).over("loan_key", order_by=["month_day"]))


def reported_positions(
    statements: nw.LazyFrame[Any], as_of_day: int, rules: AgeingRules | None = None
) -> nw.LazyFrame[Any]:
    """One row a loan with the columns of `ageing.COLUMNS` and basis "reported"; amounts in minor units or null.

    Give only statements of loans without a schedule. Nothing overdue is reported as zero; something overdue as null,
    because a statement does not say how much of its balance is late.
    """
    rules = rules or load_rules()
    late = nw.max_horizontal(nw.col("status_months"), nw.lit(0))
    months = nw.col("status_months") > 0
    unknown, day = nw.lit(None).cast(nw.Int64), nw.lit(None).cast(nw.Int32)
    overdue = nw.when(~months).then(nw.lit(0).cast(nw.Int64))
    rows = latest_first(statements, as_of_day)
    counts = rows.group_by("loan_key").agg(
        missed_ever=months.cast(nw.Int64).sum().cast(nw.Int32),
        due_ever=(nw.col("status_months") > -2).cast(nw.Int64).sum().cast(nw.Int32),
    )
    rows = rows.filter(nw.col("place") == 1).join(counts, on="loan_key", how="left")
    rows = rows.with_columns(
        as_of_day=nw.lit(as_of_day).cast(nw.Int32),
        due_cents=nw.col("billed_cents"),
        **{name: overdue for name in COLUMNS if name.startswith("overdue_")},
        outstanding_cents=unknown,
        oldest_due_day=day,
        days_past_due=(late * rules.reported.days_per_month).cast(nw.Int32),
        next_due_day=day,
        next_due_cents=unknown,
        basis=nw.lit("reported"),
    )
    return rows.with_columns(bucket=rules.bucket(nw.col("days_past_due"))).select(*COLUMNS)

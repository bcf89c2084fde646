"""What is overdue, in which parts and since when: one row a loan, for a portfolio or for one person alike.

Must not read a clock: `as_of_day` is given. Order of setting off: `allocation`. Names and pauses: `rules`. An
instalment due today and unpaid is due but not overdue; days past due begin the day after.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.ledger.allocation import PARTS, Allocation
from forbear.ledger.pauses import days_within, pauses_of_loans
from forbear.ledger.rules import AgeingRules, load_rules
from forbear.ledger.timeline import known, timeline

COLUMNS = (
    "loan_key", "as_of_day", "due_cents", "paid_cents", "overdue_principal_cents", "overdue_interest_cents",
    "overdue_costs_cents", "overdue_cents", "outstanding_cents", "oldest_due_day", "days_past_due", "bucket",
    "next_due_day", "next_due_cents", "missed_ever", "due_ever", "basis",
)  # fmt: skip


def positions(
    loans: nw.LazyFrame[Any],
    instalments: nw.LazyFrame[Any],
    payments: nw.LazyFrame[Any],
    pauses: nw.LazyFrame[Any],
    as_of_day: int,
    allocation: Allocation,
    rules: AgeingRules | None = None,
) -> nw.LazyFrame[Any]:
    """One row a loan that has a schedule, with `COLUMNS`; amounts int64 minor units, days int32.

    `pauses` is the flags table (loan_key or party_key, flag, from_day, until_day, recorded_day). A loan that its lender
    calls settled owes nothing, whatever its schedule says: early settlement is agreed, not computed. The next
    instalment is the first from `as_of_day` on that is not yet paid. `missed_ever` counts instalments not paid on their
    due day, out of the `due_ever` that fell due before `as_of_day`.
    """
    line = timeline(instalments, known(payments, as_of_day))
    return positions_on(line, loans, pauses, as_of_day, allocation, rules)


def positions_on(
    line: nw.LazyFrame[Any],
    loans: nw.LazyFrame[Any],
    pauses: nw.LazyFrame[Any],
    as_of_day: int,
    allocation: Allocation,
    rules: AgeingRules | None = None,
) -> nw.LazyFrame[Any]:
    """The same from the timeline of what was known on `as_of_day`; it is read twice, so lay a portfolio's down."""
    rules = rules or load_rules()
    rows = _open(line, allocation)
    paused = _paused_days(loans, rows, pauses, as_of_day, rules)
    settled = _settle(loans.select("loan_key", "status"), _totals(rows, as_of_day))
    return _named(settled.join(paused, on="loan_key", how="left"), as_of_day, rules)


def open_instalments(
    instalments: nw.LazyFrame[Any], paid: nw.LazyFrame[Any], allocation: Allocation
) -> nw.LazyFrame[Any]:
    """Instalment rows with `open_<part>` and `open_cents` after everything paid has been set off."""
    return _open(timeline(instalments, paid), allocation)


def _open(line: nw.LazyFrame[Any], allocation: Allocation) -> nw.LazyFrame[Any]:
    before = nw.col("due_so_far_cents") - nw.col("due_cents")
    parts = allocation.open_parts(nw.col("paid_cents"), before)
    rows = line.with_columns(**{f"open_{part}": amount for part, amount in parts.items()})
    return rows.with_columns(open_cents=nw.col("open_costs") + nw.col("open_interest") + nw.col("open_principal"))


def _totals(rows: nw.LazyFrame[Any], as_of_day: int) -> nw.LazyFrame[Any]:
    past, due = nw.col("due_day") < as_of_day, nw.col("due_day") <= as_of_day
    unpaid, late = nw.col("open_cents") > 0, nw.col("paid_by_due_cents") < nw.col("due_so_far_cents")
    zero, ahead = nw.lit(0).cast(nw.Int64), (nw.col("due_day") >= as_of_day) & (nw.col("open_cents") > 0)
    return rows.group_by("loan_key").agg(
        due_cents=nw.when(due).then(nw.col("due_cents")).otherwise(zero).sum().cast(nw.Int64),
        paid_cents=nw.col("paid_cents").max(),
        **{
            f"overdue_{p}_cents": nw.when(past).then(nw.col(f"open_{p}")).otherwise(zero).sum().cast(nw.Int64)
            for p in PARTS
        },
        outstanding_cents=nw.col("open_cents").sum().cast(nw.Int64),
        oldest_due_day=nw.when(past & unpaid).then(nw.col("due_day")).min(),
        next_due_day=nw.when(ahead).then(nw.col("due_day")).min(),
        next_so_far=nw.when(ahead).then(nw.col("due_so_far_cents")).min(),
        next_before=nw.when(ahead).then(nw.col("due_so_far_cents") - nw.col("due_cents")).min(),
        due_ever=nw.when(past).then(nw.lit(1)).otherwise(nw.lit(0)).sum().cast(nw.Int32),
        missed_ever=nw.when(past & (unpaid | late)).then(nw.lit(1)).otherwise(nw.lit(0)).sum().cast(nw.Int32),
    )


def _settle(loans: nw.LazyFrame[Any], totals: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Joins the loans and empties what a settled loan would owe."""
    owed = nw.col("status") != "settled"
    amounts = ("overdue_principal_cents", "overdue_interest_cents", "overdue_costs_cents", "outstanding_cents")
    days = ("oldest_due_day", "next_due_day", "next_so_far", "next_before")
    return totals.join(loans, on="loan_key", how="inner").with_columns(
        **{name: nw.when(owed).then(nw.col(name)).otherwise(nw.lit(0).cast(nw.Int64)) for name in amounts},
        **{name: nw.when(owed).then(nw.col(name)) for name in days},
    )


def _paused_days(
    loans: nw.LazyFrame[Any], rows: nw.LazyFrame[Any], flags: nw.LazyFrame[Any], as_of_day: int, rules: AgeingRules
) -> nw.LazyFrame[Any]:
    """Paused days of the few loans that have pauses, within the time since their oldest unpaid due day."""
    paused = pauses_of_loans(loans, flags, rules.pauses.flags, as_of_day)
    few = paused.select("loan_key").unique(subset=["loan_key"])
    oldest = rows.join(few, on="loan_key", how="semi").filter(nw.col("open_cents") > 0, nw.col("due_day") < as_of_day)
    spans = oldest.group_by("loan_key").agg(oldest_due_day=nw.col("due_day").min())
    return days_within(paused, spans, as_of_day)


def _named(rows: nw.LazyFrame[Any], as_of_day: int, rules: AgeingRules) -> nw.LazyFrame[Any]:
    overdue = nw.col("overdue_principal_cents") + nw.col("overdue_interest_cents") + nw.col("overdue_costs_cents")
    days = as_of_day - nw.col("oldest_due_day") - nw.col("paused_days").fill_null(0)
    reached = nw.max_horizontal("paid_cents", "next_before")
    rows = rows.with_columns(
        as_of_day=nw.lit(as_of_day).cast(nw.Int32),
        overdue_cents=overdue,
        days_past_due=days.fill_null(0).cast(nw.Int32),
        next_due_cents=(nw.col("next_so_far") - reached).cast(nw.Int64),
        basis=nw.lit("schedule"),
    )
    return rows.with_columns(bucket=rules.bucket(nw.col("days_past_due"))).select(*COLUMNS)

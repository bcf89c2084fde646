"""Six windows of behaviour, one row a loan: what was asked, what was paid, how late; on the scale of the UCI data.

Must not soften the past: pauses are not taken off, for the panel tells what happened. Scale: -2 nothing billed, -1 paid
in full and on time, 0 less than a month late or partly paid, k months past due. Width and cap:
`playbooks/buckets.yaml`.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.ledger.reported import latest_first
from forbear.ledger.rules import AgeingRules, load_rules
from forbear.ledger.timeline import known, timeline

WINDOWS = (1, 2, 3, 4, 5, 6)
KINDS = ("status", "billed", "paid")
COLUMNS = ("loan_key", "limit_cents", *(f"{kind}_{window}" for kind in KINDS for window in WINDOWS))


def monthly(
    loans: nw.LazyFrame[Any],
    instalments: nw.LazyFrame[Any],
    payments: nw.LazyFrame[Any],
    statements: nw.LazyFrame[Any],
    as_of_day: int,
    rules: AgeingRules | None = None,
) -> nw.LazyFrame[Any]:
    """One row a loan with `COLUMNS`: window 1 is the newest; billed and paid int64 minor units, status int32.

    Loans with a schedule get windows of days before `as_of_day`; the others their statements by month back from the
    latest, null where a month was not reported. `limit_cents` is the limit, or the principal where there is none.
    """
    line = timeline(instalments, known(payments, as_of_day))
    return monthly_on(line, loans, payments, statements, as_of_day, rules)


def monthly_on(
    line: nw.LazyFrame[Any],
    loans: nw.LazyFrame[Any],
    payments: nw.LazyFrame[Any],
    statements: nw.LazyFrame[Any],
    as_of_day: int,
    rules: AgeingRules | None = None,
) -> nw.LazyFrame[Any]:
    """The same from the timeline of what was known on `as_of_day`."""
    rules = rules or load_rules()
    scheduled = _from_schedule(line, known(payments, as_of_day), as_of_day, rules)
    stated = statements.join(line.select("loan_key"), on="loan_key", how="anti")
    rows = nw.concat([scheduled, _from_statements(stated, as_of_day, rules)], how="vertical")
    own_limit = nw.col("limit_cents").fill_null(nw.col("principal_cents")).alias("limit_cents")
    return rows.join(loans.select("loan_key", own_limit), on="loan_key", how="inner").select(*COLUMNS)


def _from_schedule(
    line: nw.LazyFrame[Any], paid: nw.LazyFrame[Any], as_of_day: int, rules: AgeingRules
) -> nw.LazyFrame[Any]:
    """Window w ends on `end[w]`; an instalment belongs to it when due before that day, so that it can be late on it."""
    end = {window: as_of_day - rules.panel.window_days * (window - 1) for window in (*WINDOWS, 7)}
    until = _sums(
        paid, "value_day", "amount_cents", "paid_to", {w: nw.col("value_day") <= day for w, day in end.items()}
    )
    rows = line.join(until, on="loan_key", how="left")
    rows = rows.with_columns(**{f"paid_to_{w}": nw.col(f"paid_to_{w}").fill_null(0) for w in end})
    due = {w: nw.col("due_day") < day for w, day in end.items()}
    missed = nw.col("paid_by_due_cents") < nw.col("due_so_far_cents")
    totals = rows.group_by("loan_key").agg(
        **{f"due_to_{w}": nw.when(due[w]).then(nw.col("due_cents")).otherwise(0).sum().cast(nw.Int64) for w in end},
        **{f"paid_to_{w}": nw.col(f"paid_to_{w}").max() for w in end},
        **{f"oldest_{w}": _oldest(w, due[w]) for w in WINDOWS},
        **{f"late_{w}": nw.when(due[w] & ~due[w + 1] & missed).then(1).otherwise(0).max() for w in WINDOWS},
    )
    return totals.select("loan_key", *(e for w in WINDOWS for e in _window(w, end[w], rules)))


def _sums(rows: nw.LazyFrame[Any], day: str, amount: str, name: str, within: dict[int, nw.Expr]) -> nw.LazyFrame[Any]:
    sums = {
        f"{name}_{w}": nw.when(is_in).then(nw.col(amount)).otherwise(0).sum().cast(nw.Int64)
        for w, is_in in within.items()
    }
    return rows.select("loan_key", day, amount).group_by("loan_key").agg(**sums)


def _oldest(window: int, due: nw.Expr) -> nw.Expr:
    unpaid = nw.col("due_so_far_cents") > nw.col(f"paid_to_{window}")
    return nw.when(due & unpaid).then(nw.col("due_day")).min()


def _window(window: int, end: int, rules: AgeingRules) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """status, billed and paid of one window; billed is what fell due in it and what was still open from before."""
    zero, due, paid = nw.lit(0), nw.col(f"due_to_{window}"), nw.col(f"paid_to_{window}")
    carried = nw.max_horizontal(nw.col(f"due_to_{window + 1}") - nw.col(f"paid_to_{window + 1}"), zero)
    billed = due - nw.col(f"due_to_{window + 1}") + carried
    months = nw.min_horizontal(
        (end - nw.col(f"oldest_{window}")).fill_null(0) // rules.panel.window_days, nw.lit(rules.panel.highest_status)
    )
    on_time = (due <= paid) & (nw.col(f"late_{window}") == 0) & (carried == 0)
    status = nw.when(on_time).then(nw.lit(-1)).otherwise(months)
    status = nw.when(billed == 0).then(nw.lit(-2)).otherwise(status)
    received = nw.max_horizontal(paid - nw.col(f"paid_to_{window + 1}"), zero)
    return (
        status.cast(nw.Int32).alias(f"status_{window}"),
        billed.cast(nw.Int64).alias(f"billed_{window}"),
        received.cast(nw.Int64).alias(f"paid_{window}"),
    )


def _from_statements(statements: nw.LazyFrame[Any], as_of_day: int, rules: AgeingRules) -> nw.LazyFrame[Any]:
    """Month 1 is the latest statement; a month that was not reported is null, and so is every month of a stale loan."""
    sources = {
        "status": ("status_months", nw.Int32),
        "billed": ("billed_cents", nw.Int64),
        "paid": ("paid_cents", nw.Int64),
    }
    last = nw.col("month_day").max().over("loan_key")
    fresh = last >= as_of_day - rules.panel.stale_days
    # A month is 28 to 31 days: whole months are counted from the middle between two statements.
    behind = (last - nw.col("month_day") + rules.panel.window_days // 2) // rules.panel.window_days + 1
    rows = latest_first(statements, as_of_day).with_columns(month=nw.when(fresh).then(behind))
    cells = {
        f"{kind}_{w}": nw.when(nw.col("month") == w).then(nw.col(column)).max().cast(dtype)
        for w in WINDOWS
        for kind, (column, dtype) in sources.items()
    }
    return rows.group_by("loan_key").agg(**cells)

"""Whether a promise was kept, judged by the money that arrived, never by a note that somebody typed.

Must not punish slow banks: grace, posting delay and tolerance are data, `playbooks/standard/promises.yaml`.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.ledger.timeline import known
from forbear.strategy.definitions import PromiseRules, load_promise_rules

KEY = ("person_id", "made_day", "due_day", "amount_cents")


def judge_promises(
    promises: nw.LazyFrame[Any],
    payments: nw.LazyFrame[Any],
    loans: nw.LazyFrame[Any],
    links: nw.LazyFrame[Any],
    as_of_day: int,
    rules: PromiseRules | None = None,
) -> nw.LazyFrame[Any]:
    """`KEY`, paid_cents (int64 minor units), kept_day|null and status: kept | partly | missed | live.

    `promises` has `KEY`, one row a promise. All payments of the person count that are valued from the day the promise
    was made until its day and the grace after it, and known on `as_of_day`.
    """
    rules = rules or load_promise_rules()
    made = promises.filter(nw.col("made_day") <= as_of_day).select(*KEY).unique(subset=list(KEY))
    owners = loans.select("loan_key", "party_key").join(
        links.select("party_key", "person_id"), on="party_key", how="inner"
    )
    money = known(payments, as_of_day).select("loan_key", "value_day", nw.col("amount_cents").alias("came_cents"))
    came = made.join(owners, on="person_id", how="inner").join(money, on="loan_key", how="inner")
    in_time = nw.col("value_day") <= nw.col("due_day") + rules.grace_days
    came = came.filter(nw.col("value_day") >= nw.col("made_day"), in_time)
    sums = came.group_by(*KEY).agg(
        paid_cents=nw.col("came_cents").sum().cast(nw.Int64), last_paid_day=nw.col("value_day").max()
    )
    return _judged(made.join(sums, on=list(KEY), how="left"), as_of_day, rules)


def _judged(rows: nw.LazyFrame[Any], as_of_day: int, rules: PromiseRules) -> nw.LazyFrame[Any]:
    paid = nw.col("paid_cents").fill_null(0)
    kept = paid * 1000 >= nw.col("amount_cents") * (1000 - rules.tolerance_permille)
    live = nw.col("due_day") + rules.grace_days + rules.posting_delay_days >= as_of_day
    partly = paid * 1000 >= nw.col("amount_cents") * rules.partly_permille
    over = nw.when(partly).then(nw.lit("partly")).otherwise(nw.lit("missed"))
    status = nw.when(kept).then(nw.lit("kept")).otherwise(nw.when(live).then(nw.lit("live")).otherwise(over))
    judged = rows.with_columns(status=status, kept_day=nw.when(kept).then(nw.col("last_paid_day")), paid_cents=paid)
    return judged.select(*KEY, "paid_cents", "kept_day", "status")

"""Days on which days past due stand still, merged so that no day counts twice.

Must not decide which flags pause; `playbooks/buckets.yaml` names them. A flag without a loan covers every loan of its
party. `from_day` and `until_day` both belong to the pause; an open end runs on.
"""

from typing import Any

import narwhals.stable.v2 as nw

COLUMNS = ("loan_key", "from_day", "until_day")


def pauses_of_loans(
    loans: nw.LazyFrame[Any], flags: nw.LazyFrame[Any], names: tuple[str, ...], as_of_day: int
) -> nw.LazyFrame[Any]:
    """Disjoint pauses: loan_key, from_day, until_day (int32, both included), none after `as_of_day`.

    Each pause keeps only the days after everything that began before it has ended; what is left cannot overlap.
    """
    running = nw.col("flag").is_in(list(names)) & (nw.col("from_day") <= as_of_day)
    rows = _by_loan(loans, flags.filter(running, nw.col("recorded_day") <= as_of_day)).with_columns(
        until_day=nw.min_horizontal(nw.col("until_day").fill_null(as_of_day), nw.lit(as_of_day)).cast(nw.Int32)
    )
    rows = rows.unique(subset=list(COLUMNS)).with_columns(
        reached=nw.col("until_day").cum_max().over("loan_key", order_by=["from_day", "until_day"])
    )
    rows = rows.with_columns(before=nw.col("reached").shift(1).over("loan_key", order_by=["from_day", "until_day"]))
    began = nw.max_horizontal("from_day", nw.col("before").fill_null(-(2**31) + 1) + 1).cast(nw.Int32)
    return rows.with_columns(from_day=began).filter(nw.col("from_day") <= nw.col("until_day")).select(*COLUMNS)


def _by_loan(loans: nw.LazyFrame[Any], flags: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    of_loan = flags.filter(~nw.col("loan_key").is_null()).select(*COLUMNS)
    of_party = flags.filter(nw.col("loan_key").is_null()).select("party_key", "from_day", "until_day")
    of_party = of_party.join(loans.select("loan_key", "party_key"), on="party_key", how="inner").select(*COLUMNS)
    return nw.concat([of_loan, of_party], how="vertical")


def days_within(pauses: nw.LazyFrame[Any], spans: nw.LazyFrame[Any], as_of_day: int) -> nw.LazyFrame[Any]:
    """loan_key, paused_days (int32): days of `pauses` after the span's `oldest_due_day` up to `as_of_day`."""
    first = nw.max_horizontal("from_day", nw.col("oldest_due_day") + 1)
    days = nw.max_horizontal(nw.min_horizontal(nw.col("until_day"), nw.lit(as_of_day)) - first + 1, nw.lit(0))
    joined = pauses.join(spans, on="loan_key", how="inner").with_columns(days=days)
    return joined.group_by("loan_key").agg(paused_days=nw.col("days").sum().cast(nw.Int32))

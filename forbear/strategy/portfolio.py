"""Loans brought together under the person who owes them: stage, amounts, next due day, band.

Must not know flags or history; `person` does. One join after another over parties and loans, then one grouping.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.strategy.definitions import Definitions, born_by

POSITION = (
    "loan_key", "overdue_cents", "days_past_due", "next_due_day", "next_due_cents", "missed_ever", "due_ever",
)  # fmt: skip
WORST_FIRST = ("high", "medium", "unknown", "low")


def people_and_loans(
    people: nw.LazyFrame[Any],
    links: nw.LazyFrame[Any],
    loans: nw.LazyFrame[Any],
    positions: nw.LazyFrame[Any],
    scores: nw.LazyFrame[Any],
    ways: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """One row a loan of a party (or a party without loans) with its person; loans without a position carry nulls."""
    parties = links.select("party_key", "person_id").join(
        people.select("party_key", "birth_day", "language", "market"), on="party_key", how="inner"
    )
    aged = loans.select("loan_key", "party_key", "currency", "autopay").join(
        positions.select(*POSITION), on="loan_key", how="inner"
    )
    aged = aged.join(scores.select("loan_key", "band"), on="loan_key", how="left")
    return parties.join(ways, on="party_key", how="left").join(aged, on="party_key", how="left")


def loans_by_person(rows: nw.LazyFrame[Any], as_of_day: int, meaning: Definitions) -> nw.LazyFrame[Any]:
    """One row a person: the worst of their loans, sums within one currency, and whether payments run by themselves."""
    nearest = nw.col("next_due_day").min().over("person_id")
    totals = rows.with_columns(nearest=nearest).group_by("person_id").agg(**_totals(as_of_day, meaning))
    return _stage(_amounts(totals), as_of_day, meaning)


def _totals(as_of_day: int, meaning: Definitions) -> dict[str, nw.Expr]:
    near = nw.col("next_due_day") <= as_of_day + meaning.pre_due_days
    by_itself = nw.col("autopay") & (nw.col("missed_ever") == 0)
    has_loan = ~nw.col("loan_key").is_null()
    rank: nw.Expr = nw.lit(WORST_FIRST.index("unknown"))
    for place, band in enumerate(WORST_FIRST):
        rank = nw.when(nw.col("band") == band).then(nw.lit(place)).otherwise(rank)
    return {
        "market": nw.col("market").min(),
        "language": nw.col("language").min(),
        "birth_day": nw.col("birth_day").max(),
        "has_mobile": _any(nw.col("has_mobile")),
        "has_email": _any(nw.col("has_email")),
        "loans": _count(has_loan),
        "worst_band": nw.when(has_loan).then(rank).min(),
        "days_past_due": nw.col("days_past_due").max().fill_null(0).cast(nw.Int32),
        "next_due_day": nw.col("next_due_day").min(),
        "near_loans": _count(near),
        "near_by_themselves": _count(near & by_itself),
        "missed_ever": nw.col("missed_ever").sum().cast(nw.Int64),
        "due_ever": nw.col("due_ever").sum().cast(nw.Int64),
        "first_currency": nw.col("currency").min(),
        "last_currency": nw.col("currency").max(),
        **_sum_in_one_currency("overdue_cents", has_loan & ~(nw.col("overdue_cents") == 0).fill_null(False)),
        **_sum_in_one_currency("next_due_cents", nw.col("next_due_day") == nw.col("nearest")),
    }


def _sum_in_one_currency(amount: str, counts: nw.Expr) -> dict[str, nw.Expr]:
    """The sum over rows that count, with what is needed to see whether it may be told."""
    currency = nw.when(counts).then(nw.col("currency"))
    return {
        f"{amount}_sum": nw.when(counts).then(nw.col(amount)).otherwise(nw.lit(0)).sum().cast(nw.Int64),
        f"{amount}_unknown": _count(counts & nw.col(amount).is_null()),
        f"{amount}_first": currency.min(),
        f"{amount}_last": currency.max(),
    }


def _amounts(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    def told(amount: str) -> nw.Expr:
        one = (nw.col(f"{amount}_first") == nw.col(f"{amount}_last")).fill_null(True)
        return nw.when(one & (nw.col(f"{amount}_unknown") == 0)).then(nw.col(f"{amount}_sum"))

    same = nw.col("first_currency") == nw.col("last_currency")
    return rows.with_columns(
        currency=nw.when(same).then(nw.col("first_currency")),
        overdue_cents=told("overdue_cents"),
        next_due_cents=nw.when(~nw.col("next_due_day").is_null()).then(told("next_due_cents")),
    )


def _stage(rows: nw.LazyFrame[Any], as_of_day: int, meaning: Definitions) -> nw.LazyFrame[Any]:
    to_due = nw.col("next_due_day") - as_of_day
    near = (to_due <= meaning.pre_due_days) & (nw.col("overdue_cents") == 0)
    stage: nw.Expr = nw.when(near).then(nw.lit("pre_due")).otherwise(nw.lit("not_due"))
    for name, first_day in meaning.stages.items():
        stage = nw.when(nw.col("days_past_due") >= first_day).then(nw.lit(name)).otherwise(stage)
    band: nw.Expr = nw.lit("unknown")
    for place, name in enumerate(WORST_FIRST):
        band = nw.when(nw.col("worst_band") == place).then(nw.lit(name)).otherwise(band)
    on_time = (nw.col("missed_ever") == 0) & (nw.col("due_ever") >= meaning.reliable_after_instalments)
    return rows.with_columns(
        stage=stage,
        band=band,
        days_to_due=to_due.cast(nw.Int32),
        autopay=(nw.col("near_loans") > 0) & (nw.col("near_loans") == nw.col("near_by_themselves")),
        reliable=on_time,
        older=nw.col("birth_day") <= born_by(as_of_day, meaning.older_from_years),
        under_age=(nw.col("birth_day") > born_by(as_of_day, meaning.minor_under_years)).fill_null(False),
    )


def _any(flag: nw.Expr) -> nw.Expr:
    return nw.when(flag).then(nw.lit(1)).otherwise(nw.lit(0)).max() == 1


def _count(test: nw.Expr) -> nw.Expr:
    return nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)).sum().cast(nw.Int32)

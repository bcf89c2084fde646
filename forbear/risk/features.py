"""What a borrower's last six months look like, as portable expressions over a monthly panel.

Written once and read by three users: a fitting table, the whole lake, one person after a payment.
It must not use sex, age, education or marriage, nor any amount of money by itself: only statuses, counts and
shares, so that a card fitted in one currency can be read in another. Shares are whole thousandths (permille),
because engines agree on integers; where a share has no meaning (no limit, no bill) it is null, never NaN.

Panel: one row a loan; `status_k`, `billed_k`, `paid_k` (cents) for k = 1 (latest month) … 6; `limit_cents`; and
`typical_limit_cents`, the lender's median limit in that currency, the yardstick for sizes ("of typical").
Statuses follow the UCI scale: -2 not used, -1 paid in full, 0 minimum paid, 1…8 months past due.
"""

from collections.abc import Callable, Iterable
from typing import Any

import narwhals.stable.v2 as nw

MONTHS = (1, 2, 3, 4, 5, 6)
SHARE_CEILING = 3_000
"""Shares are held within ±3 times the limit or the bill: beyond that, more says nothing more."""
SIZE_CEILING = 20_000
"""Sizes are held within ±20 typical limits."""

PANEL = (
    "loan_key",
    "limit_cents",
    "typical_limit_cents",
    *(f"status_{k}" for k in MONTHS),
    *(f"billed_{k}" for k in MONTHS),
    *(f"paid_{k}" for k in MONTHS),
)


def _status(k: int) -> nw.Expr:
    return nw.col(f"status_{k}").cast(nw.Int64)


def _billed(k: int) -> nw.Expr:
    return nw.col(f"billed_{k}").cast(nw.Int64)


def _paid(k: int) -> nw.Expr:
    return nw.col(f"paid_{k}").cast(nw.Int64)


def _limit() -> nw.Expr:
    return nw.col("limit_cents").cast(nw.Int64)


def _per_mille(part: nw.Expr, whole: nw.Expr, ceiling: int) -> nw.Expr:
    """Thousandths of `whole`, floored, within the ceiling; null where `whole` is not positive."""
    return ((part * 1000) // nw.when(whole > 0).then(whole)).clip(-ceiling, ceiling)


def _share(part: nw.Expr, whole: nw.Expr) -> nw.Expr:
    return _per_mille(part, whole, SHARE_CEILING)


def _size(amount: nw.Expr) -> nw.Expr:
    return _per_mille(amount, nw.col("typical_limit_cents").cast(nw.Int64), SIZE_CEILING)


def _count(tests: Iterable[nw.Expr]) -> nw.Expr:
    """How many tests hold; an unknown month counts as not holding."""
    return nw.sum_horizontal(*(nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64) for test in tests))


def _months(test: Callable[[nw.Expr], nw.Expr]) -> nw.Expr:
    return _count(test(_status(k)) for k in MONTHS)


def _late_streak() -> nw.Expr:
    """Months past due in a row, counted back from the latest."""
    streak = nw.lit(6).cast(nw.Int64)
    for k in reversed(MONTHS):
        streak = nw.when(_status(k) >= 1).then(streak).otherwise(nw.lit(k - 1).cast(nw.Int64))
    return streak


def _months_since_late() -> nw.Expr:
    """0 late in the latest month, 1 late in the month before, … 6 not late in six months."""
    since = nw.lit(6).cast(nw.Int64)
    for k in reversed(MONTHS):
        since = nw.when(_status(k) >= 1).then(nw.lit(k - 1).cast(nw.Int64)).otherwise(since)
    return since


def _total(column: Callable[[int], nw.Expr], months: Iterable[int]) -> nw.Expr:
    return nw.sum_horizontal(*(column(k) for k in months))


def _unpaid_bill(k: int, per_mille: int) -> nw.Expr:
    """The bill of month k+1 was answered in month k with at most `per_mille` of it."""
    return (_billed(k + 1) > 0) & (_paid(k) * 1000 <= _billed(k + 1) * per_mille)


def _months_behind(k: int) -> nw.Expr:
    return _status(k).clip(0, 8)


def _spent(k: int) -> nw.Expr:
    """New purchases and charges between the bills of month k+1 and month k, in cents."""
    return _billed(k) - _billed(k + 1) + _paid(k)


def _lateness() -> dict[str, nw.Expr]:
    return {
        **{f"status_in_month_{k}": _status(k) for k in MONTHS},
        "worst_status": nw.max_horizontal(*(_status(k) for k in MONTHS)),
        "worst_earlier_status": nw.max_horizontal(*(_status(k) for k in MONTHS[1:])),
        "status_change": _status(1) - _status(2),
        "months_late": _months(lambda status: status >= 1),
        "months_two_or_more_late": _months(lambda status: status >= 2),
        "months_paid_in_full": _months(lambda status: status == -1),
        "months_unused": _months(lambda status: status == -2),
        "months_revolving": _months(lambda status: status == 0),
        "late_streak": _late_streak(),
        "months_since_late": _months_since_late(),
        "lateness_total": nw.sum_horizontal(*(_months_behind(k) for k in MONTHS)),
        "lateness_last_three": nw.sum_horizontal(*(_months_behind(k) for k in MONTHS[:3])),
        "lateness_recent_first": nw.sum_horizontal(*(_months_behind(k) * (7 - k) for k in MONTHS)),
    }


def _use_of_credit() -> dict[str, nw.Expr]:
    most_billed = nw.max_horizontal(*(_billed(k) for k in MONTHS))
    return {
        "limit_of_typical_pm": _size(_limit()),
        "limit_used_pm": _share(_billed(1), _limit()),
        "limit_used_most_pm": _share(most_billed, _limit()),
        "limit_used_mean_pm": _share(_total(_billed, MONTHS), _limit() * 6),
        "limit_used_change_pm": _share(_billed(1) - _billed(4), _limit()),
        "billed_of_typical_pm": _size(_billed(1)),
        "billed_most_of_typical_pm": _size(most_billed),
        "headroom_of_typical_pm": _size(_limit() - _billed(1)),
        "headroom_least_of_typical_pm": _size(_limit() - most_billed),
        "late_amount_of_typical_pm": nw.when(_status(1) >= 1).then(_size(_billed(1))).otherwise(nw.lit(0)),
        "spent_latest_of_typical_pm": _size(_spent(1)),
        "spent_of_typical_pm": _size(_total(_spent, MONTHS[:5])),
    }


def _payments() -> dict[str, nw.Expr]:
    return {
        "latest_bill_paid_pm": _share(_paid(1), _billed(2)),
        "last_two_bills_paid_pm": _share(_total(_paid, (1, 2)), _total(_billed, (2, 3))),
        "bills_paid_pm": _share(_total(_paid, MONTHS[:5]), _total(_billed, MONTHS[1:])),
        "bills_unanswered": _count(_unpaid_bill(k, 0) for k in MONTHS[:5]),
        "bills_under_a_tenth_paid": _count(_unpaid_bill(k, 100) for k in MONTHS[:5]),
        "paid_of_limit_pm": _share(_total(_paid, MONTHS), _limit()),
        **{f"paid_{k}_of_typical_pm": _size(_paid(k)) for k in MONTHS},
        "paid_last_two_of_typical_pm": _size(_total(_paid, (1, 2))),
        "paid_last_three_of_typical_pm": _size(_total(_paid, (1, 2, 3))),
        "paid_of_typical_pm": _size(_total(_paid, MONTHS)),
        "paid_most_of_typical_pm": _size(nw.max_horizontal(*(_paid(k) for k in MONTHS))),
        "paid_least_of_typical_pm": _size(nw.min_horizontal(*(_paid(k) for k in MONTHS))),
    }


def _expressions() -> dict[str, nw.Expr]:
    return {**_lateness(), **_use_of_credit(), **_payments()}


FEATURES = tuple(_expressions())
"""The columns that `behaviour` adds; what each means: docs/reference/risk-card.md."""


def behaviour(panel: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """`loan_key` and the columns FEATURES (int64, null where undefined); one row a loan, order not kept."""
    return panel.select("loan_key", *(expression.alias(name) for name, expression in _expressions().items()))

"""What the next payment is made of: the open parts of the first instalment from a day on.

Must not decide whether to remind anybody; strategy does. The order of setting off is the allocation's.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.ledger.ageing import open_instalments
from forbear.ledger.allocation import PARTS, Allocation
from forbear.ledger.timeline import known


def next_parts(
    instalments: nw.LazyFrame[Any], payments: nw.LazyFrame[Any], as_of_day: int, allocation: Allocation
) -> nw.LazyFrame[Any]:
    """loan_key and next_{principal,interest,costs}_cents (int64); loans with nothing ahead are absent."""
    rows = open_instalments(instalments, known(payments, as_of_day), allocation)
    ahead = rows.filter(nw.col("due_day") >= as_of_day, nw.col("open_cents") > 0)
    first = ahead.with_columns(first_day=nw.col("due_day").min().over("loan_key"))
    first = first.filter(nw.col("due_day") == nw.col("first_day"))
    return first.group_by("loan_key").agg(
        **{f"next_{part}_cents": nw.col(f"open_{part}").sum().cast(nw.Int64) for part in PARTS}
    )

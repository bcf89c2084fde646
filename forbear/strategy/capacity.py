"""How much of what people should do fits into the day: most urgent first, then where most is at stake.

Must not drop anything: what does not fit is deferred, with the reason, and comes back tomorrow. Minutes a step and who
does it are in the playbook. Until the value of a contact has been measured, the amount overdue stands for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from forbear.kernel.errors import BadInput
from forbear.strategy.table import Playbook


@dataclass(frozen=True, slots=True)
class Capacity:
    """Staff hours available today, by kind of staff as named in the playbook's `work`."""

    hours: Mapping[str, float]


def fit_into_day(proposals: nw.LazyFrame[Any], playbook: Playbook, capacity: Capacity) -> nw.LazyFrame[Any]:
    """Adds staff, minutes (int32), deferred and deferred_reason ("" or "capacity").

    Needs step, priority, overdue_cents, person_id. Raises BadInput when the capacity does not name a kind of staff.
    """
    budgets = _budgets(playbook, capacity)
    staff: nw.Expr = nw.lit("")
    minutes: nw.Expr = nw.lit(0)
    for step, work in playbook.work.items():
        staff = nw.when(nw.col("step") == step).then(nw.lit(work.by)).otherwise(staff)
        minutes = nw.when(nw.col("step") == step).then(nw.lit(work.minutes)).otherwise(minutes)
    rows = proposals.with_columns(staff=staff, minutes=minutes.cast(nw.Int32)).with_columns(
        last_first=-nw.col("priority"), stake=-nw.col("overdue_cents").fill_null(0)
    )
    used = nw.col("minutes").cast(nw.Int64).cum_sum().over("staff", order_by=["last_first", "stake", "person_id"])
    budget: nw.Expr = nw.lit(0)
    for kind, amount in budgets.items():
        budget = nw.when(nw.col("staff") == kind).then(nw.lit(amount)).otherwise(budget)
    late = (nw.col("minutes") > 0) & (nw.col("used") > budget)
    reason = nw.when(nw.col("deferred")).then(nw.lit("capacity")).otherwise(nw.lit(""))
    rows = rows.with_columns(used=used).with_columns(deferred=late).with_columns(deferred_reason=reason)
    return rows.drop("last_first", "stake", "used")


def _budgets(playbook: Playbook, capacity: Capacity) -> dict[str, int]:
    """Whole minutes a day by kind of staff."""
    kinds = {work.by for work in playbook.work.values()}
    missing = sorted(kinds - set(capacity.hours))
    if missing:
        raise BadInput(f"no staff hours are given for {', '.join(missing)}.", mend="Name every kind; none is 0.")
    return {kind: int(capacity.hours[kind] * 60) for kind in sorted(kinds)}

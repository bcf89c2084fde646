"""The next step for every person: the playbook's answer, the ways that can reach them, and what fits into the day.

Must not send or judge: a proposal is a plan, the gate decides on each contact. One row a person, so that nobody hears
from two loans on one day.
"""

from itertools import product
from typing import Any

import narwhals.stable.v2 as nw

from forbear.strategy.capacity import Capacity, fit_into_day
from forbear.strategy.playbook import decide_all
from forbear.strategy.table import Playbook

COLUMNS = (
    "person_id", "as_of_day", "market", "stage", "band", "days_past_due", "overdue_cents", "currency", "playbook",
    "row", "step", "letter", "channels", "priority", "deadline_days", "staff", "minutes", "deferred", "deferred_reason",
)  # fmt: skip
NEEDS_MOBILE, NEEDS_EMAIL = ("sms", "voice"), ("email",)


def propose(situations: nw.LazyFrame[Any], playbook: Playbook, capacity: Capacity) -> nw.LazyFrame[Any]:
    """One row a person with `COLUMNS`; `row` names the playbook's row, whose `why` says why in every language.

    `channels` is comma-joined, best first, without those the person cannot be reached by. A deferred step sends no
    letter: nobody is told of a call that is not going to be made today.
    """
    decided = decide_all(playbook, situations)
    planned = fit_into_day(decided.with_columns(channels=_reachable(playbook)), playbook, capacity)
    goes = ~nw.col("deferred")
    return planned.with_columns(
        letter=nw.when(goes).then(nw.col("letter")).otherwise(nw.lit("")),
        channels=nw.when(goes).then(nw.col("channels")).otherwise(nw.lit("")),
    ).select(*COLUMNS)


def _reachable(playbook: Playbook) -> nw.Expr:
    kept: nw.Expr = nw.col("channels")
    for row, mobile, email in product(playbook.rows, (True, False), (True, False)):
        left = [c for c in row.channels if (mobile or c not in NEEDS_MOBILE) and (email or c not in NEEDS_EMAIL)]
        if len(left) < len(row.channels):
            here = (nw.col("row") == row.id) & (nw.col("has_mobile") == mobile) & (nw.col("has_email") == email)
            kept = nw.when(here).then(nw.lit(",".join(left))).otherwise(kept)
    return kept

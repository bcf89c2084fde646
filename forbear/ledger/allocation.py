"""The order of setting off a payment: which instalment first, and which part of it first.

Must not know dates or engines: it takes running totals and gives what is still open of each part. The order is data,
`playbooks/cn/allocation.yaml` (Civil Code of the PRC Arts. 560 and 561, regulation CN-ALLOC).
"""

from datetime import date
from pathlib import Path
from typing import Literal

import narwhals.stable.v2 as nw
from pydantic import BaseModel, ConfigDict, model_validator

from forbear.ledger import rulefile

Part = Literal["costs", "interest", "principal"]
PARTS: tuple[Part, ...] = ("costs", "interest", "principal")
Source = Literal["primary", "secondary", "memory", "contract"]


class Across(BaseModel):
    """The order across instalments; only one is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    order: Literal["oldest_due_first"]
    cite: str
    source: Source
    checked: date


class Within(BaseModel):
    """The order of the three parts within one instalment; every part exactly once."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    order: tuple[Part, ...]
    cite: str
    source: Source
    checked: date

    @model_validator(mode="after")
    def _each_part_once(self) -> "Within":
        if sorted(self.order) != sorted(PARTS):
            raise ValueError(f"order must name each of {', '.join(PARTS)} once")
        return self


class Allocation(BaseModel):
    """One allocation file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    applies_to: str
    across_instalments: Across
    within_instalment: Within

    def open_parts(self, paid: nw.Expr, before: nw.Expr) -> dict[Part, nw.Expr]:
        """What is still open of each part of an instalment row, in minor units (int64), as expressions.

        `paid` is everything paid on the loan, `before` all that is due on earlier instalments. A payment covers
        `clip(paid - before, 0, amount)` of a part, where `before` grows by each part that comes earlier. Only totals
        enter, so the order in which payments arrived cannot matter.
        """
        still_open: dict[Part, nw.Expr] = {}
        for part in self.within_instalment.order:
            amount = nw.col(f"{part}_cents")
            still_open[part] = amount - nw.min_horizontal(nw.max_horizontal(paid - before, nw.lit(0)), amount)
            before = before + amount
        return still_open


def load_allocation(path: Path | None = None) -> Allocation:
    """The allocation at `path`, or the one shipped for mainland China; raises BadInput when it is wrong."""
    return rulefile.read(path or rulefile.shipped("cn/allocation.yaml"), Allocation)

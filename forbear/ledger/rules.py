"""The rules of ageing as data: bucket names, what pauses the count, how reported months become days.

Must not hold the numbers themselves; they are in `playbooks/buckets.yaml`, which says why for each.
"""

from pathlib import Path

import narwhals.stable.v2 as nw
from pydantic import BaseModel, ConfigDict, Field, model_validator

from forbear.ledger import rulefile


class Bucket(BaseModel):
    """A name for a range of days past due that begins at `from_days`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    from_days: int = Field(alias="from", ge=0)


class Pauses(BaseModel):
    """The flags during which days past due stand still."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    flags: tuple[str, ...]
    why: str


class Reported(BaseModel):
    """How many days one reported month past due counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    days_per_month: int = Field(ge=1)
    why: str


class Panel(BaseModel):
    """The width of one window in days, the highest status, and from how many days on a statement says nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    window_days: int = Field(ge=1)
    highest_status: int = Field(ge=1)
    stale_days: int = Field(ge=1)
    why: str


class AgeingRules(BaseModel):
    """One ageing file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    buckets: tuple[Bucket, ...]
    pauses: Pauses
    reported: Reported
    panel: Panel

    @model_validator(mode="after")
    def _buckets_rise_from_zero(self) -> "AgeingRules":
        starts = [bucket.from_days for bucket in self.buckets]
        if not starts or starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError("buckets must begin at 0 and rise without repeats")
        return self

    def bucket(self, days: nw.Expr) -> nw.Expr:
        """The name of the bucket of `days` past due, as an expression."""
        name: nw.Expr = nw.lit(self.buckets[0].name)
        for bucket in self.buckets[1:]:
            name = nw.when(days >= bucket.from_days).then(nw.lit(bucket.name)).otherwise(name)
        return name


def load_rules(path: Path | None = None) -> AgeingRules:
    """The ageing rules at `path`, or those shipped; raises BadInput when they are wrong."""
    return rulefile.read(path or rulefile.shipped("buckets.yaml"), AgeingRules)

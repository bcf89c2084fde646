"""What the words of a situation and of a promise mean, as data: `situation.yaml` and `promises.yaml` of a playbook.

Must not hold the numbers themselves.
"""

from calendar import isleap
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forbear.kernel.days import date_of, day_number
from forbear.ledger import rulefile

MISSED_STAGES = ("missed_1_30", "missed_31_60", "missed_61_90", "missed_91_plus")


class Definitions(BaseModel):
    """One situation file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    pre_due_days: int = Field(ge=0)
    stages: dict[str, int]
    older_from_years: int = Field(ge=1)
    minor_under_years: int = Field(ge=1)
    minor_cite: str
    reliable_after_instalments: int = Field(ge=1)
    answered: tuple[str, ...]
    thanks_letter: str
    care_first_flags: tuple[str, ...]

    @model_validator(mode="after")
    def _stages_rise(self) -> "Definitions":
        starts = list(self.stages.values())
        if tuple(self.stages) != MISSED_STAGES or starts != sorted(set(starts)) or starts[0] < 1:
            raise ValueError(f"stages must be {', '.join(MISSED_STAGES)}, each beginning later than the one before")
        return self


class PromiseRules(BaseModel):
    """One promises file; shares in thousandths, times in days."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    tolerance_permille: int = Field(ge=0, le=1000)
    partly_permille: int = Field(ge=0, le=1000)
    grace_days: int = Field(ge=0)
    posting_delay_days: int = Field(ge=0)
    remembered_days: int = Field(ge=0)
    thanks_days: int = Field(ge=0)
    why: str


def load_definitions(path: Path | None = None) -> Definitions:
    """The definitions at `path`, or those shipped; raises BadInput when they are wrong."""
    return rulefile.read(path or rulefile.shipped("standard/situation.yaml"), Definitions)


def load_promise_rules(path: Path | None = None) -> PromiseRules:
    """The promise rules at `path`, or those shipped; raises BadInput when they are wrong."""
    return rulefile.read(path or rulefile.shipped("standard/promises.yaml"), PromiseRules)


def born_by(as_of_day: int, years: int) -> int:
    """The latest birth day (number) of someone who has completed `years` on `as_of_day`.

    Someone born on 29 February completes a year on 1 March where the year has no such day.
    """
    today = date_of(as_of_day)
    leap_day_without_a_year = (today.month, today.day) == (2, 29) and not isleap(today.year - years)
    return day_number(today.replace(year=today.year - years, day=28 if leap_day_without_a_year else today.day))

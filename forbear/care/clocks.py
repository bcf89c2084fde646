"""By which day a person's request about their data is answered, from playbooks/privacy/clocks.yaml."""

from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from forbear.kernel.errors import BadInput

_FILE = "playbooks/privacy/clocks.yaml"
_SATURDAY = 5


class Clock(BaseModel):
    """Exactly one of working days and calendar months, with its source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    working_days: int | None = None
    months: int | None = None
    cite: str
    source: Literal["primary", "secondary", "memory"]
    checked: date

    @model_validator(mode="after")
    def _one_of_both(self) -> "Clock":
        if (self.working_days is None) == (self.months is None):
            raise ValueError("give working_days or months")
        return self

    def due(self, received: date) -> date:
        """The last day for an answer to what came in on `received`."""
        if self.months is not None:
            return _months_later(received, self.months)
        day, left = received, self.working_days or 0
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < _SATURDAY
        return day


def due_on(market: str, received: date) -> date:
    """The last day for an answer in a market."""
    clocks = _clocks()
    return clocks.get(market, clocks["default"]).due(received)


@cache
def _clocks() -> dict[str, Clock]:
    try:
        text = (files("forbear") / _FILE).read_text(encoding="utf-8")
        clocks = TypeAdapter(dict[str, Clock]).validate_python(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise BadInput(f"the clocks cannot be read: {error}.", where=_FILE, mend="Correct it.") from error
    if "default" not in clocks:
        raise BadInput("there is no line for `default`.", where=_FILE, mend="Write one.")
    return clocks


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))

"""May the courts be considered for this person? Lists each condition with its answer; never decides and never files.

Conditions are data: playbooks/recourse/eligibility.yaml. A human approves, and the gate judges the filing itself.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forbear.kernel.errors import BadInput


class Needs(BaseModel):
    """What a condition asks of the person's recorded facts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    flag: str = ""
    no_flag: tuple[str, ...] = ()
    days_past_due_at_least: int = 0
    approved: bool = False

    def met(self, flags: Set[str], days_past_due: int, approved: bool) -> bool:
        return (
            (not self.flag or self.flag in flags)
            and not flags & set(self.no_flag)
            and days_past_due >= self.days_past_due_at_least
            and (approved or not self.approved)
        )


class Condition(BaseModel):
    """One condition, why it stands, and its source."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    needs: Needs
    why: dict[str, str]
    cite: str


@dataclass(frozen=True)
class Answer:
    """Whether one condition holds for one person."""

    name: str
    met: bool
    why: Mapping[str, str]
    cite: str


@cache
def conditions() -> Mapping[str, Condition]:
    """The conditions in force, by name."""
    path = files("forbear").joinpath("playbooks/recourse/eligibility.yaml")
    try:
        return TypeAdapter(dict[str, Condition]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        where = "playbooks/recourse/eligibility.yaml"
        raise BadInput(f"it cannot be used: {error}", where=where, mend="Correct it.") from error


def check(flags: Set[str], days_past_due: int, approved: bool = False) -> list[Answer]:
    """Every condition answered for a person with these open flags; `approved` is an authorised human's word."""
    return [
        Answer(name, condition.needs.met(flags, days_past_due, approved), condition.why, condition.cite)
        for name, condition in conditions().items()
    ]

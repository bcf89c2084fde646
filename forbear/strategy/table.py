"""The shape of a playbook file: rows that say when they apply, what they propose and why, in every language.

Must not judge the table as a whole; `safety` does. A row that is wrong in itself stops the load.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES
from forbear.strategy.cells import Cell, read_cell
from forbear.strategy.vocabulary import Channel, Letter, Step


class Work(BaseModel):
    """Who does a step and how many minutes it takes; an assumption of the playbook."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    by: str
    minutes: int = Field(ge=1)


class Row(BaseModel):
    """One row: when it applies, what it proposes, and why, in every language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9_]+$")
    when: dict[str, Any]
    step: Step
    letter: Letter = ""
    channels: tuple[Channel, ...] = ()
    priority: int = Field(ge=0, le=100)
    deadline_days: int = Field(ge=0)
    why: dict[str, str]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(read_cell(fact, written) for fact, written in self.when.items())

    @model_validator(mode="after")
    def _whole(self) -> "Row":
        _ = self.cells
        if sorted(self.why) != sorted(LANGUAGES) or not all(self.why.values()):
            raise ValueError(f"row {self.id}: `why` must be written in {', '.join(LANGUAGES)}")
        if (self.step == "letter" and not self.letter) or bool(self.letter) != bool(self.channels):
            raise ValueError(f"row {self.id}: a letter needs its channels, and channels need a letter")
        if self.letter and self.step not in ("letter", "human_call"):
            raise ValueError(f"row {self.id}: the step {self.step} sends no letter")
        return self


class Playbook(BaseModel):
    """One decision table; `hit` is `first` (rows in order) or `unique` (exactly one row may apply)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    version: int = Field(ge=1)
    hit: Literal["first", "unique"]
    title: dict[str, str]
    work: dict[Step, Work]
    rows: tuple[Row, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _work_is_known(self) -> "Playbook":
        missing = {row.step for row in self.rows} - {"none", "letter"} - set(self.work)
        if missing:
            raise ValueError(f"`work` does not say who does {', '.join(sorted(missing))} and how long it takes")
        return self

    @property
    def label(self) -> str:
        """name@version, the form in which proposals cite their playbook."""
        return f"{self.name}@{self.version}"

    def row(self, row_id: str) -> Row:
        """The row with this id; raises BadInput when there is none."""
        for row in self.rows:
            if row.id == row_id:
                return row
        raise BadInput(f"the playbook {self.label} has no row {row_id!r}.")

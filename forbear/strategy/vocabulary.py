"""The words a playbook may use: what is known of a person, and what may be proposed.

Must not hold policy. A condition on a word that is not here stops the load, for a fact nobody supplies decides nothing.
"""

from dataclasses import dataclass
from typing import Literal

Value = str | bool | int | None
Step = Literal["none", "letter", "human_call", "counsellor", "data_task", "hold_review", "legal_review"]
Letter = Literal[
    "", "pre_due_reminder", "missed_payment", "help_offer", "promise_thanks", "promise_missed", "human_callback",
    "hearing_accessible",
]  # fmt: skip
Channel = Literal["sms", "email", "portal", "voice"]
STAGES = ("not_due", "pre_due", "missed_1_30", "missed_31_60", "missed_61_90", "missed_91_plus")
BANDS = ("low", "medium", "high", "unknown")


@dataclass(frozen=True, slots=True)
class Kind:
    """What values a fact can take: one of `values`, or a whole number from `least`, and whether it may be unknown."""

    values: tuple[Value, ...] = ()
    least: int | None = None
    may_be_unknown: bool = False

    def admits(self, value: Value) -> bool:
        """Whether `value` can occur; true and false are not numbers."""
        if value is None:
            return self.may_be_unknown
        if self.least is not None:
            return isinstance(value, int) and not isinstance(value, bool) and value >= self.least
        return any(value == known and type(value) is type(known) for known in self.values)


FLAG, COUNT = Kind(values=(True, False)), Kind(least=0)
COUNT_OR_UNKNOWN = Kind(least=0, may_be_unknown=True)
FLAGS = (
    "autopay", "reliable", "promise_live", "promise_missed", "promise_new", "plan_performing", "hardship",
    "unemployed", "older", "deaf", "blind", "care_first", "disputed", "complaint_open", "deceased", "minor",
    "lost_contact", "wilful", "moratorium", "cease_request", "has_mobile", "has_email",
)  # fmt: skip
FACTS: dict[str, Kind] = {
    "stage": Kind(values=STAGES),
    "band": Kind(values=BANDS),
    "days_past_due": COUNT,
    "days_to_due": COUNT_OR_UNKNOWN,
    "overdue_cents": COUNT_OR_UNKNOWN,
    "next_due_cents": COUNT_OR_UNKNOWN,
    "loans": COUNT,
    "unanswered": COUNT,
    "days_since_contact": COUNT_OR_UNKNOWN,
    **dict.fromkeys(FLAGS, FLAG),
}
HOLDS = ("deceased", "minor", "cease_request", "disputed", "complaint_open", "moratorium")

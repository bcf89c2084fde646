"""The arithmetic of an instalment plan: what is owed, in equal parts, one a month.

Must not decide who may have a plan or for how long; the law's longest term is judged by compliance (CN-HARDSHIP).
"""

from dataclasses import dataclass
from datetime import date

from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput
from forbear.ledger.schedule import month_later


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part of a plan: `due_day` a day number, `amount_cents` in minor units. No new interest is added."""

    number: int
    due_day: int
    amount_cents: int


def equal_parts(owed_cents: int, parts: int, first_due: date) -> list[PlanPart]:
    """`parts` monthly parts of `owed_cents`; the last takes the rest. Raises BadInput when a part would be empty."""
    if parts < 1 or owed_cents < parts:
        raise BadInput(f"{owed_cents} minor units cannot be spread over {parts} parts.", mend="Choose fewer parts.")
    each = owed_cents // parts
    amounts = [each] * (parts - 1) + [owed_cents - each * (parts - 1)]
    return [
        PlanPart(number, day_number(month_later(first_due, number - 1)), amount)
        for number, amount in enumerate(amounts, start=1)
    ]

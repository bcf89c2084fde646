"""What the lender has noted about a person (flags), as core banking writes it: `承诺@2026-11-10~2026-11-28~800.00`.

The words are those of the lender's own system; which canonical flag each becomes is intake's business and is written
down in docs/reference/demo-bank.md.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

WORDS = {
    "hardship": "困难", "unemployed": "失业", "deaf": "听障", "blind": "视障", "cognitive": "认知障碍",
    "disputed": "争议", "complaint_open": "投诉", "deceased": "已故", "minor": "未成年", "lost_contact": "失联",
    "wilful": "恶意", "moratorium": "中止", "plan_performing": "分期计划", "promise": "承诺",
    "cease_request": "停止联系", "ageing_pause": "宽限", "named_helper": "专人",
}  # fmt: skip
# Situations whose note is one word and the day it was taken, at most so many days before.
TAKEN_WITHIN = {
    "hardship": 30, "unemployed": 40, "disputed": 14, "complaint_open": 14, "deceased": 40,
    "deceased_minor_heir": 40, "lost_contact": 25, "wilful": 30, "cease_request": 20,
}  # fmt: skip
STANDING = {"deaf": "deaf", "blind": "blind", "cognitive": "cognitive", "older_named_helper": "named_helper"}
# Days from the day to the beginning and to the end of what was agreed.
SPANS = {
    "moratorium": ("moratorium", (-40, -5), (20, 80)),
    "ageing_pause": ("ageing_pause", (-12, -4), (5, 30)),
    "plan_performing": ("plan_performing", (-44, -38), (90, 170)),
    "plan_broken": ("plan_performing", (-60, -45), (-20, -6)),
    "promise_live": ("promise", (-3, 0), (1, 9)),
    "promise_missed": ("promise", (-12, -8), (-6, -1)),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One flag. `since` None: it was there from the start. `cents`: the amount promised."""

    flag: str
    since: date | None = None
    until: date | None = None
    cents: int | None = None

    def __str__(self) -> str:
        span = f"@{self.since}" if self.since else ""
        span += f"~{self.until}" if self.until else ""
        amount = f"~{self.cents // 100}.{self.cents % 100:02d}" if self.cents is not None else ""
        return WORDS[self.flag] + span + amount


def notes_of(rng: Random, situation: str, as_of: date, owed: int, last_paid: date | None) -> list[Note]:
    """The notes of a person in this situation; `owed` is what a promise would be about, in cents."""
    if situation in STANDING:
        return [Note(STANDING[situation])]
    if situation in TAKEN_WITHIN:
        flag = "deceased" if situation == "deceased_minor_heir" else situation
        return [Note(flag, as_of - timedelta(days=rng.randint(1, TAKEN_WITHIN[situation])))]
    if situation == "promise_kept" and last_paid:
        return [Note("promise", last_paid - timedelta(days=rng.randint(1, 3)), last_paid, owed)]
    return _spans(rng, situation, as_of, owed)


def _spans(rng: Random, situation: str, as_of: date, owed: int) -> list[Note]:
    if situation not in SPANS:
        return []
    flag, start, end = SPANS[situation]
    since, until = (as_of + timedelta(days=rng.randint(*span)) for span in (start, end))
    return [Note(flag, since, until, owed if flag == "promise" else None)]

"""What a core-banking system noted about a customer: `困难@2026-10-02;听障;承诺@2026-11-10~2026-11-28~800.00`.

Each mark is a word, with an ISO day or span where it has one. A mark outside the vocabulary sets the row aside: a
hold that nobody understood must not be lost.
"""

import json
from dataclasses import dataclass

from forbear.intake.clean.amounts import amount
from forbear.intake.clean.days import day
from forbear.intake.clean.reasons import Unreadable, shape
from forbear.intake.clean.text import text

WORDS = {
    "困难": "hardship",
    "失业": "unemployed",
    "听障": "deaf",
    "视障": "blind",
    "认知障碍": "cognitive",
    "争议": "disputed",
    "投诉": "complaint_open",
    "已故": "deceased",
    "未成年": "minor",
    "失联": "lost_contact",
    "恶意": "wilful",
    "中止": "moratorium",
    "分期计划": "plan_performing",
    "承诺": "promise",
    "停止联系": "cease_request",
    "宽限": "ageing_pause",
    "专人": "named_helper",
    "丧亲": "bereavement",
}
_PROMISED = amount(".")


@dataclass(frozen=True, slots=True)
class Mark:
    """`flag` of the lake's vocabulary; day numbers where given; `detail` is JSON for a promise, otherwise empty."""

    flag: str
    from_day: int | None = None
    until_day: int | None = None
    detail: str = ""


def marks(cell: str) -> tuple[Mark, ...]:
    """The marks of one cell, in order."""
    return tuple(_mark(part.strip()) for part in text(cell).split(";") if part.strip())


def _mark(part: str) -> Mark:
    word, _, when = part.partition("@")
    flag = WORDS.get(word.strip())
    if flag is None:
        raise Unreadable("unknown_flag", shape(word))
    spans = when.split("~") if when else []
    if flag == "promise":
        return _promise(spans, part)
    if len(spans) > 2:
        raise Unreadable("unknown_flag", shape(part))
    days = [day(span) for span in spans] + [None, None]
    return Mark(flag, days[0], days[1])


def _promise(spans: list[str], part: str) -> Mark:
    """A promise: the day it was made, the day it is due (its last day), the amount."""
    if len(spans) != 3:
        raise Unreadable("unknown_flag", shape(part))
    made, due, cents = day(spans[0]), day(spans[1]), _PROMISED(spans[2])
    detail = json.dumps({"amount_cents": cents, "due_day": due}, separators=(",", ":"))
    return Mark("promise", made, due, detail)

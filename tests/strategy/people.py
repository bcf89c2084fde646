"""People for the strategy tests: a situation with everything quiet, changed by what the story says."""

from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from forbear.strategy.cells import read_cell
from forbear.strategy.table import Playbook
from forbear.strategy.vocabulary import FACTS, FLAGS, Value

SCHEMA = {"person_id": pa.string(), "as_of_day": pa.int32(), "market": pa.string(), "currency": pa.string()} | {
    fact: pa.int64() if fact.endswith("_cents") else pa.int32() if kind.least is not None else
    pa.bool_() if fact in FLAGS else pa.string()
    for fact, kind in FACTS.items()
}  # fmt: skip
QUIET: dict[str, Value] = {
    "stage": "not_due", "band": "medium", "days_past_due": 0, "days_to_due": 20, "overdue_cents": 0,
    "next_due_cents": 50_000, "loans": 1, "unanswered": 0, "days_since_contact": None, **dict.fromkeys(FLAGS, False),
    "has_mobile": True, "has_email": True,
}  # fmt: skip
STARTS = {"missed_1_30": 10, "missed_31_60": 40, "missed_61_90": 70, "missed_91_plus": 120}


def person(**story: Value) -> dict[str, Value]:
    """A quiet person changed by the story."""
    return {**QUIET, **story}


def before_due(days: int, **story: Value) -> dict[str, Value]:
    """Someone whose instalment is due in `days`."""
    return person(stage="pre_due", days_to_due=days, **story)


def missed(stage: str = "missed_1_30", **story: Value) -> dict[str, Value]:
    """Someone in the middle of a stage of missed payments."""
    return person(**{"stage": stage, "days_past_due": STARTS[stage], "overdue_cents": 50_000, **story})


def row(row_id: str, when: dict[str, Any], step: str = "none", **more: Any) -> dict[str, Any]:
    """One row of a playbook as written in a file."""
    why = {"zh-Hans": "因为", "zh-Hant": "因為", "en": "because"}
    return {"id": row_id, "when": when, "step": step, "priority": 10, "deadline_days": 1, "why": why, **more}


def playbook(*rows: dict[str, Any], hit: str = "first", **more: Any) -> dict[str, Any]:
    """A playbook as written in a file."""
    steps = ("human_call", "counsellor", "data_task", "hold_review", "legal_review")
    work = {step: {"by": "agent", "minutes": 15} for step in steps}
    return {
        "name": "trial",
        "version": 1,
        "hit": hit,
        "title": {"en": "trial"},
        "work": work,
        "rows": list(rows),
        **more,
    }


def values_of(fact: str, table: Playbook) -> st.SearchStrategy[Value]:
    """Values of a fact at and beside every edge that the table draws, and unknown where it may be."""
    kind = FACTS[fact]
    if kind.least is None:
        return st.sampled_from(kind.values)
    cells = [read_cell(name, written) for each in table.rows for name, written in each.when.items() if name == fact]
    edges = {edge + step for cell in cells for edge in cell.edges() if isinstance(edge, int) for step in (-1, 0, 1)}
    numbers = sorted({kind.least, *(edge for edge in edges if edge >= kind.least)})
    return st.sampled_from([*numbers, None] if kind.may_be_unknown else numbers)


def anyone(table: Playbook) -> st.SearchStrategy[dict[str, Value]]:
    """Any situation; flags are mostly down, so that rows far down the table are reached too."""
    rare = st.sampled_from([False] * 9 + [True])
    drawn = {fact: rare if fact in FLAGS else values_of(fact, table) for fact in FACTS}
    drawn |= {
        "has_mobile": st.booleans(),
        "deaf": st.booleans(),
        "days_since_contact": st.sampled_from([None, 0, 2, 3]),
    }
    return st.fixed_dictionaries(drawn)

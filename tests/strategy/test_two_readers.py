"""The table read for one person and for a portfolio gives the same answer."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.strategy.cells import Cell, read_cell
from forbear.strategy.coverage import reached
from forbear.strategy.playbook import decide, decide_all, load_playbook
from forbear.strategy.table import Playbook
from forbear.strategy.vocabulary import FACTS, FLAGS, Value
from tests.ledger.lake import DuckLake
from tests.strategy.people import QUIET, SCHEMA, anyone, playbook, row, values_of

LAKE = DuckLake()
STANDARD = load_playbook()
OUTPUTS = ("row", "step", "letter", "priority", "deadline_days", "playbook")


def both(table: Playbook, people: list[dict[str, Value]]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The answers of the interpreter and of the expression, person by person."""
    named = [{"person_id": f"{n:03}", **one} for n, one in enumerate(people)]
    rows = sorted(LAKE.rows(decide_all(table, LAKE.frame(SCHEMA, named))), key=lambda found: found["person_id"])
    by_expression = [(*(found[name] for name in OUTPUTS), found["channels"]) for found in rows]
    proposals = [decide(table, one) for one in people]
    by_hand = [(*(getattr(p, name) for name in OUTPUTS), ",".join(p.channels)) for p in proposals]
    return by_hand, by_expression


@settings(max_examples=15, deadline=None)
@given(st.lists(anyone(STANDARD), min_size=1, max_size=30))
def test_the_standard_playbook_answers_alike_for_one_and_for_many(people: list[dict[str, Value]]) -> None:
    by_hand, by_expression = both(STANDARD, people)
    assert by_hand == by_expression


def test_every_row_of_the_standard_playbook_is_reached_alike() -> None:
    arrives, _, _ = reached({each.id: each.cells for each in STANDARD.rows})
    people = [
        {**QUIET, **{fact: min(values, key=str) for fact, values in boxes[0].items()}} for boxes in arrives.values()
    ]
    by_hand, by_expression = both(STANDARD, people)
    assert by_hand == by_expression
    assert [answer[0] for answer in by_hand] == list(arrives)


def cells_of(fact: str) -> st.SearchStrategy[Any]:
    """Any cell that a file may hold for the fact."""
    kind, number = FACTS[fact], st.integers(0, 6)
    if kind.least is None:
        some = st.lists(st.sampled_from(kind.values), min_size=1, max_size=3)
        return st.one_of(st.sampled_from(kind.values), some, st.just("any"))
    ranged = st.tuples(number, number).map(lambda pair: {"between": sorted(pair)})
    unknown = st.none() if kind.may_be_unknown else number
    one_sided = st.one_of(number.map(lambda n: {">=": n}), number.map(lambda n: {"<=": n}))
    return st.one_of(number, unknown, st.lists(st.one_of(number, unknown), min_size=1, max_size=3), ranged, one_sided)


@st.composite
def tables(draw: st.DrawFn) -> Playbook:
    """A table of random rows and a last row for everybody else."""
    facts = ("stage", "band", "hardship", "days_to_due", "unanswered", "days_since_contact")
    whens = draw(st.lists(st.sets(st.sampled_from(facts), min_size=1, max_size=3), min_size=1, max_size=6))
    rows = [row(f"r{n}", {fact: draw(cells_of(fact)) for fact in sorted(when)}) for n, when in enumerate(whens)]
    return Playbook.model_validate(playbook(*rows, row("rest", {})))


@settings(max_examples=15, deadline=None)
@given(tables(), st.data())
def test_any_table_answers_alike_for_one_and_for_many(table: Playbook, data: st.DataObject) -> None:
    drawn = st.fixed_dictionaries({fact: st.booleans() if fact in FLAGS else values_of(fact, table) for fact in FACTS})
    by_hand, by_expression = both(table, data.draw(st.lists(drawn, min_size=1, max_size=30)))
    assert by_hand == by_expression


def test_unknown_is_read_alike_for_one_and_for_many() -> None:
    rows = (row("gone", {"days_to_due": None}), row("new", {"days_since_contact": [None, 3]}), row("rest", {}))
    people = [{**QUIET, "days_to_due": due, "days_since_contact": ago} for due in (None, 3) for ago in (None, 3, 4)]
    by_hand, by_expression = both(Playbook.model_validate(playbook(*rows)), people)
    assert by_hand == by_expression
    assert [answer[0] for answer in by_hand] == ["gone", "gone", "gone", "new", "new", "rest"]


def test_unknown_satisfies_only_null_and_any() -> None:
    assert read_cell("days_to_due", None).holds(None)
    assert Cell("days_to_due", "any", ()).holds(None)
    assert not read_cell("days_to_due", {"<=": 5}).holds(None)
    assert not read_cell("days_to_due", [1, 3]).holds(None)


def test_the_trace_says_which_rows_were_tried_and_why_they_did_not_apply() -> None:
    table = Playbook.model_validate(playbook(row("late", {"unanswered": {">=": 2}}), row("rest", {})))
    proposal = decide(table, {"unanswered": 1})
    assert proposal.row == "rest"
    assert [(tried.row, tried.cell, tried.value) for tried in proposal.tried] == [("late", "unanswered >= 2", 1)]

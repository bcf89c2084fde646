"""A playbook that leaves a hole, clashes or would reach people it must not is refused when it is loaded."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.kernel.errors import BadInput
from forbear.strategy.coverage import reached
from forbear.strategy.playbook import decide, load_playbook
from forbear.strategy.safety import check
from forbear.strategy.table import Playbook
from tests.strategy.people import person, playbook, row

LETTER = {"step": "letter", "letter": "help_offer", "channels": ["sms"]}
SAFE = {"deaf": False, "plan_performing": False, "promise_live": False} | dict.fromkeys(
    ("deceased", "minor", "cease_request", "disputed", "complaint_open", "moratorium"), False
)


def refused(tmp_path: Path, written: Any) -> str:
    path = tmp_path / "trial.yaml"
    path.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadInput) as error:
        load_playbook(path)
    assert str(error.value).startswith(str(path))
    return str(error.value)


def test_the_standard_playbook_is_whole() -> None:
    assert load_playbook().label == "standard@1"


def test_a_hole_is_named_with_an_example(tmp_path: Path) -> None:
    written = playbook(row("late", {"days_past_due": {">=": 1}}), row("soon", {"days_to_due": {"<=": 7}}))
    assert "no row answers, for example: days_past_due: 0, days_to_due: 8" in refused(tmp_path, written)


def test_an_unknown_number_is_a_hole_of_its_own(tmp_path: Path) -> None:
    written = playbook(row("all", {"days_to_due": {">=": 0}}))
    assert "days_to_due: unknown" in refused(tmp_path, written)


def test_rows_that_overlap_are_named_where_only_one_may_apply(tmp_path: Path) -> None:
    rows = (row("low", {"unanswered": {"<=": 3}}), row("high", {"unanswered": {">=": 3}}))
    assert "rows low and high both answer, for example: unanswered: 3" in refused(
        tmp_path, playbook(*rows, hit="unique")
    )


def test_rows_side_by_side_do_not_overlap(tmp_path: Path) -> None:
    rows = (row("low", {"unanswered": {"<=": 2}}), row("high", {"unanswered": {">=": 3}}))
    path = tmp_path / "good.yaml"
    path.write_text(yaml.safe_dump(playbook(*rows, hit="unique")), encoding="utf-8")
    assert load_playbook(path).hit == "unique"


def test_a_row_that_earlier_rows_hide_is_refused(tmp_path: Path) -> None:
    written = playbook(row("all", {}), row("never", {"band": "high"}))
    assert "row never is never reached" in refused(tmp_path, written)


@pytest.mark.parametrize(
    ("when", "complaint"),
    [
        ({"mood": "sad"}, "'mood' is not a known fact"),
        ({"stage": "late"}, "'late' cannot occur"),
        ({"deaf": 1}, "1 cannot occur"),
        ({"unanswered": None}, "None cannot occur"),
        ({"unanswered": {">": 1}}, "unknown operator '>'"),
        ({"unanswered": {"between": [3]}}, "between takes 2"),
        ({"unanswered": {"between": [3, 1]}}, "is empty"),
        ({"stage": {">=": "pre_due"}}, "needs numbers"),
        ({"unanswered": {">=": 1, "<=": 2}}, "one operator"),
        ({"unanswered": []}, "in takes"),
    ],
)
def test_a_cell_that_means_nothing_is_refused(tmp_path: Path, when: dict[str, Any], complaint: str) -> None:
    assert complaint in refused(tmp_path, playbook(row("odd", when), row("rest", {})))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"why": {"en": "because"}}, "`why` must be written in"),
        ({"step": "letter", "letter": "help_offer"}, "a letter needs its channels"),
        ({"step": "letter"}, "a letter needs its channels"),
        ({"step": "counsellor", "letter": "help_offer", "channels": ["sms"]}, "sends no letter"),
        ({"step": "letter", "letter": "threat", "channels": ["sms"]}, "rows.0.letter"),
        ({"priority": 101}, "rows.0.priority"),
        ({"colour": "red"}, "rows.0.colour"),
    ],
)
def test_a_row_that_is_not_whole_is_refused(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    assert complaint in refused(tmp_path, playbook({**row("odd", {}), **changes}))


def test_two_rows_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "two rows are called same" in refused(tmp_path, playbook(row("same", {"deaf": True}), row("same", {})))


def test_a_step_nobody_does_is_refused(tmp_path: Path) -> None:
    written = playbook(row("call", {**SAFE}, "human_call"), row("rest", {}), work={})
    assert "does not say who does human_call" in refused(tmp_path, written)


@pytest.mark.parametrize(
    ("open_to", "row_is", "complaint"),
    [
        ("deceased", LETTER, "proposes letter to a person under the hold deceased"),
        ("disputed", {"step": "counsellor"}, "proposes counsellor to a person under the hold disputed"),
        ("plan_performing", LETTER, "whose plan is running"),
        ("promise_live", LETTER, "whose promise is live"),
        ("deaf", {**LETTER, "channels": ["sms", "voice"]}, "calls a person who cannot hear"),
        ("deaf", {"step": "human_call"}, "calls a person who cannot hear"),
    ],
)
def test_a_row_that_could_reach_someone_it_must_not_is_refused(
    tmp_path: Path, open_to: str, row_is: dict[str, Any], complaint: str
) -> None:
    when = {fact: value for fact, value in SAFE.items() if fact != open_to}
    assert complaint in refused(tmp_path, playbook(row("bad", when, **row_is), row("rest", {})))
    whole = Playbook.model_validate(playbook(row("good", SAFE, **row_is), row("rest", {})))
    check(whole, where="memory")


def test_the_lawful_road_is_only_for_someone_who_refused(tmp_path: Path) -> None:
    written = playbook(row("court", SAFE, "legal_review"), row("rest", {}))
    assert "has not refused" in refused(tmp_path, written)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_looking_finds_a_hole_exactly_when_trying_everybody_finds_one(data: st.DataObject) -> None:
    number = st.integers(0, 3)
    cell = {
        "deaf": st.booleans(),
        "unanswered": st.one_of(number, number.map(lambda n: {">=": n}), number.map(lambda n: {"<=": n})),
        "days_to_due": st.one_of(st.none(), number.map(lambda n: {"<=": n}), number.map(lambda n: {">=": n})),
    }
    whens = data.draw(st.lists(st.fixed_dictionaries({}, optional=cell), min_size=1, max_size=5))
    table = Playbook.model_validate(playbook(*(row(f"r{n}", when) for n, when in enumerate(whens))))
    _, holes, _ = reached({each.id: each.cells for each in table.rows})
    unanswered = 0
    for deaf, silent, days in product((True, False), range(6), (None, *range(6))):
        try:
            decide(table, person(deaf=deaf, unanswered=silent, days_to_due=days))
        except BadInput:
            unanswered += 1
    assert bool(holes) == (unanswered > 0)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [({"deaf": None}, "deaf cannot be None"), ({"stage": "gone"}, "stage cannot be 'gone'")],
)
def test_a_situation_that_cannot_occur_is_refused(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        decide(load_playbook(), person(**{"stage": "missed_1_30", **changes}))


def test_a_situation_that_says_too_little_is_refused() -> None:
    with pytest.raises(BadInput, match="does not say 'deceased'"):
        decide(load_playbook(), {"stage": "pre_due"})

"""Proposals for a portfolio: who is served today, by whom, in which way."""

from typing import Any

import pytest

from forbear.kernel.errors import BadInput
from forbear.strategy.capacity import Capacity
from forbear.strategy.playbook import load_playbook
from forbear.strategy.propose import COLUMNS, propose
from tests.ledger.lake import DuckLake
from tests.strategy.people import SCHEMA, before_due, missed, person

LAKE, STANDARD = DuckLake(), load_playbook()
PLENTY = Capacity({"agent": 100, "specialist": 100, "counsellor": 100, "legal": 100})


def proposals(people: list[dict[str, Any]], capacity: Capacity = PLENTY) -> list[dict[str, Any]]:
    named = [
        {"person_id": f"P{n}", "as_of_day": 200, "currency": "CNY", "market": "CN", **p} for n, p in enumerate(people)
    ]
    frame = propose(LAKE.frame(SCHEMA, named), STANDARD, capacity)
    return sorted(LAKE.rows(frame), key=lambda row: row["person_id"])


def test_there_is_one_proposal_a_person_with_exactly_the_agreed_columns() -> None:
    rows = proposals([missed(), before_due(5), person()])
    assert [row["person_id"] for row in rows] == ["P0", "P1", "P2"]
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["playbook"] == "standard@1"
    assert STANDARD.row(rows[0]["row"]).why["en"]


def test_ways_that_cannot_reach_the_person_are_left_out() -> None:
    people = [missed(), missed(has_mobile=False), missed(has_email=False), missed(older=True, has_mobile=False)]
    assert [row["channels"] for row in proposals(people)] == [
        "email,sms,portal", "email,portal", "sms,portal", "email,portal",
    ]  # fmt: skip


def call(overdue: int | None, **story: Any) -> dict[str, Any]:
    return missed("missed_61_90", overdue_cents=overdue, **story)


def served(people: list[dict[str, Any]], hours: float) -> list[int]:
    rows = proposals(people, Capacity({"agent": hours, "specialist": 0, "counsellor": 0, "legal": 0}))
    return [n for n, row in enumerate(rows) if not row["deferred"]]


def test_as_many_calls_as_fit_into_the_hours_are_made() -> None:
    people = [call(100) for _ in range(5)]
    assert [len(served(people, hours)) for hours in (0, 0.24, 0.25, 0.75, 10)] == [0, 0, 1, 3, 5]


def test_priority_comes_first_then_what_is_at_stake() -> None:
    promise_broken = call(1, promise_missed=True, unanswered=2)
    assert served([call(300), call(500), promise_broken], 0.25) == [2]
    assert served([call(300), call(500), promise_broken], 0.5) == [1, 2]


def test_an_unknown_amount_comes_after_known_ones() -> None:
    assert served([call(None), call(1)], 0.25) == [1]


def test_what_does_not_fit_is_deferred_with_its_reason_and_announces_nothing() -> None:
    (row,) = proposals([call(100)], Capacity({"agent": 0, "specialist": 0, "counsellor": 0, "legal": 0}))
    assert (row["step"], row["deferred"], row["deferred_reason"]) == ("human_call", True, "capacity")
    assert (row["letter"], row["channels"]) == ("", "")


def test_letters_and_silence_need_no_staff() -> None:
    rows = proposals([missed(), person()], Capacity({"agent": 0, "specialist": 0, "counsellor": 0, "legal": 0}))
    assert [(row["deferred"], row["minutes"], row["staff"]) for row in rows] == [(False, 0, "")] * 2


def test_one_kind_of_staff_does_not_use_up_anothers_day() -> None:
    people = [missed(hardship=True), call(100)]
    rows = proposals(people, Capacity({"agent": 0.25, "specialist": 0, "counsellor": 0, "legal": 0}))
    assert [row["deferred"] for row in rows] == [True, False]


def test_staff_hours_that_are_not_given_are_not_guessed() -> None:
    with pytest.raises(BadInput, match="no staff hours are given for counsellor, legal, specialist"):
        proposals([missed()], Capacity({"agent": 8}))


def test_a_playbook_does_not_know_rows_of_another() -> None:
    with pytest.raises(BadInput, match="has no row 'gone'"):
        STANDARD.row("gone")

"""The board's numbers agree with the casefile, in a fixed number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forbear.casefile.models import Decision, Message, Person, Proposal
from forbear.oversight.board import day_board
from forbear.oversight.evidence import chain_status
from tests.doors import small_day

pytestmark = pytest.mark.usefixtures("a_small_day")


def test_every_person_is_counted_once() -> None:
    board = day_board()
    assert sum(line.people for line in board.stages) == Person.objects.count() == 40
    assert all(line.people == sum(line.bands.values()) for line in board.stages)


def test_the_way_from_due_to_sent_adds_up() -> None:
    funnel = day_board().funnel
    assert funnel.proposed == funnel.permitted + funnel.refused + funnel.waiting + funnel.lapsed
    assert funnel.refused == Message.objects.filter(state="refused").count() > 0
    assert funnel.let_be == Proposal.objects.filter(state="nothing").count()


def test_refusals_are_grouped_by_the_duty_that_decided_with_its_law() -> None:
    lines = day_board().refusals
    assert sum(line.count for line in lines) == Decision.objects.exclude(outcome="allow").count()
    assert all(line.citation and line.statement for line in lines)


def test_a_person_helped_in_two_ways_is_one_person() -> None:
    helped = day_board().helped
    assert helped.people < helped.promises + helped.plans + helped.breathing + helped.counsellor + helped.call_backs


def test_the_last_day_is_shown_unless_another_is_asked_for() -> None:
    assert day_board().as_of == small_day.AS_OF
    empty = day_board(date(2026, 11, 1))
    assert empty.finished_at is None and empty.funnel.proposed == 0 and empty.steps == ()


def test_the_board_needs_a_fixed_number_of_queries() -> None:
    with CaptureQueriesContext(
        connection,
    ) as before:
        day_board()
    for number in range(100, 160):
        small_day._person(number, None)
    with CaptureQueriesContext(connection) as after:
        day_board()
    assert len(after) == len(before) <= 25


def test_the_chain_is_whole_and_its_last_checkpoint_is_ours() -> None:
    status = chain_status()
    assert status.whole and status.checkpoint is not None


def test_a_chain_written_by_another_installation_is_not_believed(tmp_path: "object", settings: "object") -> None:
    settings.FORBEAR_KEYS = tmp_path  # type: ignore[attr-defined]
    assert "not signed by this installation" in chain_status().broken

"""The day and the hour are the borrower's own, wherever they may be."""

from datetime import UTC, datetime

import pytest

from forbear.compliance.facts import history_counts
from forbear.compliance.history import Counting
from forbear.kernel.errors import BadInput

URUMQI = {"timezone": "Asia/Shanghai", "candidate_timezones": ["Asia/Urumqi"]}


def test_in_xinjiang_eight_in_beijing_is_still_six(ask):
    assert ask(now="2026-11-24T08:30:00+08:00").allowed
    assert ask(now="2026-11-24T08:30:00+08:00", borrower=URUMQI).rules == ("CN-HOURS",)
    assert ask(now="2026-11-24T10:00:00+08:00", borrower=URUMQI).allowed


def test_in_xinjiang_ten_at_night_in_beijing_is_too_late(ask):
    assert ask(now="2026-11-24T22:30:00+08:00", borrower=URUMQI).rules == ("CN-HOURS",)


def test_a_candidate_zone_alone_is_enough_to_know_the_hour(ask):
    borrower = {"timezone": None, "candidate_timezones": ["Asia/Urumqi"]}
    assert ask(now="2026-11-24T09:30:00+08:00", borrower=borrower).rules == ("CN-HOURS",)


def test_one_unknown_zone_among_known_ones_is_refused(ask):
    borrower = {"timezone": "Asia/Shanghai", "candidate_timezones": ["Asia/Atlantis"]}
    assert ask(borrower=borrower).rules == ("X-5",)


@pytest.mark.parametrize(("utc", "allowed"), [("06:59", False), ("07:00", True), ("21:00", False), ("20:59", True)])
def test_winter_hours_in_a_zone_with_clock_changes(ask, utc, allowed):
    assert ask(now=f"2026-11-24T{utc}:00+00:00", borrower={"timezone": "Europe/Prague"}).allowed is allowed


@pytest.mark.parametrize(("utc", "allowed"), [("05:59", False), ("06:00", True), ("20:00", False), ("19:59", True)])
def test_summer_hours_in_a_zone_with_clock_changes(ask, utc, allowed):
    assert ask(now=f"2026-07-24T{utc}:00+00:00", borrower={"timezone": "Europe/Prague"}).allowed is allowed


def test_a_call_just_after_midnight_in_one_zone_is_yesterdays_in_another(ask):
    # 00:30 in Shanghai is 22:30 of the day before in Urumqi: today for one clock, yesterday for the other.
    calls = [{"at": "2026-11-24T00:30:00+08:00", "channel": "voice", "outcome": "connected"}] * 3
    assert ask(history=calls, borrower=URUMQI).rules == ("CN-CALL-3",)
    assert ask(history=calls, borrower={"timezone": "Asia/Urumqi"}).allowed


def test_counts_are_taken_from_the_worst_zone():
    counters = {"calls": Counting(frozenset({"voice"}), frozenset({"connected"}), "person", 1)}
    history = [{"at": "2026-11-23T17:00:00+00:00", "channel": "voice", "outcome": "connected"}]
    now = datetime(2026, 11, 24, 4, tzinfo=UTC)
    assert history_counts(history, now=now, zones=["Asia/Urumqi"], counters=counters) == {"calls": 0}
    assert history_counts(history, now=now, zones=["Asia/Urumqi", "Asia/Shanghai"], counters=counters) == {"calls": 1}


def test_a_history_that_cannot_be_read_is_not_counted_as_nothing():
    with pytest.raises(BadInput):
        history_counts(
            [{"channel": "voice"}], now=datetime(2026, 11, 24, tzinfo=UTC), zones=["Asia/Urumqi"], counters={}
        )
    with pytest.raises(BadInput):
        history_counts([], now=datetime(2026, 11, 24, tzinfo=UTC), zones=[], counters={})
    with pytest.raises(BadInput):
        history_counts([], now=datetime(2026, 11, 24, tzinfo=UTC), zones=["Asia/Atlantis"], counters={})

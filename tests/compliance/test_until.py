"""When would the same act pass, if only time went by? The answer lies inside the law again."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.compliance.gate import judge


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_call_at_night_may_be_made_at_eight(ask):
    assert ask(now="2026-11-24T23:30:00+08:00").until == at("2026-11-25T08:00:00+08:00")
    assert ask(now="2026-11-25T00:30:00+08:00").until == at("2026-11-25T08:00:00+08:00")


def test_a_used_up_day_ends_at_midnight_but_the_night_goes_on_until_eight(ask):
    assert ask(connected_today=3).until == at("2026-11-25T08:00:00+08:00")


def test_two_zones_open_when_both_are_open(ask):
    borrower = {"candidate_timezones": ["Asia/Tokyo"]}
    assert ask(local_time="07:30", borrower=borrower).until == at("2026-11-24T08:00:00+08:00")


def test_what_time_cannot_cure_has_no_until(ask):
    assert ask(flags=["deceased"], local_time="23:00").until is None
    assert ask(flags=["deceased"]).until is None


def test_zones_that_are_never_open_together_give_no_until(ask):
    verdict = ask(borrower={"candidate_timezones": ["America/Chicago", "Asia/Dubai"]})
    assert (verdict.verdict, verdict.until) == ("block", None)


def test_a_spring_clock_change_does_not_move_the_opening(ask):
    borrower = {"timezone": "America/New_York"}
    verdict = ask(now="2026-03-07T23:00:00-05:00", borrower=borrower)
    assert verdict.until == at("2026-03-08T08:00:00-04:00")


@settings(max_examples=150, deadline=None)
@given(
    now=st.datetimes(datetime.fromisoformat("2026-02-01"), datetime.fromisoformat("2026-12-01")),
    connected=st.integers(0, 4),
    attempts=st.integers(0, 8),
    zones=st.lists(st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "Europe/Prague", "America/New_York"]), max_size=2),
)
def test_at_the_instant_given_the_same_act_passes(lawbook, act, now, connected, attempts, zones):
    given_now = now.isoformat() + "+08:00"
    request = act(
        now=given_now, connected_today=connected, attempts_today=attempts, borrower={"candidate_timezones": zones}
    )
    verdict = judge(request, lawbook)
    if verdict.until is not None:
        assert verdict.until > at(given_now)
        assert judge(request | {"now": verdict.until.isoformat()}, lawbook).allowed

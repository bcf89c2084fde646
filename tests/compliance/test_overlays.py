"""A state or a lender may be stricter than the pack, never looser; a looser overlay does not load."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli.judge import command
from forbear.compliance.examples import run_overlays, whole_request
from forbear.compliance.gate import judge
from forbear.compliance.lawbook import Lawbook, overlays_in
from forbear.kernel.errors import BadInput

MASSACHUSETTS = "us/massachusetts"
LAWS = Path(__file__).parents[2] / "forbear" / "laws"
STRICTER = (LAWS / "us/overlays/massachusetts/calls.yaml").read_text(encoding="utf-8")
GENTLE = (LAWS / "cn/overlays/gentle_hours/hours.yaml").read_text(encoding="utf-8")


def laid(tmp_path: Path, text: str, place: str) -> Lawbook:
    (tmp_path / "overlay.yaml").write_text(f"name: trial\njurisdiction: {place}\n")
    (tmp_path / "law.yaml").write_text(text, encoding="utf-8")
    return Lawbook.load(overlays=[tmp_path])


def test_every_example_of_every_overlay_runs_as_written():
    runs = list(run_overlays())
    assert {run.law.id for run in runs} == {"US-MA-CALLS", "CN-HOURS"}
    assert [run.why for run in runs if not run.passed] == []


def test_an_overlay_is_asked_only_where_it_was_laid_on(lawbook):
    act = whole_request(lawbook.folders["US"].pack.act, {"calls_7d": 2})
    assert judge(act, lawbook).allowed
    assert judge(act, Lawbook.load(overlays=[MASSACHUSETTS])).rules == ("US-MA-CALLS",)


def test_the_pack_stays_in_force_beneath(lawbook):
    over = Lawbook.load(overlays=[MASSACHUSETTS])
    act = whole_request(lawbook.folders["US"].pack.act, {"local_time": "21:00"})
    assert judge(act, over).rules == ("US-HOURS",)


def test_a_verdict_says_under_which_overlay_it_was_given(lawbook):
    act = whole_request(lawbook.folders["US"].pack.act, {})
    before, after = (judge(act, book).as_json()["pack"] for book in (lawbook, Lawbook.load(overlays=[MASSACHUSETTS])))
    assert after["name"] == "United States, Massachusetts"
    assert after["version"] != before["version"]


@pytest.mark.parametrize(
    ("text", "was", "now", "place", "said"),
    [
        (STRICTER, "at_most: 2", "at_most: 8", "US", "loosens US-7IN7: at_most is 8 where the pack says 7"),
        (STRICTER, "on_breach: block", "on_breach: warn", "US", "a breach leads to warn where the pack says block"),
        (STRICTER, "voicemail, third_party_voice]\n", "voicemail]\n", "US", "no longer speaks to channel third_party"),
        (STRICTER, "US-7IN7", "US-9IN9", "US", "has no rule US-9IN9"),
        (STRICTER, "tightens", "unless: [{debt.secured: true}]\ntightens", "US", "adds the exception"),
        (GENTLE, 'opens: "09:00"', 'opens: "07:00"', "CN", "opens is 07:00 where the pack says 08:00"),
        (GENTLE, 'closes: "20:00"', 'closes: "23:00"', "CN", "closes is 23:00 where the pack says 22:00"),
        (GENTLE, "collection, pre_due_reminder", "collection", "CN", "no longer speaks to purpose pre_due_reminder"),
        (GENTLE, "duty: hours", "duty: general", "CN", "general that only allows"),
        (GENTLE, "title", "title", "FR", "lies over FR, which has no pack"),
    ],
)
def test_a_loosening_overlay_does_not_load(tmp_path, text, was, now, place, said):
    assert was in text
    with pytest.raises(BadInput) as refused:
        laid(tmp_path, text.replace(was, now, 1), place)
    assert said in refused.value.what


def test_an_equal_or_stricter_overlay_loads(tmp_path):
    assert laid(tmp_path, STRICTER.replace("at_most: 2", "at_most: 7"), "US").on is not None


def test_a_hold_with_fewer_states_is_refused_and_one_with_more_is_taken(tmp_path):
    hold = (LAWS / "us/holds/cease.yaml").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="leaves out some states"):
        laid(tmp_path, hold.replace("cease_request_written, refusal_to_pay_written, ", ""), "US")
    more = hold.replace("during:\n", "during:\n  - {borrower.flags: hardship}\n")
    assert laid(tmp_path, more, "US").jurisdictions


def test_the_overlays_beside_the_packs_are_known_by_name():
    assert overlays_in() == ("cn/gentle_hours", MASSACHUSETTS)


@pytest.mark.parametrize("name", ["us/atlantis", "atlantis", "us/"])
def test_an_overlay_that_is_not_there_is_refused(name):
    with pytest.raises(BadInput):
        Lawbook.load(overlays=[name])


def test_the_command_judges_under_an_overlay(lawbook):
    act = json.dumps(whole_request(lawbook.folders["US"].pack.act, {"calls_7d": 2}))
    told = CliRunner().invoke(command, ["--overlay", MASSACHUSETTS, "--language", "zh-Hant", "-"], input=act)
    reason = json.loads(told.output)["reasons"][0]
    assert (reason["rule"], reason["statement"][:7]) == ("US-MA-CALLS", "在麻薩諸塞州，")

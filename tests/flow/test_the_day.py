"""A whole collections day, run by the command that the README names."""

import json
from collections import Counter
from pathlib import Path

from tests.flow.conftest import AS_OF, Home


def test_the_demo_runs_its_whole_day_and_reports_it(demo_home: Home) -> None:
    finished = demo_home.rows("SELECT as_of FROM casefile_dayrun WHERE finished_at IS NOT NULL")
    assert [str(day) for (day,) in finished] == [f"2026-11-{day}" for day in (20, 21, 22, 23, 24)]
    steps = demo_home.rows("SELECT name FROM casefile_steprun s JOIN casefile_dayrun d ON d.id = s.day_id "
                           f"WHERE d.as_of = '{AS_OF}'")  # fmt: skip
    assert len(steps) == 11
    report = (demo_home.path / "reports" / f"{AS_OF}.html").read_text(encoding="utf-8")
    assert "<svg" in report and "http" not in report.split("<svg")[0].split("<body")[0].replace("http-equiv", "")


def test_every_message_has_a_verdict_and_one_that_left_was_allowed(demo_home: Home) -> None:
    states = Counter(demo_home.rows(
        "SELECT m.state, d.outcome FROM casefile_message m LEFT JOIN casefile_decision d ON d.id = m.decision_id"
    ))  # fmt: skip
    assert states[("sent", "allow")] > 10
    assert {outcome for state, outcome in states if state == "sent"} == {"allow"}
    assert {outcome for state, outcome in states if state == "refused"} <= {"block", "escalate", "allow"}
    assert not [state for state, outcome in states if outcome is None and state not in ("queued", "lapsed")]


def test_what_left_is_where_it_was_sent_and_nowhere_twice(demo_home: Home) -> None:
    sent = Counter(
        channel for (channel,) in demo_home.rows("SELECT channel FROM casefile_message WHERE state = 'sent'")
    )
    files = list((demo_home.path / "outbox").glob("*.json"))
    mails = list((demo_home.path / "mail").glob("*.eml"))
    assert len(files) == sent["sms"] > 0
    assert len(mails) == sent["email"] > 0


def test_every_contact_that_left_is_counted_once(demo_home: Home) -> None:
    sent = demo_home.rows("SELECT count(*) FROM casefile_message WHERE state = 'sent'")
    events = demo_home.rows("SELECT count(*) FROM casefile_contactevent WHERE direction = 'outbound'")
    assert sent == events


def test_every_proposed_letter_could_be_written(demo_home: Home) -> None:
    unwritten = demo_home.rows("SELECT row, letter, note FROM casefile_proposal WHERE state = 'incomplete'")
    assert unwritten == []


def test_nobody_with_a_hold_was_written_to(demo_home: Home) -> None:
    pressed = demo_home.rows(
        "SELECT h.kind, m.letter FROM casefile_message m JOIN casefile_hold h ON h.person_id = m.person_id "
        "WHERE m.state = 'sent' AND h.from_on <= m.as_of AND (h.until_on IS NULL OR h.until_on >= m.as_of) "
        "AND h.kind IN ('deceased', 'minor', 'disputed', 'complaint_open', 'cease_request', 'moratorium')"
    )
    assert pressed == []


def test_nobody_whom_the_forecast_calls_lawful_is_refused_but_for_the_hour(demo_home: Home) -> None:
    wrong = demo_home.rows(
        "SELECT m.channel, d.rules::text FROM casefile_message m JOIN casefile_decision d ON d.id = m.decision_id "
        "JOIN casefile_person p ON p.id = m.person_id "
        f"WHERE m.as_of = '{AS_OF}' AND m.state = 'refused' AND p.situation->'lawful_channels' ? m.channel"
    )
    assert wrong == []


def test_running_the_day_again_changes_nothing(demo_home: Home) -> None:
    before = demo_home.state()
    again = demo_home.run("demo", "--people", "150", "--as-of", AS_OF, "--no-serve")
    assert again.returncode == 0, again.stderr
    assert demo_home.state() == before


def test_the_chain_is_whole_and_its_export_is_checked_offline(demo_home: Home, tmp_path: Path) -> None:
    export = tmp_path / "chain.jsonl"
    verified = demo_home.run("audit", "verify", "--export", str(export))
    assert verified.returncode == 0 and "whole" in verified.stdout
    assert demo_home.run("audit", "check", str(export)).returncode == 0
    lines = export.read_text(encoding="utf-8").splitlines()
    edited = json.loads(lines[5])
    edited["reason"] = "nothing happened"
    export.write_text("\n".join([*lines[:5], json.dumps(edited), *lines[6:]]), encoding="utf-8")
    checked = demo_home.run("audit", "check", str(export))
    assert checked.returncode == 1 and "entry 5 was changed" in checked.stdout


def test_a_stored_decision_replays_to_the_same_verdict(demo_home: Home) -> None:
    decisions = demo_home.rows("SELECT id::text FROM casefile_decision WHERE outcome = 'block' LIMIT 1")
    decisions += demo_home.rows("SELECT id::text FROM casefile_decision WHERE outcome = 'allow' LIMIT 1")
    assert len(decisions) == 2
    for (decision,) in decisions:
        replayed = demo_home.run("replay", str(decision), "--json")
        assert replayed.returncode == 0, replayed.stderr
        assert json.loads(replayed.stdout)["same"]


def test_no_name_phone_or_address_lies_in_clear_in_the_database(demo_home: Home) -> None:
    truth = (demo_home.path / "exports" / "contacts.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    names = {line.split(";")[1] for line in truth if len(line.split(";")[1]) > 2}
    stored = "\n".join(
        repr(row)
        for table in ("person", "contactpoint", "message", "decision", "auditentry", "contactevent", "alert")
        for row in demo_home.rows(f"SELECT t::text FROM casefile_{table} t")
    )
    assert not [name for name in names if name in stored]
    assert "+861000" not in stored and "@example." not in stored


def test_a_home_with_other_data_is_not_taken_over_by_a_demo(home: Home) -> None:
    (home.path / "lake").mkdir(parents=True)
    refused = home.run("demo", "--people", "50", "--no-serve")
    assert refused.returncode == 2 and "not a demo's" in refused.stderr


def test_a_day_that_is_still_to_come_is_refused_in_one_sentence(demo_home: Home) -> None:
    refused = demo_home.run("day", "--as-of", "2099-01-01")
    assert refused.returncode == 2 and refused.stderr.count("\n") == 1 and "still to come" in refused.stderr


def test_an_unknown_setting_stops_the_start(home: Home) -> None:
    refused = home.run("laws", "list", FORBEAR_HOMME="x")
    assert refused.returncode == 2 and "FORBEAR_HOMME" in refused.stderr

"""Days that were missed, files that come late, and days that are past: caught up in order, and nothing leaves."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from forbear.intake import demobank
from tests.flow.conftest import Home

AS_OF = date(2026, 11, 20)


@pytest.fixture
def lender(tmp_path: Path) -> Home:
    """A home, not a demo's, into which the loans and contacts of a made-up lender were taken; payments wait outside."""
    tmp_path.chmod(0o755)
    home = Home(tmp_path / "home")
    demobank.generate(tmp_path / "exports", people=60, as_of=AS_OF, seed=5)
    for source, file in (("core_banking_csv", "core_banking.csv"), ("contacts_csv", "contacts.csv")):
        taken = home.run("intake", source, str(tmp_path / "exports" / file), "--as-of", AS_OF.isoformat())
        assert taken.returncode == 0, taken.stderr
    return home


def days(home: Home) -> list[str]:
    return [str(day) for (day,) in home.rows("SELECT as_of FROM casefile_dayrun WHERE finished_at IS NOT NULL")]


def test_missed_days_are_run_in_order_and_their_messages_lapse(lender: Home) -> None:
    assert lender.run("day", "--as-of", "2026-11-20").returncode == 0
    ran = lender.run("day", "--as-of", "2026-11-23", "--json")
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line)["as_of"] for line in ran.stdout.splitlines()]
    assert told == ["2026-11-21", "2026-11-22", "2026-11-23"]
    assert days(lender) == ["2026-11-20", *told]
    states = {state for (state,) in lender.rows("SELECT state FROM casefile_message")}
    assert states <= {"lapsed", "refused"}
    assert "lapsed" in states
    assert not list((lender.path / "outbox").glob("*"))
    assert lender.rows("SELECT count(*) FROM casefile_contactevent") == [(0,)]


def test_a_file_in_the_inbox_is_read_by_the_day_and_put_away(lender: Home, tmp_path: Path) -> None:
    inbox = lender.path / "inbox" / "payment_platform_jsonl"
    inbox.mkdir(parents=True)
    shutil.copy(tmp_path / "exports" / "payments.jsonl", inbox)
    ran = lender.run("day", "--as-of", "2026-11-20", "--json")
    collected = json.loads(ran.stdout)["steps"]["collect"]
    assert collected["files"] == 1
    assert collected["rows"] == sum(collected[name] for name in ("taken", "changed", "unchanged", "quarantined")) > 0
    assert (inbox / "done" / "2026-11-20" / "payments.jsonl").exists()
    assert [path.name for path in inbox.iterdir()] == ["done"]


def test_new_facts_after_the_day_was_run_are_taken_into_account(lender: Home, tmp_path: Path) -> None:
    lender.run("day", "--as-of", "2026-11-20")
    before = lender.rows("SELECT sum(outstanding_minor) FROM casefile_loan")
    inbox = lender.path / "inbox" / "payment_platform_jsonl"
    inbox.mkdir(parents=True)
    shutil.copy(tmp_path / "exports" / "payments.jsonl", inbox)
    assert lender.run("day", "--as-of", "2026-11-20").returncode == 0
    after = lender.rows("SELECT sum(outstanding_minor) FROM casefile_loan")
    assert after[0][0] < before[0][0]  # type: ignore[operator]
    state = lender.state()
    assert lender.run("day", "--as-of", "2026-11-20").returncode == 0
    assert lender.state() == state


def test_real_records_of_a_place_without_a_rule_pack_are_aged_and_nobody_is_written_to(
    lender: Home, shared_data: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "berka")
    assert home.run("intake", "berka", str(shared_data / "berka"), "--as-of", "1994-03-31").returncode == 0
    first = home.run("day", "--as-of", "1994-03-31", "--json")
    assert first.returncode == 0, first.stderr
    steps = json.loads(first.stdout)["steps"]
    assert steps["age"]["loans"] == 38
    assert steps["send"]["sent"] == steps["forecast"]["sms lawful"] == 0
    state = home.state()
    assert home.run("day", "--as-of", "1994-03-31").returncode == 0
    assert home.state() == state

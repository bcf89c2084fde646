"""A day killed with SIGKILL at any step and started again ends as if it had never been; nothing leaves twice."""

import os
import re
import select
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flow.conftest import AS_OF, Home

ARGUMENTS = ("demo", "--people", "80", "--as-of", AS_OF, "--no-serve")
STEPS = ("collect", "match", "age", "score", "forecast", "propose", "record", "queue", "send", "watch", "close")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("undisturbed") / "home")
    done = home.run(*ARGUMENTS)
    assert done.returncode == 0, done.stderr
    return home


def kill_when(home: Home, reached: Callable[[str], bool]) -> bool:
    """Start the demo, read what it tells line by line, and SIGKILL it at the first line that `reached` accepts."""
    with home.start(*ARGUMENTS) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if reached(line):
                process.kill()
                return True
    return False


def kill_after_files(home: Home, files: int) -> bool:
    """Start the demo and SIGKILL it as soon as so many messages lie in the outbox or the mail room."""
    process = home.start(*ARGUMENTS)
    ended = os.pidfd_open(process.pid)
    try:
        while not select.select([ended], [], [], 0)[0]:
            if len(left(home)) >= files:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                return True
    finally:
        os.close(ended)
        process.communicate()
    return False


def left(home: Home) -> list[str]:
    """The idempotency keys of everything that left the house, once for each time it did."""
    files = [path.stem for path in (home.path / "outbox").glob("*.json")]
    mails = [path.read_text(encoding="utf-8", errors="replace") for path in (home.path / "mail").glob("*.eml")]
    return files + [match.group(1) for mail in mails if (match := re.search(r"(?im)^message-id:\s*<([^@>]+)@", mail))]


def assert_as_undisturbed(home: Home, undisturbed: Home) -> None:
    again = home.run(*ARGUMENTS)
    assert again.returncode == 0, again.stderr
    mine, theirs = home.state(), undisturbed.state()
    unknown = {key for key, state in mine["messages"] if state == "unknown"}
    assert {key for key in unknown if not str(key).endswith("_email")} == set()
    for name in STATE_NAMES:
        assert [row for row in mine[name] if row[0] not in unknown] == [
            row for row in theirs[name] if row[0] not in unknown
        ], name
    assert max(Counter(left(home)).values()) == 1
    assert home.run("audit", "verify").returncode == 0


# An alert about an unknown message, and a second verdict after an expired permit, are the honest trace of a death.
STATE_NAMES = ("days", "steps", "people", "loans", "holds", "proposals", "messages", "contacts", "tasks")


@pytest.fixture
def home(tmp_path: Path, undisturbed: Home) -> Home:
    """An empty home with the same keys, so that people get the same pseudonyms."""
    tmp_path.chmod(0o755)
    shutil.copytree(undisturbed.path / "keys", tmp_path / "home" / "keys")
    return Home(tmp_path / "home")


@pytest.mark.parametrize("step", STEPS)
def test_killed_after_a_step_of_the_shown_day(home: Home, undisturbed: Home, step: str) -> None:
    assert kill_when(home, lambda line: line.strip().startswith(f"{step} "))
    assert_as_undisturbed(home, undisturbed)


@pytest.mark.parametrize("moment", ["core_banking.csv", "payments.jsonl", "2026-11-20 done", "2026-11-22 done"])
def test_killed_between_files_and_between_days(home: Home, undisturbed: Home, moment: str) -> None:
    assert kill_when(home, lambda line: moment in line)
    assert_as_undisturbed(home, undisturbed)


@pytest.mark.parametrize("files", [1, 3, 6])
def test_killed_while_messages_leave(home: Home, undisturbed: Home, files: int) -> None:
    assert kill_after_files(home, files)
    assert_as_undisturbed(home, undisturbed)

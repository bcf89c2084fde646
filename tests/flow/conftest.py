"""The whole program as a person runs it: the installed command, in a home of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from forbear.project import postgres

FORBEAR = str(Path(sys.executable).parent / "forbear")
AS_OF = "2026-11-24"


@dataclass(frozen=True)
class Home:
    """One home folder and how to run commands in it."""

    path: Path

    def environment(self, **more: str) -> dict[str, str]:
        ours = ("FORBEAR_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        usual = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return usual | {"FORBEAR_HOME": str(self.path)} | more

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [FORBEAR, *arguments], env=self.environment(**environment), capture_output=True, text=True, check=False
        )

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [FORBEAR, *arguments], env=self.environment(**environment), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database of this home answers, sorted."""
        with postgres.in_use(self.path) as cluster, psycopg.connect(cluster.url(postgres.APPLICATION)) as connection:
            return sorted(connection.execute(query).fetchall(), key=repr)

    def state(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that a finished day leaves behind, without identifiers and times."""
        return {name: self.rows(query) for name, query in STATE.items()}


STATE = {
    "days": "SELECT as_of, finished_at IS NOT NULL FROM casefile_dayrun",
    "steps": "SELECT d.as_of, s.name, s.number FROM casefile_steprun s JOIN casefile_dayrun d ON d.id = s.day_id",
    "people": "SELECT id, stage, band, days_past_due, overdue_minor, helper_id IS NULL FROM casefile_person",
    "loans": "SELECT key, outstanding_minor, overdue_minor, bucket FROM casefile_loan",
    "holds": "SELECT person_id, kind, from_on, until_on FROM casefile_hold",
    "proposals": "SELECT person_id, as_of, row, step, letter, state FROM casefile_proposal",
    "messages": "SELECT idempotency_key, state FROM casefile_message",
    "contacts": "SELECT person_id, at, channel FROM casefile_contactevent",
    "verdicts": "SELECT person_id, as_of, outcome, channel, purpose FROM casefile_decision",
    "tasks": "SELECT person_id, kind, opened_on, state FROM casefile_task",
    "alerts": "SELECT key, state FROM casefile_alert",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    tmp_path.chmod(0o755)
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small demo bank whose days were run once; tests must not change it."""
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    done = home.run("demo", "--people", "150", "--as-of", AS_OF, "--no-serve")
    assert done.returncode == 0, done.stderr
    return home

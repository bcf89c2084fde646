"""Jobs really run in a worker on the database, and one whose worker died is given back."""

from pathlib import Path

import psycopg
import pytest

from forbear.project import postgres
from tests.flow.conftest import Home

OUTBOX = "forbear.project.jobs.send_waiting"
SWEEP = "forbear.project.jobs.retry_stalled"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    tmp_path.chmod(0o755)
    home = Home(tmp_path / "home")
    made = home.run("doctor")
    assert made.returncode == 0, made.stdout
    return home


def defer(home: Home, task: str, lock: str) -> None:
    with postgres.in_use(home.path) as cluster, psycopg.connect(cluster.url(postgres.APPLICATION)) as connection:
        connection.execute(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', %s, 0, %s, %s, '{\"timestamp\": 0}', NULL)"
            "::procrastinate_job_to_defer_v1])",
            [task, lock, lock],
        )


def statuses(home: Home, task: str) -> list[str]:
    rows = home.rows(f"SELECT id, status::text FROM procrastinate_jobs WHERE task_name = '{task}'")
    return [str(status) for _, status in rows]


def test_a_worker_runs_what_is_queued_and_clears_it_away(home: Home) -> None:
    defer(home, OUTBOX, "outbox")
    worked = home.run("worker", "--once")
    assert worked.returncode == 0, worked.stderr
    assert statuses(home, OUTBOX) == []


def test_a_job_whose_worker_died_is_given_back_and_run(home: Home) -> None:
    defer(home, OUTBOX, "outbox")
    with postgres.in_use(home.path) as cluster, psycopg.connect(cluster.url(postgres.APPLICATION)) as connection:
        (dead,) = connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        ).fetchone() or (0,)
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    assert statuses(home, OUTBOX) == ["doing"]
    defer(home, SWEEP, "sweep")
    home.run("worker", "--once")
    worked = home.run("worker", "--once")
    assert worked.returncode == 0, worked.stderr
    assert "doing" not in statuses(home, OUTBOX)

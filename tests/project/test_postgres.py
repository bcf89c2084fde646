"""The private database: comes up from nothing, survives kill -9, and the application's role owns nothing."""

import os
import select
import signal
from pathlib import Path

import psycopg
import pytest

from forbear.kernel.errors import BadInput
from forbear.project import postgres


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o755)
    return tmp_path / "home"


def test_what_was_committed_survives_kill_9_of_the_server(folder: Path) -> None:
    with postgres.in_use(folder) as cluster:
        with psycopg.connect(cluster.url(postgres.OWNER)) as owner:
            owner.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here')")
        server = int((cluster.data / "postmaster.pid").read_text().split()[0])
        ended = os.pidfd_open(server)
        os.kill(server, signal.SIGKILL)
        select.select([ended], [], [], 30)
        os.close(ended)
        cluster.ensure()
        with psycopg.connect(cluster.url(postgres.OWNER)) as owner:
            assert owner.execute("SELECT word FROM kept").fetchall() == [("here",)]


def test_the_application_is_no_superuser_owns_nothing_and_cannot_make_tables(folder: Path) -> None:
    with postgres.in_use(folder) as cluster, psycopg.connect(cluster.url(postgres.APPLICATION)) as application:
        rights = application.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert rights == (False, False, False)
        assert application.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("CREATE TABLE mine (word text)")


def test_the_last_user_stops_the_server_and_an_earlier_one_does_not(folder: Path) -> None:
    with postgres.in_use(folder) as cluster:
        with postgres.in_use(folder):
            pass
        with psycopg.connect(cluster.url(postgres.OWNER)) as owner:
            assert owner.execute("SELECT 1").fetchone() == (1,)
    assert not (cluster.data / "postmaster.pid").exists()


def test_passwords_are_readable_by_their_owner_only(folder: Path) -> None:
    with postgres.in_use(folder):
        modes = {path.stat().st_mode & 0o777 for path in (folder / "postgres-secrets").glob("*.password")}
        assert modes == {0o600}


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    long = tmp_path / ("a" * 60) / ("b" * 60)
    with postgres.in_use(long) as cluster:
        assert len(str(cluster.sockets)) < 100
        with psycopg.connect(cluster.url(postgres.OWNER)) as owner:
            assert owner.execute("SELECT 1").fetchone() == (1,)


def test_a_home_that_others_may_not_enter_still_gets_its_database(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    with postgres.in_use(private) as cluster:
        with psycopg.connect(cluster.url(postgres.OWNER)) as owner:
            assert owner.execute("SELECT 1").fetchone() == (1,)
        assert private.stat().st_mode & 0o777 == 0o700
    postgres.remove(private)
    assert not cluster.folder.exists()


def test_no_postgresql_at_all_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_wheel", lambda as_root: [])
    monkeypatch.setenv("PGBIN", "/nowhere")
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(BadInput, match="no PostgreSQL was found"):
        postgres._binaries(as_root=False)

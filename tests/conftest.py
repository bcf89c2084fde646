"""Fixtures that every room's tests share: the real data sets, and a real PostgreSQL under the application's role.

The cluster is made in a temporary home before Django reads its settings. `db` wraps a test in a transaction;
`own_database` gives a test a database of its own (a copy of the migrated one) where commits are real.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import psycopg
import pytest
from psycopg import sql
from pytest_django import DjangoDbBlocker

from forbear.project import postgres

REPOSITORY = Path(__file__).resolve().parents[1]
_stack = ExitStack()


def _start() -> postgres.Cluster:
    """Start a private PostgreSQL in a temporary home and set Django up as the application would."""
    for name in [name for name in os.environ if name.startswith("FORBEAR_") or name == "DATABASE_URL"]:
        del os.environ[name]
    home = Path(tempfile.mkdtemp(prefix="forbear-tests-"))
    home.chmod(0o755)
    _stack.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ |= {"FORBEAR_HOME": str(home), "FORBEAR_DEMO": "true"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.project.settings"
    cluster = _stack.enter_context(postgres.in_use(home))
    django.setup()
    return cluster


CLUSTER = _start()  # at import: the rooms' own conftests import models


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster and remove its home."""
    _stack.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the repository; a checkout without it skips, saying so."""
    data = REPOSITORY.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip(f"the real data sets are not beside this checkout ({data.parent.name}/data is missing)")
    return data


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> None:
    """The tables, made by the owner; tests then run as the application's role, which owns nothing."""
    from forbear.project import database

    with django_db_blocker.unblock():
        database.migrate()
        from django.db import connection

        connection.close()


@pytest.fixture
def own_database(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """The name of a fresh copy of the migrated database, to which Django is connected while the test runs."""
    from django.db import connection

    name, usual = f"own_{os.urandom(4).hex()}", connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(CLUSTER.url(postgres.ADMINISTRATOR, "postgres"), autocommit=True) as administrator:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        names = (sql.Identifier(part) for part in (name, postgres.OWNER, postgres.DATABASE))
        administrator.execute(statement.format(*names))
        connection.settings_dict["NAME"] = name
        with django_db_blocker.unblock():
            yield name
            connection.close()
        connection.settings_dict["NAME"] = usual
        administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

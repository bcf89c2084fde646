"""Migrates as the owner and gives the application role exactly what it needs."""

from contextlib import redirect_stdout
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from forbear.kernel.errors import BadInput
from forbear.project.postgres import APPLICATION

_APPEND_ONLY = ("casefile_auditentry", "casefile_decision")
_OLDEST = 150000


def migrate() -> None:
    """Bring the tables up to date; running it again changes nothing."""
    if settings.OWNER_DATABASE is None:
        raise BadInput("the tables cannot be brought up to date without the owner's connection.",
                       where="FORBEAR_OWNER_DATABASE_URL", mend="Set it beside DATABASE_URL.")  # fmt: skip
    connections.databases["owner"] = connections.configure_settings({"default": settings.OWNER_DATABASE})["default"]
    owner = connections["owner"]
    try:
        if owner.cursor().connection.info.server_version < _OLDEST:
            raise BadInput("this PostgreSQL is older than 15.", where="DATABASE_URL", mend="Use 15 or newer.")
        with redirect_stdout(StringIO()):
            call_command("migrate", database="owner", interactive=False, verbosity=0)
        _grant(owner, str(settings.DATABASES["default"]["USER"]))
    finally:
        owner.close()
        del connections["owner"], connections.databases["owner"]


def _grant(owner: "connections", application: str) -> None:  # type: ignore[valid-type]
    role = sql.Identifier(application or APPLICATION)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {{role}}" for table in _APPEND_ONLY),
    ]
    with owner.cursor() as cursor:  # type: ignore[attr-defined]
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(role=role))

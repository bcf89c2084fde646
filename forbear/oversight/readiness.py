"""Whether the house can work right now: what a load balancer and a person on call ask. Changes nothing."""

from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection

from forbear.intake import manifest
from forbear.kernel.errors import ForbearError
from forbear.oversight.evidence import chain_status


def checks() -> dict[str, bool]:
    """Each thing that work depends on, and whether it is well."""
    return {name: _well(check) for name, check in _CHECKS.items()}


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _lake() -> bool:
    """The lake's manifest can be read and its newest part is there; one that was never written is well."""
    folder = settings.FORBEAR_HOME / "lake"
    book = manifest.load(folder / "manifest.json")
    return all((folder / part.path).is_file() for part in book.parts[-1:])


def _chain() -> bool:
    return chain_status().whole


_CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "lake": _lake, "chain": _chain}


def _well(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (OSError, Error, ForbearError):
        return False

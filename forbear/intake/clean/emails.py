"""E-mail addresses, checked by form only: one `@`, a dotted domain, no spaces. Whether it is read shows later.

The local part keeps its case (RFC 5321 section 2.4); the domain is written in lower case.
"""

import re

from forbear.intake.clean.reasons import Unreadable, shape
from forbear.intake.clean.text import plain

_FORM = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")


def email(cell: str) -> str:
    """The address, its domain in lower case."""
    found = plain(cell)
    if found.startswith("="):
        raise Unreadable("formula_cell")
    if not _FORM.fullmatch(found) or ".." in found or found.startswith(".") or ".@" in found or len(found) > 254:
        raise Unreadable("email_unreadable", shape(found))
    local, _, domain = found.rpartition("@")
    return f"{local}@{domain.lower()}"

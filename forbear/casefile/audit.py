"""The evidence chain in the database: append in the acting transaction, verify in place, export.

The tables' triggers refuse changes (migration 0002); the chain makes evident what a table owner could still do.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from forbear.casefile import clock
from forbear.casefile.chain import FORMAT, GENESIS, Signer, Walk, canonical, link_hash, walk
from forbear.casefile.models import AuditEntry

_LOCK = 0x666F7262  # one writer at a time: an advisory lock held until the acting transaction ends


def append(
    *, actor: str, action: str, subject: str, reason: str = "", basis: str = "", detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Write one entry at the end of the chain. Must run inside the transaction of the act that it records."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs inside the transaction of its act")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditEntry.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
    entry = AuditEntry(
        number=last[0] + 1, at=clock.now(), actor=actor, action=action, subject=subject,
        reason=reason, basis=basis, detail=detail or {}, previous=last[1],
    )  # fmt: skip
    entry.hash = link_hash(entry.previous, as_link(entry))
    entry.save(force_insert=True)
    return entry


def as_link(entry: AuditEntry) -> dict[str, Any]:
    """An entry as the chain sees it; instants to the microsecond, in UTC."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "reason": entry.reason,
        "basis": entry.basis,
        "detail": entry.detail,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def verify() -> Walk:
    """Walk the whole chain in place."""
    return walk(links())


def links() -> Iterator[dict[str, Any]]:
    """Every entry in order, streamed."""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        yield as_link(entry)


def export(path: Path) -> Walk:
    """Write the chain to a file that `forbear audit check` verifies without this database."""
    signer = Signer(settings.FORBEAR_KEYS)
    walked = verify()
    with path.open("w", encoding="utf-8") as file:
        file.write(canonical({"format": FORMAT, "public_key": signer.public_key}) + "\n")
        for link in links():
            file.write(canonical(link) + "\n")
        signature = signer.sign(walked.entries, walked.head)
        file.write(canonical({"entries": walked.entries, "head": walked.head, "signature": signature}) + "\n")
    return walked


def checkpoint(actor: str) -> AuditEntry:
    """Sign the head of the chain as its newest entry (inside a transaction)."""
    last = AuditEntry.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
    signature = Signer(settings.FORBEAR_KEYS).sign(*last)
    detail = {"entries": last[0], "head": last[1], "signature": signature}
    return append(actor=actor, action="chain.checkpoint", subject="chain", detail=detail)

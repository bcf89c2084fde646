"""The evidence chain in the database: append in the acting transaction, verify in place, export.

The tables' triggers refuse changes (migration 0002); the chain makes evident what a table owner could still do.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from forbear.casefile import clock
from forbear.casefile.chain import CHECKPOINT, GENESIS, Seal, Signer, Walk, exported, link_hash, walk
from forbear.casefile.merkle import Tree
from forbear.casefile.models import AuditEntry

_LOCK = 0x666F7262  # one writer at a time: an advisory lock held until the acting transaction ends


def append(
    *, actor: str, action: str, subject: str, reason: str = "", basis: str = "", detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Write one entry at the end of the chain. Must run inside the transaction of the act that it records."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs inside the transaction of its act")
    _lock()
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
    """Walk the whole chain in place, with the signature of every checkpoint."""
    return walk(links(), Signer(settings.FORBEAR_KEYS).public_key)


def links(first: int = 1, last: int | None = None) -> Iterator[dict[str, Any]]:
    """Every entry in order, streamed; optionally those from number `first` to `last` only."""
    rows = AuditEntry.objects.filter(number__gte=first).order_by("number")
    for entry in (rows if last is None else rows.filter(number__lte=last)).iterator(chunk_size=2000):
        yield as_link(entry)


def export(path: Path) -> Walk:
    """Write the chain to a file that `forbear audit check` verifies without this database."""
    walked = verify()
    with path.open("w", encoding="utf-8") as file:
        for line in exported(links(last=walked.entries if walked.whole else None), Signer(settings.FORBEAR_KEYS)):
            file.write(line + "\n")
    return walked


def checkpoint(actor: str) -> AuditEntry:
    """Sign the head and the links since the last checkpoint, as the newest entry (inside a transaction)."""
    _lock()
    last = AuditEntry.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
    first = next_to_seal()
    hashes = AuditEntry.objects.filter(number__gte=first).order_by("number").values_list("hash", flat=True)
    seal = Seal(first, last[0], last[1], Tree(hashes.iterator()).root)
    detail = Signer(settings.FORBEAR_KEYS).seal(seal)
    return append(actor=actor, action=CHECKPOINT, subject="chain", detail=detail)


def next_to_seal() -> int:
    """The number of the first entry that no Merkle root covers yet."""
    rows = AuditEntry.objects.filter(action=CHECKPOINT, detail__has_key="root").order_by("-number")
    return rows.values_list("number", flat=True).first() or 1


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

"""The state of the evidence chain at a glance, and its newest entries.

Must not pretend: `whole` speaks of the links since the last signed checkpoint (at most RECENT of them); walking all of
them is `casefile.audit.verify`. Requirement A7.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from forbear.casefile import audit, chain
from forbear.casefile.models import AuditEntry

RECENT = 2000


@dataclass(frozen=True)
class ChainStatus:
    """`entries` in the chain; whether the `walked` newest links hold; the last checkpoint, if there is one."""

    entries: int
    walked: int
    broken: str
    checkpoint: int | None
    checkpoint_at: datetime | None

    @property
    def whole(self) -> bool:
        return not self.broken


@dataclass(frozen=True)
class Entry:
    """One audit entry as it is shown."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    basis: str
    detail: dict[str, Any]
    hash: str


def chain_status() -> ChainStatus:
    """The newest links walked, and the last checkpoint's signature checked."""
    last = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    signed = AuditEntry.objects.filter(action=chain.CHECKPOINT).order_by("-number").first()
    start = max(signed.number - 1 if signed else 0, last - RECENT, 0)
    broken = _walk_from(start, last) or (_flaw_of(signed) if signed else "")
    return ChainStatus(last, last - start, broken, signed.number if signed else None, signed.at if signed else None)


def whole_chain() -> ChainStatus:
    """Every link walked from the first; takes about a second for a hundred thousand."""
    walked = audit.verify()
    signed = AuditEntry.objects.filter(action=chain.CHECKPOINT).order_by("-number").first()
    return ChainStatus(
        AuditEntry.objects.count(), walked.entries, walked.broken, signed.number if signed else None,
        signed.at if signed else None,
    )  # fmt: skip


def newest(count: int, before: int | None = None, subject: str = "") -> tuple[Entry, ...]:
    """The newest entries, optionally those below a number or about one subject."""
    rows = AuditEntry.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    if subject:
        rows = rows.filter(subject=subject)
    return tuple(
        Entry(row.number, row.at, row.actor, row.action, row.subject, row.reason, row.basis, row.detail, row.hash)
        for row in rows[:count]
    )


def _walk_from(start: int, last: int) -> str:
    """What is broken among the links after number `start` up to `last`; empty when they hold."""
    rows = AuditEntry.objects.filter(number__gte=start).order_by("number")
    previous, expected = (chain.GENESIS, 1) if start == 0 else ("", start)
    for link in (audit.as_link(row) for row in rows.iterator(chunk_size=1000)):
        if link["number"] != expected:
            return f"entry {expected} is missing"
        if previous and link["previous"] != previous:
            return f"entry {expected} does not follow from the entry before it"
        if chain.link_hash(link["previous"], link) != link["hash"]:
            return f"entry {expected} was changed after it was written"
        previous, expected = link["hash"], expected + 1
    return "" if expected > last else f"entry {expected} is missing"


def _flaw_of(signed: AuditEntry) -> str:
    signer = chain.Signer(settings.FORBEAR_KEYS)
    holds = signed.previous == signed.detail.get("head") and chain.seal_holds(signer.public_key, signed.detail)
    return "" if holds else f"the checkpoint at entry {signed.number} is not signed by this installation"

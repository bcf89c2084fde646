"""One action = one transaction = one audit entry, with its actor, reason and legal basis."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from forbear.casefile import audit


@dataclass
class Act:
    """What the entry will say; the acting code may add to `detail` until the block ends."""

    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def action(name: str, *, actor: str, subject: str, reason: str = "", basis: str = "") -> Iterator[Act]:
    """Run a block as one action named `noun.verb`; if it raises, neither the change nor the entry remains."""
    with transaction.atomic():
        act = Act()
        yield act
        audit.append(actor=actor, action=name, subject=subject, reason=reason, basis=basis, detail=act.detail)

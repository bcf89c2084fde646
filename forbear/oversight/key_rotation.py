"""A new data key and everything under it: the casefile and the lake, while both are in use. Each step is in the chain.

The index key is not rotated: docs/decisions/0007-keys-and-rotation.md says why.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from forbear.casefile import rekey
from forbear.casefile.action import action
from forbear.casefile.fields import vault
from forbear.intake import rekey as lake_rekey
from forbear.intake.lake import Lake
from forbear.kernel.errors import Refused

_LOCK = 0x666F7263
Told = Callable[[int], None]


@dataclass(frozen=True)
class KeyLine:
    """One data key: what is under it, and whether it may be retired."""

    number: int
    newest: bool
    casefile: int
    lake: int

    @property
    def idle(self) -> bool:
        """Nothing needs it any more."""
        return not (self.newest or self.casefile or self.lake)


@dataclass(frozen=True)
class Rotated:
    """What a rotation did. `added`: a new key was made; otherwise an earlier rotation was finished."""

    newest: int
    added: bool
    casefile: int
    lake: int


def status(lake: Lake) -> tuple[KeyLine, ...]:
    """Every key at hand or needed, with the number of values under it."""
    casefile, stored, held = rekey.by_key(), lake_rekey.by_key(lake), vault().numbers
    numbers = sorted({*casefile, *stored, *held})
    return tuple(KeyLine(number, number == vault().newest, casefile[number], stored[number]) for number in numbers)


def rotate(lake: Lake, actor: str, told: Told = lambda done: None) -> Rotated:
    """Make a new key unless an earlier rotation is not finished, then put everything under the newest."""
    with _alone():
        older = Counter({line.number: line.casefile + line.lake for line in status(lake) if not line.newest})
        added = not older.total()
        if added:
            with action("keys.added", actor=actor, subject="keys", basis="A6") as act:
                act.detail["number"] = vault().keys.add()
        newest = vault().newest
        casefile, stored = rekey.rekey(told), lake_rekey.rekey(lake, vault(), told)
        with action("keys.rotated", actor=actor, subject="keys", basis="A6") as act:
            act.detail |= {"newest": newest, "casefile": casefile, "lake": stored, "finished_earlier": not added}
        return Rotated(newest, added, casefile, stored)


def retire(number: int, lake: Lake, actor: str) -> None:
    """Set a key aside once nothing needs it; refused while anything does."""
    with _alone(), rekey.nobody_writes(), lake.writing():
        line = next((line for line in status(lake) if line.number == number), None)
        if line is None or not line.idle:
            left = line.casefile + line.lake if line else 0
            raise Refused(f"key {number} is still needed: {left} values are under it." if left else
                          "the newest key, or one that is not there, cannot be retired.", where=f"key {number}",
                          mend="Run `forbear keys rotate`, then `forbear keys status`.")  # fmt: skip
        with action("keys.retired", actor=actor, subject="keys", basis="A6") as act:
            act.detail |= {"number": number, "files_swept": sum(lake.sweep(table) for table in lake_rekey.SEALED)}
            vault().keys.retire(number)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            raise Refused("another rotation is running.", where="keys", mend="Wait until it has ended.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

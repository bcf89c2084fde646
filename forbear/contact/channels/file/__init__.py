"""A channel that puts each message into an outbox folder as JSON, for a gateway that reads files, and for tests.

Exactly once: the file is written aside, then linked under the name of its idempotency key, which the file system
does for one of any number of writers. What is linked is complete and stays after a crash.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from forbear.contact.channels.port import CannotTell, NotSent, Outbound, Permanent, Receipt, Retryable


class Settings(BaseModel):
    """`folder`: the outbox, made when missing; its files are readable by their owner only."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    folder: Path


class File:
    """The outbox folder of `settings`."""

    name = "file"

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._folder, self._now = settings.folder, now

    def hand_over(self, outbound: Outbound) -> Receipt:
        body = asdict(outbound) | {"headers": dict(outbound.headers)}
        try:
            return self._placed(outbound.idempotency_key, body | {"accepted_at": self._now().isoformat()})
        except FileExistsError:
            return self._already_there(outbound.idempotency_key, body)
        except OSError as error:
            raise Retryable(
                f"the outbox cannot be written: {error.strerror}.",
                code=f"errno-{error.errno}",
                where=str(self._folder),
                mend="Free space or correct its owner.",
            ) from error

    def find(self, idempotency_key: str, /) -> Receipt | NotSent | CannotTell:
        try:
            return self._receipt(idempotency_key, self._read(idempotency_key))
        except FileNotFoundError:
            return NotSent() if self._folder.is_dir() else CannotTell()

    def _placed(self, key: str, body: dict[str, object]) -> Receipt:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=".writing-", dir=self._folder)  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(body, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.link(aside, self._path(key))
        finally:
            Path(aside).unlink()
        _settle(self._folder)
        return self._receipt(key, body)

    def _already_there(self, key: str, body: dict[str, object]) -> Receipt:
        there = self._read(key)
        if {name: there.get(name) for name in body} != body:
            raise Permanent(
                "another message already left under this idempotency key.", code="conflict", where=self._path(key).name
            )
        return self._receipt(key, there)

    def _read(self, key: str) -> dict[str, object]:
        content: dict[str, object] = json.loads(self._path(key).read_text("utf-8"))
        return content

    def _path(self, key: str) -> Path:
        # A hash, because two keys that differ in case only are one name on some file systems.
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}-{key[:60]}.json"

    def _receipt(self, key: str, body: dict[str, object]) -> Receipt:
        return Receipt(self.name, self._path(key).name, datetime.fromisoformat(str(body["accepted_at"])))


def _settle(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

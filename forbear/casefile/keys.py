"""Where the keys of personal data come from: one small port, three providers. Encrypts nothing itself.

`FolderKeys` keeps them in files of their owner alone; `EnvironmentKeys` is handed them by whoever starts the process;
`WrappedKeys` keeps them wrapped by a key service (a KMS, an HSM) that alone can unwrap them. Data keys have numbers,
1 to LAST; the newest encrypts, every one that is still there decrypts.
"""

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from forbear.kernel.errors import BadInput, Refused

LENGTH = 32
LAST = 255  # the number is one byte of every token
_RESTORE = "Restore it from your backup."


class KeyProvider(Protocol):
    """What the vault needs of whoever keeps the keys."""

    def data_keys(self) -> Mapping[int, bytes]:
        """Every data key in use, by its number; at least one."""

    def index_key(self) -> bytes:
        """The key of blind indexes."""

    def mark(self) -> object:
        """Something cheap that changes whenever the keys do."""

    def add(self) -> int:
        """Make a new data key and return its number; refused where keys are made elsewhere."""

    def retire(self, number: int) -> None:
        """Take a data key out of use. It is set aside, not destroyed: backups may still need it."""


class KeyService(Protocol):
    """A key management service, as much of it as is needed: it wraps and unwraps short secrets."""

    def wrap(self, secret: bytes, context: str) -> bytes:
        """`secret`, encrypted under a key that never leaves the service and bound to `context`."""

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """The secret again; fails for another context."""


class FolderKeys:
    """Keys as files `data-1.key`, `data-2.key` … and `index.key`, readable by their owner only."""

    ending = "key"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._paths():
            self._write(folder / f"data-1.{self.ending}", os.urandom(LENGTH))
            self._write(folder / f"index.{self.ending}", os.urandom(LENGTH))

    def data_keys(self) -> dict[int, bytes]:
        """Every data key of the folder."""
        return {number: self._read(path) for number, path in self._paths().items()}

    def index_key(self) -> bytes:
        """The folder's index key."""
        return self._read(self.folder / f"index.{self.ending}")

    def mark(self) -> object:
        """The names in the folder (its time of change is too coarse: two changes may share one)."""
        return {path.name for path in self.folder.iterdir()}

    def add(self) -> int:
        """One more key, complete before it has its name."""
        number = max(self._paths()) + 1
        if number > LAST:
            raise Refused(f"there are {LAST} keys already.", where=str(self.folder), mend="Retired numbers stay used.")
        aside = self.folder / f"new-{number}.tmp"
        aside.unlink(missing_ok=True)
        self._write(aside, os.urandom(LENGTH))
        aside.rename(self.folder / f"data-{number}.{self.ending}")
        return number

    def retire(self, number: int) -> None:
        """Rename the file, so that nobody reads it by accident and a backup can still be opened with it."""
        keys = self._paths()
        if number not in keys or number == max(keys):
            raise Refused("the newest key, or one that is not there, cannot be retired.", where=f"key {number}")
        keys[number].rename(self.folder / f"retired-{number}.{self.ending}")

    def _paths(self) -> dict[int, Path]:
        paths = self.folder.glob(f"data-*.{self.ending}")
        return {int(path.stem.removeprefix("data-")): path for path in sorted(paths)}

    def _write(self, path: Path, key: bytes) -> None:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(self._sealed(key, path))
            file.flush()
            os.fsync(file.fileno())

    def _read(self, path: Path) -> bytes:
        try:
            key = self._opened(path)
        except (OSError, ValueError) as error:
            raise BadInput("this key file cannot be read.", where=str(path), mend=_RESTORE) from error
        return _of_length(key, str(path))

    def _sealed(self, key: bytes, path: Path) -> bytes:
        return base64.b64encode(key)

    def _opened(self, path: Path) -> bytes:
        return base64.b64decode(path.read_bytes(), validate=True)


class WrappedKeys(FolderKeys):
    """Keys as files that only the key service can open: whoever copies the folder has nothing."""

    ending = "wrapped"

    def __init__(self, folder: Path, service: KeyService) -> None:
        self._service = service
        super().__init__(folder)

    def _sealed(self, key: bytes, path: Path) -> bytes:
        return base64.b64encode(self._service.wrap(key, "forbear data key"))

    def _opened(self, path: Path) -> bytes:
        return self._service.unwrap(base64.b64decode(path.read_bytes(), validate=True), "forbear data key")


class EnvironmentKeys:
    """Keys handed over as text: `1:<base64>,2:<base64>` and one index key. Made and retired by whoever hands them."""

    def __init__(self, data_keys: str, index_key: str) -> None:
        pairs = [part.strip() for part in data_keys.split(",") if part.strip()]
        if not pairs or not all(re.fullmatch(r"[1-9]\d{0,2}:\S+", pair) for pair in pairs):
            raise BadInput("data keys are needed.", where="FORBEAR_DATA_KEYS", mend="Write 1:<base64>,2:<base64>.")
        named = (pair.partition(":") for pair in pairs)
        self._data = {int(number): _decoded(text, "FORBEAR_DATA_KEYS") for number, _, text in named}
        self._index = _decoded(index_key, "FORBEAR_INDEX_KEY")
        if max(self._data) > LAST:
            raise BadInput(f"a key's number is at most {LAST}.", where="FORBEAR_DATA_KEYS")

    def data_keys(self) -> dict[int, bytes]:
        """The keys as they were handed over."""
        return self._data

    def index_key(self) -> bytes:
        """The index key as it was handed over."""
        return self._index

    def mark(self) -> object:
        """Always the same: a process is handed its keys once."""
        return None

    def add(self) -> int:
        """Refused: add the key where the environment is made."""
        raise Refused("keys from the environment are made outside.", where="FORBEAR_DATA_KEYS",
                      mend="Add the next number to it everywhere, restart, and rotate again.")  # fmt: skip

    def retire(self, number: int) -> None:
        """Refused: remove the key where the environment is made."""
        raise Refused("keys from the environment are removed outside.", where="FORBEAR_DATA_KEYS",
                      mend=f"Nothing needs key {number} any more: remove it there and restart.")  # fmt: skip


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise BadInput("a key is not base64.", where=where, mend="Write 32 random bytes in base64.") from error
    return _of_length(key, where)


def _of_length(key: bytes, where: str) -> bytes:
    if len(key) != LENGTH:
        raise BadInput("this key is not 32 bytes long.", where=where, mend=_RESTORE)
    return key

"""Personal fields at rest: encryption and blind indexes. Knows no table and no person.

AES-256-GCM with the field's context as additional data, so a value copied into another column does not decrypt.
Blind indexes are HMAC-SHA-256 under a separate key, cut to 128 bits: they join and search, and cannot be read back
without the key (phone numbers are few, so whoever holds the index key can enumerate: keep it with the data keys).
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forbear.kernel.errors import BadInput

_NONCE = 12
_KEY = 32


class Vault:
    """Encrypts under the newest data key and decrypts under any that the folder still holds."""

    def __init__(self, data_keys: Mapping[int, bytes], index_key: bytes) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in data_keys.items()}
        self._newest = max(data_keys)
        self._index_key = index_key

    @classmethod
    def open(cls, folder: Path) -> "Vault":
        """The vault whose keys live in `folder`; made there (readable by the owner only) when it is empty."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.glob("data-*.key")):
            _write_key(folder / "data-1.key")
            _write_key(folder / "index.key")
        data = {int(path.stem.removeprefix("data-")): _read_key(path) for path in sorted(folder.glob("data-*.key"))}
        return cls(data, _read_key(folder / "index.key"))

    def encrypt(self, text: str, context: str) -> str:
        """An opaque token of `text`; `context` names the field, e.g. `person.name`."""
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self._newest].encrypt(nonce, text.encode(), context.encode())
        return base64.urlsafe_b64encode(bytes([self._newest]) + nonce + sealed).decode()

    def decrypt(self, token: str, context: str) -> str:
        """The text of a token made for the same context; anything else is refused."""
        raw = base64.urlsafe_b64decode(token)
        try:
            cipher = self._ciphers[raw[0]]
            return cipher.decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], context.encode()).decode()
        except (KeyError, IndexError, InvalidTag) as error:
            raise BadInput(
                "a protected value cannot be opened with the keys at hand.",
                where=context,
                mend="Restore the key folder that belongs to this data.",
            ) from error

    def index(self, text: str, context: str) -> str:
        """The blind index of a normalised value (32 hex digits), equal for equal text in the same context."""
        digest = hmac.new(self._index_key, f"{context}\0{text}".encode(), hashlib.sha256).hexdigest()
        return digest[:32]


def _write_key(path: Path) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(os.urandom(_KEY)))


def _read_key(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_bytes(), validate=True)
    except (OSError, ValueError) as error:
        raise BadInput("this key file cannot be read.", where=str(path), mend="Restore it from your backup.") from error
    if len(key) != _KEY:
        raise BadInput("this key is not 32 bytes long.", where=str(path), mend="Restore it from your backup.")
    return key

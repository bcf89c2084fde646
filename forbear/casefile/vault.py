"""Personal fields at rest: encryption and blind indexes. Knows no table and no person.

AES-256-GCM with the field's context as additional data, so a value copied into another column does not decrypt.
Blind indexes are HMAC-SHA-256 under a separate key, cut to 128 bits: they join and search, and cannot be read back
without the key (phone numbers are few, so whoever holds the index key can enumerate: keep it with the data keys).
A token begins with the number of its key. When a key is added while processes run, each takes it up at its next token.
"""

import base64
import binascii
import hashlib
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forbear.casefile.keys import FolderKeys, KeyProvider
from forbear.kernel.errors import BadInput

_NONCE = 12


class Vault:
    """Encrypts under the newest data key and decrypts under any that the provider still has."""

    def __init__(self, keys: KeyProvider) -> None:
        self.keys = keys
        self._held = self._taken_up()
        self._index_key = keys.index_key()

    @classmethod
    def open(cls, folder: Path) -> "Vault":
        """The vault whose keys live in `folder`; made there (readable by the owner only) when it is empty."""
        return cls(FolderKeys(folder))

    @property
    def newest(self) -> int:
        """The number of the key under which new tokens are made."""
        return max(self._current())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of every key at hand."""
        return tuple(sorted(self._current()))

    def encrypt(self, text: str, context: str) -> str:
        """An opaque token of `text`; `context` names the field, e.g. `person.name`."""
        ciphers, nonce = self._current(), os.urandom(_NONCE)
        number = max(ciphers)
        sealed = ciphers[number].encrypt(nonce, text.encode(), context.encode())
        return base64.urlsafe_b64encode(bytes([number]) + nonce + sealed).decode()

    def decrypt(self, token: str, context: str) -> str:
        """The text of a token made for the same context; anything else is refused."""
        try:
            raw = base64.urlsafe_b64decode(token)
            ciphers = self._held[1]
            cipher = ciphers[raw[0]] if raw[0] in ciphers else self._current()[raw[0]]
            return cipher.decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], context.encode()).decode()
        except (KeyError, IndexError, InvalidTag, binascii.Error) as error:
            raise BadInput(
                "a protected value cannot be opened with the keys at hand.",
                where=context,
                mend="Restore the key folder that belongs to this data.",
            ) from error

    def index(self, text: str, context: str) -> str:
        """The blind index of a normalised value (32 hex digits), equal for equal text in the same context."""
        digest = hmac.new(self._index_key, f"{context}\0{text}".encode(), hashlib.sha256).hexdigest()
        return digest[:32]

    def _current(self) -> dict[int, AESGCM]:
        """The ciphers of the keys that there are now; swapped whole, so that threads never see half a change."""
        if self.keys.mark() != self._held[0]:
            self._held = self._taken_up()
        return self._held[1]

    def _taken_up(self) -> tuple[object, dict[int, AESGCM]]:
        mark = self.keys.mark()  # read first: what changes meanwhile is seen at the next look
        return mark, {number: AESGCM(key) for number, key in self.keys.data_keys().items()}


def key_number(token: str) -> int:
    """The number of the key under which a token was made."""
    return base64.urlsafe_b64decode(token[:4])[0]

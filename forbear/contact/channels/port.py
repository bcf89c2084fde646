"""The one shape of a channel: what it is given, what it answers, how it fails.

Protocol, as dispatch uses it:

1. `hand_over` is called once per attempt, outside any transaction, with the same `idempotency_key` each time.
2. A `Receipt` means the provider took responsibility. `Permanent`: it never will, and nothing was sent.
   `Retryable`: nothing was sent, a later attempt may succeed.
3. `Unclear` (an OSError too): the line broke when the message may already have been taken. Never send again; ask.
4. `find` is asked after a crash: a `Receipt` (it was taken), `NotSent` (certainly not), `CannotTell` (a human decides).

A channel must not judge, retry by itself, read the clock or the database, or log an address or a body.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from forbear.kernel.errors import BadInput, ForbearError

_KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{7,119}$")


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message on its way out. `to` is the address, secret like the words: neither is shown in logs.

    `idempotency_key`: 8 to 120 of letters, digits, `.`, `_`, `-`, so that it can name a file or a Message-ID.
    `html` and `subject` are "" where the channel has none. `headers` are extra mail headers.
    """

    message_id: str
    idempotency_key: str
    channel: str
    to: str = field(repr=False)
    language: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        try:
            uuid.UUID(self.message_id)
        except ValueError:
            raise BadInput("a message id is a UUID.", where="message_id") from None
        if not _KEY.match(self.idempotency_key):
            raise BadInput("an idempotency key is 8 to 120 letters, digits, . _ or -.", where="idempotency_key")
        for name in ("channel", "to", "language", "text"):
            if not str(getattr(self, name)).strip():
                raise BadInput("an outgoing message needs it.", where=name)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider's word that it took the message; `accepted_at` (aware) where it is known."""

    provider: str
    provider_id: str
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotSent:
    """The channel is certain that it never took a message with this key."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The channel keeps no memory that could answer."""


class Retryable(ForbearError):
    """Nothing was sent; the same message may be handed over again later. `code` is the provider's."""

    retry = True

    def __init__(self, what: str, *, code: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where=where, mend=mend)
        self.code = code


class Permanent(ForbearError):
    """Nothing was sent and nothing will be: the address or the message is refused. `code` is the provider's."""

    def __init__(self, what: str, *, code: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where=where, mend=mend)
        self.code = code


class Unclear(ForbearError, OSError):
    """The line broke after the words had begun to leave: taken or not, nobody here can tell. Never send again."""

    def __init__(self, what: str, *, code: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where=where, mend=mend)
        self.code = code


class Channel(Protocol):
    """A way out of the house."""

    @property
    def name(self) -> str:
        """The adapter's name, the `provider` of its receipts."""

    def hand_over(self, outbound: Outbound) -> Receipt:
        """Give `outbound` to the provider; raises Retryable, Permanent or Unclear."""

    def find(self, idempotency_key: str, /) -> Receipt | NotSent | CannotTell:
        """What became of the message with this key; raises Retryable when the provider does not answer."""

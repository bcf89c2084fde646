"""Puts a message on the borrower's own page. The page shows what the casefile calls sent; this only says yes."""

from collections.abc import Callable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from forbear.contact.channels.port import NotSent, Outbound, Receipt


class Settings(BaseModel):
    """The portal needs none."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page:
    """The way to the borrower's own page."""

    name = "portal"

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._now = now

    def hand_over(self, outbound: Outbound) -> Receipt:
        """Accepts at once: recording it as sent is what shows it."""
        return Receipt(self.name, outbound.idempotency_key, self._now())

    def find(self, idempotency_key: str, /) -> NotSent:
        """A message that was not recorded as sent is not shown."""
        return NotSent()

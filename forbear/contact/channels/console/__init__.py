"""A channel that shows messages on a terminal, for trying things out. It keeps no memory."""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TextIO

from pydantic import BaseModel, ConfigDict

from forbear.contact.channels.masking import masked
from forbear.contact.channels.port import CannotTell, NotSent, Outbound, Receipt


class Settings(BaseModel):
    """`show_words`: print the text too (it names a person and an amount: for a demonstration only)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    show_words: bool = False


class Console:
    """Prints each message to `out` (default: standard error) with its address masked."""

    name = "console"

    def __init__(self, settings: Settings, now: Callable[[], datetime], out: TextIO | None = None) -> None:
        self._settings, self._now, self._out = settings, now, out

    def hand_over(self, outbound: Outbound) -> Receipt:
        out = self._out if self._out is not None else sys.stderr
        size = f"{len(outbound.text)} characters, {outbound.language}"
        print(f"[{outbound.channel}] {masked(outbound.to)} · {size} · {outbound.message_id}", file=out)
        if self._settings.show_words:
            print(
                "\n".join(f"    {line}" for line in (outbound.subject, *outbound.text.splitlines()) if line), file=out
            )
        out.flush()
        return Receipt(self.name, outbound.message_id, self._now())

    def find(self, _key: str, /) -> Receipt | NotSent | CannotTell:
        return CannotTell()

"""The ways out, by name. A new one is a folder here and one line in ADAPTERS; see docs/how-to/add-a-channel.md.

Only `contact.dispatch` may use an open channel. Settings come from the caller; nothing here reads the environment.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from forbear.contact.channels import console, email, file, portal
from forbear.contact.channels.port import Channel
from forbear.contact.checked import checked
from forbear.kernel.errors import BadInput

Adapter = tuple[type[BaseModel], Callable[[Any, Callable[[], datetime]], Channel]]
ADAPTERS: Mapping[str, Adapter] = {
    "console": (console.Settings, console.Console),
    "file": (file.Settings, file.File),
    "email": (email.Settings, email.Email),
    "portal": (portal.Settings, portal.Page),
}


def open_channels(settings: Mapping[str, Mapping[str, object]], now: Callable[[], datetime]) -> dict[str, Channel]:
    """The channel for each kind of message, e.g. from `{"sms": {"adapter": "file", "folder": "…"}}`.

    `now` gives the current instant (aware). Raises BadInput naming the setting that is unknown, missing or wrong.
    """
    return {kind: _open(kind, dict(options), now) for kind, options in settings.items()}


def _open(kind: str, options: dict[str, object], now: Callable[[], datetime]) -> Channel:
    where = f"channels.{kind}"
    adapter = options.pop("adapter", None)
    if not isinstance(adapter, str) or adapter not in ADAPTERS:
        raise BadInput(f"there is no channel adapter {adapter!r}.", where=where, mend=f"Known: {', '.join(ADAPTERS)}.")
    model, build = ADAPTERS[adapter]
    return build(checked(model, options, where), now)

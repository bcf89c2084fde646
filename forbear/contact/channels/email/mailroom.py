"""A small mail server of our own, for a demonstration and for tests: takes every mail and keeps it as an .eml file.

Listens on this machine only, knows no users and delivers nothing. Not for production.
"""

import asyncio
import os
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """Keeps each mail in `folder` as 000001.eml, 000002.eml …, with the envelope in two X-Envelope headers.

    A subclass may answer for itself (`handle_RCPT`, `handle_DATA`), e.g. to refuse an address.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._number = max((int(path.stem) for path in folder.glob("[0-9]*.eml")), default=0)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd names it
        """Called by the server with a whole mail; the answer is the server's."""
        self._keep(_with_envelope(envelope))
        return "250 2.0.0 kept"

    def _keep(self, mail: bytes) -> None:
        handle, aside = tempfile.mkstemp(prefix=".writing-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(mail)
                file.flush()
                os.fsync(file.fileno())
            self._name(aside)
        finally:
            Path(aside).unlink()

    def _name(self, aside: str) -> None:
        while True:
            self._number += 1
            try:
                os.link(aside, self.folder / f"{self._number:06d}.eml")
                return
            except FileExistsError:  # another mailroom on the same folder was quicker
                continue


class Mailroom:
    """`with Mailroom(folder) as room:` a server on `room.host`:`room.port`, stopped at the end of the block."""

    host = "127.0.0.1"

    def __init__(self, folder: Path, *, postbox: Postbox | None = None, port: int = 0) -> None:
        self._postbox = postbox if postbox is not None else Postbox(folder)
        self._wanted_port = port
        self.port = 0

    def mails(self) -> list[Path]:
        """The mails kept so far, in the order they came."""
        return sorted(self._postbox.folder.glob("[0-9]*.eml"))

    def __enter__(self) -> Self:
        self._socket = socket.create_server((self.host, self._wanted_port))
        self.port = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="mailroom", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        # The socket already listens, so a caller may connect before this line is reached.
        server = await self._loop.create_server(self._smtp, sock=self._socket)
        await self._stop.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _smtp(self) -> Any:
        return SMTP(self._postbox, hostname="mailroom.localhost", ident="Forbear mailroom", loop=self._loop)


def _with_envelope(envelope: Envelope) -> bytes:
    to = ", ".join(envelope.rcpt_tos)
    head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {to}\r\n"
    content = envelope.content
    return head.encode("utf-8") + (content.encode("utf-8") if isinstance(content, str) else content or b"")

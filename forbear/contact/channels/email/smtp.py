"""Carries one mail to the mail server and reads its answer for what it is.

Until the words begin to leave (DATA), a broken line means that nothing was sent. Once they leave, only the server's
own answer tells; without one nobody knows, and a second send is forbidden (RFC 5321 section 4.2.1 for the codes,
section 6.1 for who is responsible when).
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from forbear.contact.channels.email.composing import composed, message_id
from forbear.contact.channels.email.settings import Settings
from forbear.contact.channels.masking import masked
from forbear.contact.channels.port import CannotTell, NotSent, Outbound, Permanent, Receipt, Retryable, Unclear

_ADDRESS = re.compile(r"^[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")


class Email:
    """Mail through the server of `settings`, one connection a message. It cannot tell what became of a mail."""

    name = "email"

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings, self._now = settings, now

    def hand_over(self, outbound: Outbound) -> Receipt:
        if not _ADDRESS.match(outbound.to):
            raise Permanent("not a mail address.", code="address", where=masked(outbound.to))
        mail = composed(outbound, self._settings, self._now())
        where = masked(outbound.to)
        with self._connected() as server:
            _envelope(server, self._settings.sender, outbound.to, where)
            _words(server, mail, where)
        return Receipt(self.name, message_id(outbound.idempotency_key, self._settings.domain), self._now())

    def find(self, _key: str, /) -> Receipt | NotSent | CannotTell:
        return CannotTell()

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._opened()
        try:
            yield server
        finally:
            with suppress(OSError):  # the message is settled by now; a lost good-bye changes nothing
                server.quit()
            server.close()

    def _opened(self) -> smtplib.SMTP:
        where = f"{self._settings.host}:{self._settings.port}"
        try:
            return self._greeted()
        except smtplib.SMTPAuthenticationError as error:
            raise Retryable(
                "the mail server refused the password.",
                code=str(error.smtp_code),
                where=where,
                mend="Correct channels.email.username and password.",
            ) from None
        except smtplib.SMTPResponseException as error:
            raise Retryable("the mail server sent us away.", code=str(error.smtp_code), where=where) from None
        except OSError as error:  # refused, timed out, no name, bad certificate, closed: every SMTPException is one
            code = type(error).__name__
            raise Retryable(f"the mail server did not answer ({code}).", code=code, where=where) from None

    def _greeted(self) -> smtplib.SMTP:
        settings, context = self._settings, ssl.create_default_context(cafile=self._settings.ca_file)
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.timeout_seconds, context=context
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_seconds)
        try:
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.username is not None and settings.password is not None:
                server.login(settings.username, settings.password.get_secret_value())
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


def _envelope(server: smtplib.SMTP, sender: str, to: str, where: str) -> None:
    try:
        for code, answer in (server.mail(sender), server.rcpt(to)):
            _accepted(code, answer, where)
    except OSError as error:
        name = type(error).__name__
        raise Retryable(f"the line broke before the words left ({name}).", code=name, where=where) from None


def _words(server: smtplib.SMTP, mail: bytes, where: str) -> None:
    try:
        code, answer = server.data(mail)
    except smtplib.SMTPDataError as error:
        code, answer = error.smtp_code, _bytes(error.smtp_error)
    except OSError as error:
        name = type(error).__name__
        raise Unclear(f"the line broke while the words were leaving ({name}).", code=name, where=where) from None
    _accepted(code, answer, where)


def _accepted(code: int, answer: bytes, where: str) -> None:
    """2xx is yes, 4xx not now, the rest never (RFC 5321 section 4.2.1)."""
    if 200 <= code < 300:
        return
    shown = f"{code} {_enhanced(answer)}".strip()
    if 400 <= code < 500:
        raise Retryable(f"the mail server says not now ({shown}).", code=shown, where=where)
    raise Permanent(f"the mail server refuses the message ({shown}).", code=shown, where=where)


def _enhanced(answer: bytes) -> str:
    """The enhanced status code (RFC 3463) alone: the rest of an answer often repeats the address."""
    found = re.match(rb"\d\.\d{1,3}\.\d{1,3}", answer)
    return found.group().decode() if found else ""


def _bytes(answer: bytes | str) -> bytes:
    return answer.encode("ascii", "replace") if isinstance(answer, str) else answer

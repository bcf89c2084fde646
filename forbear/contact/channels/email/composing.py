"""An outgoing message as MIME: text and HTML side by side, an identity that a repeat shares, one-click opt-out.

RFC 5322 and 2045 ff.; List-Unsubscribe and -Post: RFC 2369, RFC 8058. Nothing about a debt stands in a header.
"""

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy

from forbear.contact.channels.email.settings import Settings
from forbear.contact.channels.port import Outbound, Permanent

_EXTRA_HEADERS = {"Reply-To", "In-Reply-To", "References"}


class _Policy(EmailPolicy):
    """As SMTP wants it, with one difference: a fold inside a URL would break the link."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == "List-Unsubscribe":
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n", cte_type="7bit", utf8=False)


def message_id(idempotency_key: str, domain: str) -> str:
    """The Message-ID of a message: the same for each attempt, telling nothing about the person."""
    return f"<{hashlib.sha256(idempotency_key.encode()).hexdigest()[:32]}@{domain}>"


def composed(outbound: Outbound, settings: Settings, now: datetime) -> bytes:
    """`outbound` as bytes ready for SMTP; raises Permanent for a message that no mail can carry."""
    if not outbound.subject or not outbound.html:
        raise Permanent("a mail needs a subject and an HTML body.", code="incomplete", where=outbound.message_id)
    mail = EmailMessage(policy=_POLICY)
    _identify(mail, outbound, settings, now)
    mail.set_content(outbound.text, subtype="plain", charset="utf-8", cte="base64")
    mail.add_alternative(outbound.html, subtype="html", charset="utf-8", cte="base64")
    return mail.as_bytes()


def _identify(mail: EmailMessage, outbound: Outbound, settings: Settings, now: datetime) -> None:
    unsubscribe = settings.unsubscribe_url.format(message_id=outbound.message_id)
    try:
        mail["From"] = Address(settings.sender_name, addr_spec=settings.sender)
        mail["To"] = outbound.to
        mail["Subject"] = outbound.subject
        mail["Date"] = now
        mail["Message-ID"] = message_id(outbound.idempotency_key, settings.domain)
        mail["Content-Language"] = outbound.language
        mail["Auto-Submitted"] = "auto-generated"
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        for name, value in outbound.headers.items():
            if name not in _EXTRA_HEADERS:
                raise ValueError(f"{name} is not a header that a message may bring")
            mail[name] = value
    except ValueError as error:
        raise Permanent(f"the headers cannot be written: {error}.", code="header", where=outbound.message_id) from None

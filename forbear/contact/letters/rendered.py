"""A letter made ready for one person: what the gate judges, the permit is bound to and the channel carries."""

import hashlib
import json
from dataclasses import dataclass, field

from forbear.contact.letters.sms_length import sms_parts


@dataclass(frozen=True, slots=True)
class Rendered:
    """Words of one message. It holds no address and is no permission to send.

    `text` is always there (for the portal: the visible text of `html`); `html` and `subject` are "" for SMS.
    `version` names the wording (see Letter.version).
    """

    letter: str
    version: str
    purpose: str
    language: str
    channel: str
    variant: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)

    @property
    def content_hash(self) -> str:
        """What a permit for this message is bound to."""
        return content_hash(self.channel, self.subject, self.text, self.html)

    @property
    def sms_parts(self) -> int:
        """Parts the text takes as SMS (see sms_length); 0 on other channels."""
        return sms_parts(self.text) if self.channel == "sms" else 0


def content_hash(channel: str, subject: str, text: str, html: str) -> str:
    """sha256 (hex) over everything a person could see and the channel it leaves by; no two contents share it."""
    parts = json.dumps([channel, subject, text, html], ensure_ascii=False)
    return hashlib.sha256(parts.encode("utf-8")).hexdigest()

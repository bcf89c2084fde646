"""A letter made ready for one person: what the gate judges, the permit is bound to and the channel carries."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from forbear.contact.letters.sms_length import sms_parts


@dataclass(frozen=True, slots=True)
class Rendered:
    """Words of one message. It holds no address and is no permission to send.

    `text` is always there (for the portal: the visible text of `html`); `html` and `subject` are "" for SMS.
    `version` names the wording (see Letter.version); `headers` are those the message itself calls for.
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
    headers: Mapping[str, str] = field(repr=False)

    @property
    def content_hash(self) -> str:
        """sha256 (hex) over channel, subject, text and html; a permit is bound to it."""
        parts = [self.channel, self.subject, self.text, self.html]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8")).hexdigest()

    @property
    def sms_parts(self) -> int:
        """Parts the text takes as SMS (see sms_length); 0 on other channels."""
        return sms_parts(self.text) if self.channel == "sms" else 0

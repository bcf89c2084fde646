"""Mail over SMTP. `settings` says where to, `composing` makes the message, `smtp` carries it."""

from forbear.contact.channels.email.settings import Settings
from forbear.contact.channels.email.smtp import Email

__all__ = ["Email", "Settings"]

"""The borrower's own page: a message is there as soon as it is recorded as sent, so nothing leaves the house."""

from forbear.contact.channels.portal.page import Page, Settings

__all__ = ["Page", "Settings"]

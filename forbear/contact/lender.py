"""Who we are, as letters and pages say it: the lender's names, lines and addresses. Given by the wiring."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Lender:
    """`names` by language; `site` is the portal's address without a trailing slash."""

    names: Mapping[str, str]
    site: str
    service_phone: str
    service_hours: str
    complaint_phone: str

    def page(self, name: str) -> str:
        """The address of one of the portal's pages."""
        return f"{self.site}/{name}/" if name else f"{self.site}/"

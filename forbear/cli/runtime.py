"""What commands are handed by the wiring: where things live and how to open them. Implemented in `project/entry.py`."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from forbear.casefile.vault import Vault
from forbear.intake.engine import Engine

if TYPE_CHECKING:
    from forbear.flow import House  # its rooms need the casefile open, which is what this hands out


class Demo(Protocol):
    """A demo ready to run: its days in order, the last one shown; `password` opens every staff sign-in."""

    @property
    def house(self) -> "House":
        """The demo's house."""

    @property
    def days(self) -> Sequence[date]:
        """The days to run."""

    @property
    def password(self) -> str:
        """One password for all."""

    @property
    def usernames(self) -> Sequence[str]:
        """Who can sign in."""


class Runtime(Protocol):
    """One run of the command."""

    @property
    def home(self) -> Path:
        """The folder of lake, keys, outbox and private database."""

    @property
    def vault(self) -> Vault:
        """The keys of this home."""

    @property
    def engine(self) -> Engine:
        """The lake's engine."""

    @property
    def zone(self) -> str:
        """The lender's IANA zone."""

    @property
    def port(self) -> int:
        """Where the site listens."""

    def open_casefile(self) -> None:
        """Start the database if it is ours, and bring the tables up to date."""

    def open_house(self) -> "House":
        """Everything a day needs."""

    def open_demo(self, people: int, seed: int, as_of: date, told: Callable[[str], None]) -> Demo:
        """The demo bank of these values."""

    def work(self, *, once: bool) -> None:
        """Work through queued jobs."""

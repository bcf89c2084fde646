"""Where facts come from. One file a source and one line here; sources know nothing of one another."""

from forbear.intake.sources.berka import Berka
from forbear.intake.sources.camt053 import Camt053
from forbear.intake.sources.contacts_csv import Contacts
from forbear.intake.sources.core_banking_csv import CoreBanking
from forbear.intake.sources.payment_platform_jsonl import PaymentPlatform
from forbear.intake.sources.port import Source
from forbear.intake.sources.spreadsheet import Spreadsheet
from forbear.intake.sources.uci_credit_card import UciCreditCard
from forbear.kernel.errors import BadInput

_ALL: tuple[Source, ...] = (
    CoreBanking(),
    PaymentPlatform(),
    Spreadsheet(),
    Camt053(),
    Contacts(),
    Berka(),
    UciCreditCard(),
)
SOURCES: dict[str, Source] = {source.name: source for source in _ALL}


def source(name: str) -> Source:
    """The source of this name."""
    if name not in SOURCES:
        raise BadInput(f"there is no source {name!r}.", mend=f"Sources: {', '.join(SOURCES)}.")
    return SOURCES[name]

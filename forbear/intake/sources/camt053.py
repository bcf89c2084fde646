"""Bank statements, ISO 20022 camt.053.001.02 to .12: booked credits that name a loan are repayments.

The loan number is the EndToEndId or stands in the remittance text (`还款 L000456 …`). Debits are not repayments; a
reversed credit (RvslInd on a debit) takes a repayment back. Entities and DTDs are refused (defusedxml). Row numbers
count the Ntry elements of the file from 1; a statement cut in its middle gives its whole entries and one cut record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Literal
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from forbear.intake.clean.amounts import amount, currency, positive
from forbear.intake.clean.days import day
from forbear.intake.clean.reasons import Unreadable
from forbear.intake.clean.text import text
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row, taken
from forbear.kernel.errors import BadInput

NAME, LOANS_OF, CURRENCY = "camt053", "core_banking_csv", "CNY"
_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(?:0[2-9]|1[0-2])\}Document")
_LOAN = re.compile(r"(?<![A-Za-z0-9])L[0-9]{6}(?![0-9])")
# Where each cell stands inside an entry; the first path that holds text counts.
PATHS: dict[str, tuple[str, ...]] = {
    "Amt": ("Amt",),
    "CdtDbtInd": ("CdtDbtInd",),
    "RvslInd": ("RvslInd",),
    "Sts": ("Sts/Cd", "Sts"),
    "BookgDt": ("BookgDt/Dt", "BookgDt/DtTm"),
    "ValDt": ("ValDt/Dt", "ValDt/DtTm"),
    "Ref": ("AcctSvcrRef", "NtryDtls/TxDtls/Refs/AcctSvcrRef", "NtryDtls/TxDtls/Refs/TxId", "NtryRef"),
    "EndToEndId": ("NtryDtls/TxDtls/Refs/EndToEndId",),
    "Ustrd": ("NtryDtls/TxDtls/RmtInf/Ustrd",),
}


def statement_day(cell: str) -> int:
    """The day of an ISODate or of an ISODateTime as written."""
    return day(cell.strip()[:10])


class Camt053:
    """The whole source; see the module."""

    name = NAME
    title = "bank statement, ISO 20022 camt.053 (XML)"
    takes: Literal["file", "folder"] = "file"
    columns: Mapping[str, tuple[Column, ...]] = {
        "": (
            Column("CdtDbtInd", "side", text),
            Column("RvslInd", "reversal", text, empty_is=None),
            Column("Sts", "status", text),
            Column("Amt", "amount", positive(amount("."))),
            Column("Ccy", "currency", currency({})),
            Column("BookgDt", "booked", statement_day, past=True),
            Column("ValDt", "payments.value_day", statement_day, past=True),
            Column("Ref", "reference", text, empty_is="entry_without_reference"),
            Column("EndToEndId", "end_to_end", text, empty_is=None),
            Column("Ustrd", "remittance", text, empty_is=None),
        )
    }

    def read(self, path: Path) -> Iterator[Opened | Row | Broken]:
        """Every entry of every statement in the file."""
        number = 0
        yield Opened(path.name, "xml")
        try:
            with path.open("rb") as file:
                for number, element in enumerate(_entries(file, path.name), 1):
                    yield _row(path.name, number, element)
                    element.clear()
        except ParseError:
            yield Broken(path.name, number + 1, "cut_record", "", "the XML ends or breaks here; what follows is unread")

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """The repayment that one booked entry brought, or took back."""
        sign = _sign(str(values["side"]), str(values["reversal"] or "false"))
        if values["status"] != "BOOK":
            raise Unreadable("not_booked")
        if values["currency"] != CURRENCY:
            raise Unreadable("currency_unknown", f"(Ccy: {CURRENCY} expected)")
        key, loan = f"{NAME}:{values['reference']}", f"{LOANS_OF}:{_loan(values)}"
        payment = taken("payments", values) | {"payment_key": key, "loan_key": loan, "channel": "bank"}
        yield Fact(
            "payments", key, payment | {"amount_cents": sign * int(str(values["amount"]))}, int(str(values["booked"]))
        )


def _sign(side: str, reversal: str) -> int:
    """Money in is 1; a reversed payment going out again is -1; all else is not a repayment."""
    if side == "CRDT" and reversal == "false":
        return 1
    if side == "DBIT" and reversal == "true":
        return -1
    raise Unreadable("not_a_repayment")


def _loan(values: Mapping[str, object]) -> str:
    """The one loan number that the entry names."""
    for name in ("end_to_end", "remittance"):
        found = set(_LOAN.findall(str(values[name] or "")))
        if len(found) == 1:
            return str(found.pop())
    raise Unreadable("loan_missing")


def _entries(file: BinaryIO, name: str) -> Iterator[Element]:
    """The Ntry elements as they are read; refused when the document is no camt.053."""
    read = iterparse(file, events=("start", "end"))
    try:
        _, document = next(read)
        if not _NAMESPACE.fullmatch(document.tag):
            raise BadInput("this is no camt.053 statement.", where=name, mend="Export camt.053.001.02 to .12.")
    except ParseError as error:
        raise BadInput("this is not XML.", where=name, mend="Export camt.053.001.02 to .12.") from error
    except DefusedXmlException as error:
        raise BadInput("it declares entities or a DTD.", where=name, mend="Ask the bank for plain XML.") from error
    for event, element in read:
        if event == "end" and element.tag.rpartition("}")[2] == "Ntry":
            yield element


def _row(file: str, number: int, entry: Element) -> Row:
    for element in entry.iter():
        element.tag = element.tag.rpartition("}")[2]
    cells = {name: _first(entry, paths) for name, paths in PATHS.items()}
    money = entry.find("Amt")
    cells["Ccy"] = "" if money is None else money.get("Ccy", "")
    return Row(file, number, cells, tostring(entry, encoding="unicode"))


def _first(entry: Element, paths: tuple[str, ...]) -> str:
    for path in paths:
        found: str = " ".join(one.text.strip() for one in entry.findall(path) if one.text and one.text.strip())
        if found:
            return found
    return ""

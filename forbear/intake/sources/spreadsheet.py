"""The card department's workbook (.xlsx): sheet 信用卡, header in row 3, one row a card and statement.

Its customer numbers (K-000123) are its own. A statement becomes one instalment (its new amount, due on 到期还款日) and,
where 本期已还 is not zero, one payment valued on 还款日期 or, without one, on the due day. Formulas are never computed.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Literal, cast

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from forbear.intake.clean.amounts import amount, currency, not_negative, positive
from forbear.intake.clean.days import day
from forbear.intake.clean.identity import Identity, identity
from forbear.intake.clean.reasons import Unreadable
from forbear.intake.clean.text import one_of, text
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row, taken
from forbear.kernel.days import date_of
from forbear.kernel.errors import BadInput

NAME, CREDITOR, MARKET = "spreadsheet", "安禾小额贷款", "CN"
SHEET, HEADER_ROW, LARGEST_BYTES = "信用卡", 3, 1 << 30
MONEY = amount(".")
STATES = {"正常": "open", "结清": "settled", "核销": "written_off"}


class Spreadsheet:
    """The whole source; see the module."""

    name = NAME
    title = "card department workbook, one row a card and statement (XLSX)"
    takes: Literal["file", "folder"] = "file"
    columns: Mapping[str, tuple[Column, ...]] = {
        "": (
            Column("卡号末四位", "card", text, empty_is="loan_missing"),
            Column("客户编号", "customer", text),
            Column("持卡人姓名", "people.name", text),
            Column("证件号码", "id", identity, empty_is=None),
            Column("信用额度", "limit", positive(MONEY)),
            Column("账单日", "billed", day),
            Column("到期还款日", "due", day),
            Column("本期应还", "amount", not_negative(MONEY)),
            Column("本期已还", "paid", not_negative(MONEY), empty_is=None),
            Column("还款日期", "paid_day", day, empty_is=None, past=True),
            Column("币种", "loans.currency", currency({"人民币": "CNY"})),
            Column("状态", "loans.status", one_of(STATES)),
            Column("年利率", "loans.annual_rate_bp", not_negative(MONEY), empty_is=None),
        )
    }

    def read(self, path: Path) -> Iterator[Opened | Row | Broken]:
        """Every statement row; the number of a statement counts the card's bill days from the earliest."""
        with path.open("rb") as file, closing(_book(file, path.name)) as book:
            lines = _sheet(book, path.name).iter_rows(min_row=HEADER_ROW, values_only=True)
            header = _header(next(lines, ()), path.name, [column.of for column in self.columns[""]])
            needed = {column.of for column in self.columns[""]}
            yield Opened(path.name, "xlsx", tuple(name for name in header if name and name not in needed))
            yield from _rows(path.name, header, lines)

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """The holder, the card, the statement's instalment and what was paid on it."""
        billed, due = int(str(values["billed"])), int(str(values["due"]))
        if due < billed:
            raise Unreadable("date_impossible", "(到期还款日 before 账单日)")
        party, card = f"{NAME}:{values['customer']}", f"{NAME}:{values['customer']}-{values['card']}"
        person = taken("people", values) | {"party_key": party, "market": MARKET}
        person |= {"birth_day": None, "language": None, "timezone": None}
        if isinstance(number := values["id"], Identity):
            person["national_id"] = number.number
            if not number.checked:
                yield Note("id_check_failed")
        yield Fact("people", party, person, billed, loose=("name",))
        yield Fact("loans", card, taken("loans", values) | _terms(card, party, values["limit"]), billed)
        parts = {"principal_cents": values["amount"], "interest_cents": 0, "costs_cents": 0}
        place = {"loan_key": card, "number": _month(billed), "due_day": due}
        yield Fact("instalments", f"{card}:{date_of(billed)}", place | parts, billed)
        yield from _payment(card, billed, due, values)


def _payment(card: str, billed: int, due: int, values: Mapping[str, object]) -> Iterator[Fact]:
    cents = int(str(values["paid"] or 0))
    if cents:
        key = f"{card}:{date_of(billed)}"
        paid = due if values["paid_day"] is None else int(str(values["paid_day"]))
        payment = {"payment_key": key, "loan_key": card, "value_day": paid, "amount_cents": cents, "channel": "card"}
        yield Fact("payments", key, payment, paid)


def _month(day_number: int) -> int:
    """A statement's number: months since January 1970, so that it is the same in every export."""
    billed = date_of(day_number)
    return (billed.year - 1970) * 12 + billed.month


def _terms(card: str, party: str, limit: object) -> dict[str, object]:
    return {
        "loan_key": card,
        "party_key": party,
        "product": "credit_card",
        "creditor": CREDITOR,
        "market": MARKET,
        "principal_cents": 0,
        "limit_cents": limit,
        "opened_day": None,
        "term_months": None,
        "autopay": False,
    }


def _book(file: BinaryIO, name: str) -> openpyxl.Workbook:
    """The workbook, opened for reading row by row with its formulas as text."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_BYTES:
                raise BadInput("the workbook unpacks to more than 1 GB.", where=name, mend="Split it.")
        return openpyxl.load_workbook(file, read_only=True, data_only=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise BadInput("this is not a readable .xlsx workbook.", where=name, mend="Save it as .xlsx.") from error


def _sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    if SHEET not in book.sheetnames:
        raise BadInput(f"there is no sheet {SHEET}.", where=name, mend=f"Sheets: {', '.join(book.sheetnames)}.")
    return cast(Worksheet, book[SHEET])


def _header(line: tuple[object, ...], name: str, needs: list[str]) -> list[str]:
    header = [_cell(value).strip() for value in line]
    if missing := [column for column in needs if column not in header]:
        where = f"{name}, row {HEADER_ROW}"
        raise BadInput(
            f"the header lacks {', '.join(missing)}.", where=where, mend=f"It must have: {', '.join(needs)}."
        )
    return header


def _rows(file: str, header: list[str], lines: Iterator[tuple[object, ...]]) -> Iterator[Row | Broken]:
    for number, line in enumerate(lines, HEADER_ROW + 1):
        cells = [_cell(value) for value in line]
        if any(cell.strip() for cell in cells):
            padded = cells + [""] * (len(header) - len(cells))
            yield Row(file, number, dict(zip(header, padded, strict=False)), "\t".join(cells))


def _cell(value: object) -> str:
    """A cell as text: real dates in ISO form, numbers as their shortest exact digits."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)

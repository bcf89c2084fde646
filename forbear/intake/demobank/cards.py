"""cards.xlsx: a spreadsheet kept by hand. Another customer numbering, pinyin names, numbers as text, one formula.

The header stands on row 3. The file is byte-identical for the same bank: `workbook.py` freezes its inner dates.
"""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook

from forbear.intake.demobank.card_accounts import minimum
from forbear.intake.demobank.habits import Paid
from forbear.intake.demobank.loans import Instalment, Loan
from forbear.intake.demobank.portfolio import Customer
from forbear.intake.demobank.routing import CARDS
from forbear.intake.demobank.spoiled import Broken, Export
from forbear.intake.demobank.workbook import frozen_bytes

FILE = CARDS
SHEET = "信用卡"
TITLE = "安禾小额贷款 信用卡台账"
COLUMNS = (
    "卡号末四位", "客户编号", "持卡人姓名", "证件号码", "信用额度", "账单日", "到期还款日", "本期应还", "最低还款",
    "本期已还", "还款日期", "币种", "状态", "年利率",
)  # fmt: skip
FIRST_DATA_ROW = 4
YEARLY_RATE = 18.25  # per cent, on what stays unpaid
SPOILS = (("formula_cell", "本期应还", "=1+1"), ("date_unreadable", "到期还款日", "下月初"))

Cells = list[Any]  # what openpyxl accepts in one row: text, numbers, dates, None


def write(folder: Path, customers: list[Customer], as_of: date, rng: Random) -> Export:
    """Writes the file and says what is in it."""
    rows: list[tuple[Cells, str]] = []
    for who in customers:
        for card in who.cards:
            rows += [(_row(rng, who, card, one), "") for one in card.instalments]
    rows += [(_spoil(rng.choice(rows)[0], column, value), reason) for reason, column, value in SPOILS]
    rng.shuffle(rows)
    (folder / FILE).write_bytes(_sheet([cells for cells, _ in rows], as_of))
    broken = [Broken(FILE, at, reason) for at, (_, reason) in enumerate(rows, start=FIRST_DATA_ROW) if reason]
    return Export(FILE, len(rows), _cents(customers), broken)


def _cents(customers: list[Customer]) -> int:
    return sum(one.cents for who in customers for paid in who.card_payments.values() for one in paid.values())


def _row(rng: Random, who: Customer, card: Loan, one: Instalment) -> Cells:
    person = who.person
    paid = who.card_payments[card.key].get(one.number)
    return [
        card.number[-4:], who.card, person.name.pinyin if rng.random() < 0.6 else person.name.simplified,
        person.national_id, (card.limit or 0) // 100, card.bill_days[one.number - 1], one.due, _number(rng, one.total),
        _number(rng, minimum(one.total)), _number(rng, paid.cents if paid else 0), _paid_day(rng, paid, one), "CNY",
        card.status, YEARLY_RATE,
    ]  # fmt: skip


def _number(rng: Random, cents: int) -> float | str:
    """A number cell, or in a fifth of the cells the same number kept as text, with or without thousands commas."""
    if rng.random() >= 0.2:
        return cents / 100
    return f"{cents // 100:,}.{cents % 100:02d}" if rng.random() < 0.5 else f"{cents // 100}.{cents % 100:02d}"


def _paid_day(rng: Random, paid: Paid | None, one: Instalment) -> date | str | None:
    if paid is None or (paid.day == one.due and rng.random() < 0.5):
        return None
    return paid.day.strftime("%Y/%m/%d") if rng.random() < 0.25 else paid.day


def _spoil(cells: Cells, column: str, value: str) -> Cells:
    spoiled = list(cells)
    spoiled[COLUMNS.index(column)] = value
    return spoiled


def _sheet(rows: list[Cells], as_of: date) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append([f"{TITLE} {as_of}"])
    sheet.append([])
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append(row)
    return frozen_bytes(book, as_of)

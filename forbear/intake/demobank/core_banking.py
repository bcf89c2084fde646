"""core_banking.csv: GB18030, decimal commas, five date forms in one file, one row an instalment, some rows spoiled.

Broken rows are extra copies of good rows with one cell spoiled: setting them aside loses nothing.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from forbear.intake.demobank.loans import Instalment, Loan
from forbear.intake.demobank.portfolio import Customer
from forbear.intake.demobank.spoiled import Broken, Export, Repeat

FILE = "core_banking.csv"
ENCODING = "gb18030"
COLUMNS = (
    "客户号", "姓名", "证件号码", "出生日期", "时区", "语言", "贷款号", "产品", "币种", "放款日期", "贷款本金",
    "年利率", "期数", "期号", "应还日期", "应还本金", "应还利息", "应还费用", "自动扣款", "贷款状态", "客户标记",
)  # fmt: skip
DATE_FORMS = ("%Y-%m-%d", "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d", "%Y年%m月%d日")
HUGE_CELL = 40_000
# reason code: the column that is spoiled and what stands there instead
SPOILS = (
    ("date_unreadable", "应还日期", "月底"),
    ("date_unreadable", "放款日期", "2026-1l-18"),
    ("date_impossible", "应还日期", "2026-02-30"),
    ("date_far_future", "应还日期", "2999-12-31"),
    ("amount_negative", "应还本金", "-512,80"),
    ("amount_unreadable", "应还利息", "约20元"),
    ("loan_missing", "贷款号", ""),
    ("currency_unknown", "币种", "XBT"),
    ("formula_cell", "应还费用", '=HYPERLINK("https://example.com","5")'),
    ("field_too_long", "姓名", "长" * HUGE_CELL),
)
REPEATS_PER_MYRIAD = 20


@dataclass(slots=True)
class _Line:
    cells: list[str]
    reason: str = ""
    repeats: "_Line | None" = None


def write(folder: Path, customers: list[Customer], rng: Random) -> Export:
    """Writes the file and says what is in it."""
    lines = [_Line(_row(rng, who, loan, one)) for who in customers for loan in who.loans for one in loan.instalments]
    good = list(lines)
    lines += [_spoil(rng.choice(good), *spoil) for spoil in SPOILS]
    lines += [
        _Line(list(one.cells), repeats=one) for one in rng.sample(good, len(good) * REPEATS_PER_MYRIAD // 10_000 + 1)
    ]
    rng.shuffle(lines)
    (folder / FILE).write_bytes(_text(lines).encode(ENCODING))
    return _export(lines)


def _row(rng: Random, who: Customer, loan: Loan, one: Instalment) -> list[str]:
    person = who.person
    return [
        who.core, person.name.simplified, person.national_id, _day(rng, person.birthday), person.zone, person.language,
        loan.number, loan.product, rng.choice(("CNY", "人民币")), _day(rng, loan.opened), amount(rng, loan.principal),
        f"{loan.rate_bp // 100},{loan.rate_bp % 100:02d}", str(len(loan.instalments)), str(one.number),
        _day(rng, one.due), amount(rng, one.principal), amount(rng, one.interest), amount(rng, one.costs),
        "是" if loan.autopay else "否", loan.status, ";".join(str(note) for note in who.notes),
    ]  # fmt: skip


def amount(rng: Random, cents: int) -> str:
    """Cents with a decimal comma, thousands grouped by points in half of the cells."""
    whole = f"{cents // 100:,}".replace(",", "." if rng.random() < 0.5 else "")
    return f"{whole},{cents % 100:02d}"


def _day(rng: Random, day: date) -> str:
    return day.strftime(rng.choice(DATE_FORMS))


def _spoil(line: _Line, reason: str, column: str, value: str) -> _Line:
    cells = list(line.cells)
    cells[COLUMNS.index(column)] = value
    return _Line(cells, reason)


def _text(lines: list[_Line]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(line.cells for line in lines)
    return out.getvalue()


def _export(lines: list[_Line]) -> Export:
    at = {id(line): row for row, line in enumerate(lines, start=2)}
    broken = [Broken(FILE, at[id(line)], line.reason) for line in lines if line.reason]
    repeats = [Repeat(FILE, at[id(line)], at[id(line.repeats)]) for line in lines if line.repeats]
    return Export(FILE, len(lines), 0, broken, repeats)

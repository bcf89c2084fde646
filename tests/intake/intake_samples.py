"""What the tests of intake share: one plain row of core banking, the demo bank's files, and a house to import into."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from forbear.casefile.vault import Vault
from forbear.intake.collect import collect
from forbear.intake.engine import Engine
from forbear.intake.lake import Lake
from forbear.intake.report import FileReport
from forbear.intake.sources import source
from forbear.kernel.days import day_number

AS_OF = date(2026, 11, 24)
TODAY = day_number(AS_OF)
EXPORTS = {
    "core_banking_csv": "core_banking.csv",
    "payment_platform_jsonl": "payments.jsonl",
    "spreadsheet": "cards.xlsx",
    "camt053": "statement.camt053.xml",
    "contacts_csv": "contacts.csv",
}
CORE_HEADER = (
    "客户号,姓名,证件号码,出生日期,时区,语言,贷款号,产品,币种,放款日期,贷款本金,年利率,期数,期号,"
    "应还日期,应还本金,应还利息,应还费用,自动扣款,贷款状态,客户标记"
)
CORE_ROW = {
    "客户号": "C000001",
    "姓名": "李小梅",
    "证件号码": "",
    "出生日期": "1980-05-06",
    "时区": "Asia/Shanghai",
    "语言": "简",
    "贷款号": "L000001",
    "产品": "消费分期",
    "币种": "CNY",
    "放款日期": "2026-06-01",
    "贷款本金": "12.000,00",
    "年利率": "14,40",
    "期数": "12",
    "期号": "1",
    "应还日期": "2026-07-01",
    "应还本金": "1.000,00",
    "应还利息": "144,00",
    "应还费用": "0,00",
    "自动扣款": "否",
    "贷款状态": "正常",
    "客户标记": "",
}


def core_line(**changes: str) -> str:
    """One line of a core banking export, quoted where needed."""
    cells = [(CORE_ROW | changes)[name] for name in CORE_HEADER.split(",")]
    return ",".join(f'"{cell}"' if "," in cell or '"' in cell else cell for cell in cells)


def write_core(path: Path, lines: Sequence[str]) -> Path:
    path.write_bytes("\r\n".join([CORE_HEADER, *lines, ""]).encode("gb18030"))
    return path


@dataclass
class House:
    """A lake with its keys; `take` imports and `rows` reads back."""

    home: Path
    lake: Lake
    vault: Vault

    @classmethod
    def at(cls, home: Path, engine: Engine) -> "House":
        return cls(home, Lake(home, engine), Vault.open(home / "keys"))

    def take(self, name: str, path: Path, day: int = TODAY) -> list[FileReport]:
        return collect(source(name), [path], self.lake, self.vault, day)

    def rows(self, table: str, day: int | None = None) -> list[dict[str, Any]]:
        frame = self.lake.current(table, day).sort("source", "key")
        return frame.collect(backend="pyarrow").to_native().to_pylist()


@dataclass
class Imported:
    """Exports that were read, with the reports of each source; read-only for tests."""

    house: House
    reports: dict[str, list[FileReport]]

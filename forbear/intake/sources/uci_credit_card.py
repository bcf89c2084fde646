"""UCI "default of credit card clients" (Taiwan, April to September 2005): six monthly statements a client, NT$.

Sex, education, marriage, age and the target column are in the file and are not taken: the first four are protected or
near it, and the target is next month's news. `PAY_0` is September (there is no PAY_1), `PAY_6` is April.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from forbear.intake import delimited
from forbear.intake.clean.amounts import amount, not_negative, positive
from forbear.intake.clean.reasons import Unreadable
from forbear.intake.clean.text import text, whole
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row
from forbear.kernel.days import day_number

NAME, CREDITOR, MARKET, ZONE, CURRENCY = "uci_credit_card", "UCI card bank", "TW", "Asia/Taipei", "TWD"
MONEY = amount(".")
# Column number of the month (as in BILL_AMT1) to the last day of that month.
MONTHS = {
    number: day_number(date(2005, month, last))
    for number, month, last in ((1, 9, 30), (2, 8, 31), (3, 7, 31), (4, 6, 30), (5, 5, 31), (6, 4, 30))
}
FIRST_DAY = min(MONTHS.values())


def status(cell: str) -> int:
    """The repayment status of a month: -2 no use, -1 paid in full, 0 minimum paid, 1..8 months past due."""
    found = whole(cell)
    if not -2 <= found <= 8:
        raise Unreadable("unknown_value", str(found))
    return found


class UciCreditCard:
    """The whole source; see the module."""

    name = NAME
    title = "UCI default of credit card clients: six monthly statements a client (CSV)"
    takes: Literal["file", "folder"] = "file"
    columns: Mapping[str, tuple[Column, ...]] = {
        "": (
            Column("ID", "client", text),
            Column("LIMIT_BAL", "limit", positive(MONEY)),
            *(Column("PAY_0" if n == 1 else f"PAY_{n}", f"status_{n}", status) for n in MONTHS),
            *(Column(f"BILL_AMT{n}", f"billed_{n}", MONEY) for n in MONTHS),
            *(Column(f"PAY_AMT{n}", f"paid_{n}", not_negative(MONEY)) for n in MONTHS),
        )
    }

    def read(self, path: Path) -> Iterator[Opened | Row | Broken]:
        """Every client's row."""
        yield from delimited.read(path, ",", [column.of for column in self.columns[""]])

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """The client, the card account and its six statements."""
        key, limit = f"{NAME}:{values['client']}", values["limit"]
        person = {"party_key": key, "birth_day": None, "language": None, "timezone": ZONE, "market": MARKET}
        yield Fact("people", key, person, FIRST_DAY)
        yield Fact("loans", key, _terms(key) | {"limit_cents": limit}, FIRST_DAY)
        for number, last_day in MONTHS.items():
            statement = {"loan_key": key, "month_day": last_day, "limit_cents": limit}
            statement |= {"status_months": values[f"status_{number}"], "billed_cents": values[f"billed_{number}"]}
            statement |= {"paid_cents": values[f"paid_{number}"]}
            yield Fact("statements", f"{key}:{last_day}", statement, last_day)


def _terms(key: str) -> dict[str, object]:
    return {
        "loan_key": key,
        "party_key": key,
        "product": "credit_card",
        "creditor": CREDITOR,
        "currency": CURRENCY,
        "principal_cents": 0,
        "opened_day": None,
        "term_months": None,
        "annual_rate_bp": None,
        "autopay": False,
        "status": "open",
        "market": MARKET,
    }

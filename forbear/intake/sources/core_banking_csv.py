"""Core banking export: one row an instalment, with its loan and its borrower repeated. GB18030 or UTF-8, commas.

The export states its decimal mark (a comma) here, mixes five date forms, and lists what the bank noted about the
customer in 客户标记. Marks that concern one loan are kept for that loan: 争议 分期计划 承诺 宽限.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from forbear.intake import delimited
from forbear.intake.clean.amounts import amount, currency, not_negative, positive
from forbear.intake.clean.days import day
from forbear.intake.clean.identity import Identity, identity
from forbear.intake.clean.marks import Mark, marks
from forbear.intake.clean.reasons import Unreadable
from forbear.intake.clean.text import one_of, text, whole, zone
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row, taken

NAME, CREDITOR, MARKET = "core_banking_csv", "安禾小额贷款", "CN"
MONEY = amount(",")
LANGUAGES = {"简": "zh-Hans", "繁": "zh-Hant", "EN": "en"}
STATES = {"正常": "open", "结清": "settled", "核销": "written_off"}
OF_ONE_LOAN = ("disputed", "plan_performing", "promise", "ageing_pause")
# The last instalment may fall this long after the agreed term (deferred and extended loans).
SLACK_DAYS = 730


class CoreBanking:
    """The whole source; see the module."""

    name = NAME
    title = "core banking export, one row an instalment (CSV, GB18030, decimal comma)"
    takes: Literal["file", "folder"] = "file"
    columns: Mapping[str, tuple[Column, ...]] = {
        "": (
            Column("客户号", "customer", text),
            Column("姓名", "people.name", text),
            Column("证件号码", "id", identity, empty_is=None),
            Column("出生日期", "people.birth_day", day, empty_is=None, past=True),
            Column("时区", "people.timezone", zone, empty_is=None),
            Column("语言", "people.language", one_of(LANGUAGES, "unknown_language"), empty_is=None),
            Column("贷款号", "loan", text, empty_is="loan_missing"),
            Column("产品", "loans.product", text),
            Column("币种", "loans.currency", currency({"人民币": "CNY"})),
            Column("放款日期", "loans.opened_day", day, past=True),
            Column("贷款本金", "loans.principal_cents", positive(MONEY)),
            Column("年利率", "loans.annual_rate_bp", not_negative(MONEY), empty_is=None),
            Column("期数", "loans.term_months", whole),
            Column("期号", "instalments.number", whole),
            Column("应还日期", "instalments.due_day", day),
            Column("应还本金", "instalments.principal_cents", not_negative(MONEY)),
            Column("应还利息", "instalments.interest_cents", not_negative(MONEY)),
            Column("应还费用", "instalments.costs_cents", not_negative(MONEY)),
            Column("自动扣款", "loans.autopay", one_of({"是": True, "否": False})),
            Column("贷款状态", "loans.status", one_of(STATES)),
            Column("客户标记", "marks", marks, empty_is=None),
        )
    }

    def read(self, path: Path) -> Iterator[Opened | Row | Broken]:
        """Every instalment row of the export."""
        yield from delimited.read(path, ",", [column.of for column in self.columns[""]])

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """The borrower, the loan, the instalment and each mark of one row."""
        party, loan = f"{NAME}:{values['customer']}", f"{NAME}:{values['loan']}"
        opened = _days_in_order(values)
        person = taken("people", values) | {"party_key": party, "market": MARKET}
        if isinstance(number := values["id"], Identity):
            person["national_id"] = number.number
            if not number.checked:
                yield Note("id_check_failed")
        yield Fact("people", party, person, opened)
        terms = {"loan_key": loan, "party_key": party, "creditor": CREDITOR, "market": MARKET}
        yield Fact("loans", loan, taken("loans", values) | terms, opened)
        due = taken("instalments", values) | {"loan_key": loan}
        yield Fact("instalments", f"{loan}:{due['number']}", due, opened)
        for mark in values["marks"] or ():  # type: ignore[attr-defined]
            yield _flag(mark, party, loan, opened)


def _days_in_order(values: Mapping[str, object]) -> int:
    """The opening day, after checking that the due day neither precedes it nor lies far beyond the term."""
    opened, due = int(str(values["loans.opened_day"])), int(str(values["instalments.due_day"]))
    if due < opened:
        raise Unreadable("date_impossible", "(应还日期 before 放款日期)")
    if due > opened + int(str(values["loans.term_months"])) * 31 + SLACK_DAYS:
        raise Unreadable("date_far_future", "(应还日期)")
    return opened


def _flag(mark: Mark, party: str, loan: str, opened: int) -> Fact:
    about = loan if mark.flag in OF_ONE_LOAN else None
    values: dict[str, object] = {"party_key": party, "loan_key": about, "flag": mark.flag, "detail": mark.detail}
    values |= {"from_day": mark.from_day or 0, "until_day": mark.until_day}
    key = f"{about or party}:{mark.flag}:{mark.from_day or ''}"
    return Fact("flags", key, values, max(opened, mark.from_day or 0))

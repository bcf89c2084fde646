"""Payments from the platform, the bank and the card department, good and bad."""

import json
from datetime import date

import openpyxl
import pytest
from intake_samples import TODAY, core_line, write_core

from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput

EVENT = {
    "event_id": "EV1",
    "loan": "L000001",
    "paid_at": "2026-11-10T23:50:00+08:00",
    "booked_at": "2026-11-12T09:00:00+08:00",
    "amount": "1280.00",
    "currency": "CNY",
    "channel": "wechat",
    "status": "SUCCESS",
}
ENTRY = """<Ntry><Amt Ccy="{ccy}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{reversal}<Sts><Cd>{status}</Cd></Sts>
<BookgDt><Dt>2026-11-12</Dt></BookgDt><ValDt><Dt>2026-11-10</Dt></ValDt>{ref}
<NtryDtls><TxDtls><Refs><EndToEndId>{e2e}</EndToEndId></Refs><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
DOCUMENT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><Stmt>{}</Stmt></BkToCstmrStmt></Document>"""
CARD = {
    "卡号末四位": "4821",
    "客户编号": "K-000001",
    "持卡人姓名": "LI Xiaomei",
    "证件号码": "",
    "信用额度": 10000,
    "账单日": date(2026, 9, 2),
    "到期还款日": date(2026, 9, 22),
    "本期应还": 813.23,
    "最低还款": 81.32,
    "本期已还": "813.23",
    "还款日期": "2026/09/20",
    "币种": "CNY",
    "状态": "正常",
    "年利率": 18.25,
}


@pytest.fixture
def lender(house, tmp_path):
    """A lake that has loan L000001."""
    house.take("core_banking_csv", write_core(tmp_path / "core.csv", [core_line()]))
    return house


@pytest.fixture
def platform(lender, tmp_path):
    def take(*events, day=TODAY):
        path = tmp_path / "payments.jsonl"
        lines = [event if isinstance(event, str) else json.dumps(event) for event in events]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return lender.take("payment_platform_jsonl", path, day)[0]

    return take


def entry(**changes):
    plain = {"ccy": "CNY", "amount": "1280.00", "side": "CRDT", "reversal": "", "status": "BOOK", "e2e": "L000001"}
    return ENTRY.format(**(plain | {"ref": "<AcctSvcrRef>ST1</AcctSvcrRef>", "text": ""} | changes))


@pytest.fixture
def bank_statement(lender, tmp_path):
    def take(*entries, document=DOCUMENT):
        path = tmp_path / "statement.xml"
        path.write_text(document.format("".join(entries)), encoding="utf-8")
        return lender.take("camt053", path)[0]

    return take


@pytest.fixture
def workbook(house, tmp_path):
    def take(*rows, sheet="信用卡"):
        book = openpyxl.Workbook()
        book.active.title = sheet
        book.active.append(["安禾小额贷款"])
        book.active.append([])
        book.active.append(list(CARD))
        for row in rows:
            book.active.append(list((CARD | row).values()))
        book.save(tmp_path / "cards.xlsx")
        book.close()
        return house.take("spreadsheet", tmp_path / "cards.xlsx")[0]

    return take


def test_a_payment_counts_from_its_value_day_and_is_known_from_its_booking_day(platform, lender):
    platform(EVENT)
    (payment,) = lender.rows("payments")
    assert (payment["amount_cents"], payment["loan_key"]) == (128_000, "core_banking_csv:L000001")
    assert payment["value_day"] == day_number(date(2026, 11, 10))
    assert payment["recorded_day"] == day_number(date(2026, 11, 12))
    assert lender.rows("payments", day_number(date(2026, 11, 11))) == []


def test_a_repeated_event_is_unchanged_and_its_earliest_booking_counts(platform, lender):
    report = platform(EVENT, EVENT, EVENT | {"booked_at": "2026-11-11T09:00:00+08:00"})
    assert (report.taken, report.unchanged) == (1, 2)
    (payment,) = lender.rows("payments")
    assert (payment["recorded_day"], payment["source_row"]) == (day_number(date(2026, 11, 11)), 3)


def test_a_refund_is_negative(platform, lender):
    platform(EVENT, EVENT | {"event_id": "EV2", "status": "REFUND"})
    assert [row["amount_cents"] for row in lender.rows("payments")] == [128_000, -128_000]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (EVENT | {"status": "FAILED"}, "failed_payment"),
        (EVENT | {"status": "MAYBE"}, "unknown_value"),
        (EVENT | {"loan": "L999999"}, "unknown_loan"),
        (EVENT | {"loan": None}, "loan_missing"),
        (EVENT | {"amount": "-5.00"}, "amount_negative"),
        (EVENT | {"amount": "twelve"}, "amount_unreadable"),
        (EVENT | {"amount": "1.005"}, "amount_too_fine"),
        (EVENT | {"currency": "USD"}, "currency_unknown"),
        (EVENT | {"paid_at": "2026-11-10T23:50:00"}, "date_unreadable"),
        (EVENT | {"booked_at": "2026-11-25T00:00:00+08:00"}, "date_future"),
        (EVENT | {"channel": "=cmd"}, "formula_cell"),
        (EVENT | {"event_id": "x" * 20_000}, "field_too_long"),
        ('{"event_id": "EV9", "loan": "L0000', "cut_record"),
        ("[1, 2]", "cut_record"),
        ("[" * 100_000, "field_too_long"),
    ],
)
def test_a_broken_event_is_set_aside_and_its_neighbours_are_taken(platform, event, reason):
    report = platform(EVENT | {"event_id": "EV0"}, event, EVENT | {"event_id": "EV2"})
    assert (report.taken, report.reasons) == (2, {reason: 1})


def test_amounts_written_as_json_numbers_are_exact(platform, lender):
    platform(json.dumps(EVENT | {"amount": 0}).replace('"amount": 0', '"amount": 1280.10'))
    assert [row["amount_cents"] for row in lender.rows("payments")] == [128_010]


def test_a_payment_that_came_before_its_loan_waits_and_is_taken_when_read_again(house, tmp_path):
    path = tmp_path / "payments.jsonl"
    path.write_text(json.dumps(EVENT) + "\n", encoding="utf-8")
    (early,) = house.take("payment_platform_jsonl", path)
    house.take("core_banking_csv", write_core(tmp_path / "core.csv", [core_line()]))
    (later,) = house.take("payment_platform_jsonl", path)
    assert (early.reasons, later.taken) == ({"unknown_loan": 1}, 1)
    assert [row["reason"] for row in house.rows("quarantine")] == ["mended"]


@pytest.mark.parametrize("where", [{"e2e": "L000001"}, {"e2e": "NOTPROVIDED", "text": "还款 L000001 李小梅"}])
def test_the_loan_is_named_by_reference_or_by_text(bank_statement, lender, where):
    assert bank_statement(entry(**where)).taken == 1
    (payment,) = lender.rows("payments")
    assert (payment["amount_cents"], payment["payment_key"], payment["channel"]) == (128_000, "camt053:ST1", "bank")


def test_a_reversed_credit_takes_the_payment_back(bank_statement, lender):
    back = entry(side="DBIT", reversal="<RvslInd>true</RvslInd>", ref="<AcctSvcrRef>ST2</AcctSvcrRef>")
    assert bank_statement(entry(), back).taken == 2
    assert sum(row["amount_cents"] for row in lender.rows("payments")) == 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"side": "DBIT"}, "not_a_repayment"),
        ({"reversal": "<RvslInd>true</RvslInd>"}, "not_a_repayment"),
        ({"status": "PDNG"}, "not_booked"),
        ({"e2e": "NOTPROVIDED", "text": "利息"}, "loan_missing"),
        ({"e2e": "NOTPROVIDED", "text": "L000001 L000002"}, "loan_missing"),
        ({"e2e": "L000002"}, "unknown_loan"),
        ({"ccy": "XBT"}, "currency_unknown"),
        ({"amount": "0.00"}, "amount_impossible"),
        ({"ref": ""}, "entry_without_reference"),
    ],
)
def test_an_entry_that_is_no_repayment_is_set_aside(bank_statement, changes, reason):
    good = entry(ref="<AcctSvcrRef>ST0</AcctSvcrRef>")
    report = bank_statement(good, entry(**changes))
    assert (report.taken, report.reasons) == (1, {reason: 1})


def test_a_statement_cut_in_its_middle_gives_its_whole_entries_and_one_cut_record(bank_statement):
    report = bank_statement(entry(), document=DOCUMENT.partition("</Stmt>")[0])
    assert (report.taken, report.reasons) == (1, {"cut_record": 1})


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ('<!DOCTYPE d [<!ENTITY a "x">]><d>&a;{}</d>', "entities"),
        ("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'>{}</Document>", "no camt.053"),
        ("not xml{}", "not XML"),
    ],
)
def test_a_document_that_is_no_plain_statement_is_refused(bank_statement, document, words):
    with pytest.raises(BadInput, match=words):
        bank_statement(document=document)


def test_a_card_statement_is_an_instalment_and_a_payment(workbook, house):
    assert workbook({}).taken == 1
    (loan,), (due,), (paid,) = house.rows("loans"), house.rows("instalments"), house.rows("payments")
    assert (loan["loan_key"], loan["product"], loan["limit_cents"]) == (
        "spreadsheet:K-000001-4821",
        "credit_card",
        1_000_000,
    )
    assert (due["principal_cents"], due["due_day"]) == (81_323, day_number(date(2026, 9, 22)))
    assert (paid["amount_cents"], paid["value_day"]) == (81_323, day_number(date(2026, 9, 20)))


def test_a_payment_without_a_date_counts_on_the_due_day_and_nothing_paid_is_no_payment(workbook, house):
    workbook(
        {"还款日期": None},
        {"账单日": date(2026, 10, 2), "到期还款日": date(2026, 10, 22), "本期已还": 0, "还款日期": None},
    )
    assert [row["value_day"] for row in house.rows("payments")] == [day_number(date(2026, 9, 22))]
    assert len(house.rows("instalments")) == 2


def test_one_holder_spelled_in_several_ways_is_one_record(workbook, house):
    other = {"持卡人姓名": "李小梅", "账单日": date(2026, 10, 2), "到期还款日": date(2026, 10, 22)}
    assert workbook({}, other).taken == 2
    assert len(house.rows("people")) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"本期应还": "=1+1"}, "formula_cell"),
        ({"持卡人姓名": "@SUM(A1)"}, "formula_cell"),
        ({"到期还款日": "改期"}, "date_unreadable"),
        ({"到期还款日": date(2026, 9, 1)}, "date_impossible"),
        ({"还款日期": date(2026, 12, 1)}, "date_future"),
        ({"本期应还": -5}, "amount_negative"),
        ({"本期应还": 1 / 3}, "amount_too_fine"),
        ({"卡号末四位": None}, "loan_missing"),
        ({"币种": "XBT"}, "currency_unknown"),
        ({"最低还款": "=SUM(A1)"}, None),
    ],
)
def test_a_broken_statement_row_is_set_aside(workbook, changes, reason):
    moved = {"账单日": date(2026, 10, 2), "到期还款日": date(2026, 10, 22), "还款日期": None}
    report = workbook({}, moved | changes)
    assert (report.taken, report.reasons) == ((1, {reason: 1}) if reason else (2, {}))


def test_a_workbook_without_the_sheet_names_those_it_has(workbook):
    with pytest.raises(BadInput, match=r"no sheet 信用卡\. Sheets: other"):
        workbook(sheet="other")

"""The five exports are as messy as promised, in the encodings promised, and hide no money."""

import json
import re
from collections import Counter
from datetime import date, datetime

import pytest

from tests.intake.demobank.reading import NS, cents, comma_cents, day


def test_core_banking_is_gb18030_and_not_utf8(bank):
    raw = (bank.folder / "core_banking.csv").read_bytes()
    assert "客户号".encode("gb18030") in raw
    assert raw.count(b"\r\n") == raw.count(b"\n")
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_contacts_open_with_a_byte_order_mark_and_use_semicolons(bank):
    raw = (bank.folder / "contacts.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfref;name;mobile;email")


def test_dates_stand_in_five_forms_and_amounts_with_and_without_grouping(bank):
    rows = [row for at, row in bank.core.items() if at not in bank.left_out("core_banking.csv")]
    forms = {re.sub(r"\d", "0", row["应还日期"]) for row in rows}
    assert forms == {"0000-00-00", "0000/00/00", "00.00.0000", "00000000", "0000年00月00日"}
    assert {"." in row["贷款本金"] for row in rows} == {True, False}
    assert {row["币种"] for row in rows} == {"CNY", "人民币"}
    assert all("," in row["年利率"] for row in rows)


def test_paid_money_in_the_exports_is_the_money_in_the_truth(bank):
    assert bank.paid == {loan["key"]: loan["paid_cents"] for loan in bank.truth["loans"]}


def test_the_same_holds_for_another_seed_size_and_window(make_bank):
    for other in (make_bank(people=50, seed=1), make_bank(people=80, days=365, seed=3, as_of=date(2028, 2, 29))):
        assert other.paid == {loan["key"]: loan["paid_cents"] for loan in other.truth["loans"]}


def test_instalments_in_the_exports_are_those_of_the_truth(bank):
    seen = Counter()
    for at, row in bank.core.items():
        if at not in bank.left_out("core_banking.csv"):
            parts = tuple(comma_cents(row[column]) for column in ("应还本金", "应还利息", "应还费用"))
            seen[f"core_banking_csv:{row['贷款号']}", int(row["期号"]), str(day(row["应还日期"])), *parts] += 1
    for at, row in bank.cards.items():
        if at not in bank.left_out("cards.xlsx"):
            key = f"spreadsheet:{row['客户编号']}-{row['卡号末四位']}"
            bills = sorted(str(o["due"]) for loan in [card_truth(bank, key)] for o in loan["instalments"])
            due = str(row["到期还款日"].date())
            seen[key, bills.index(due) + 1, due, cents(row["本期应还"]), 0, 0] += 1
    truth = Counter(
        (loan["key"], one["number"], one["due"], one["principal"], one["interest"], one["costs"])
        for loan in bank.truth["loans"]
        for one in loan["instalments"]
    )
    assert seen == truth


def card_truth(bank, key):
    return next(loan for loan in bank.truth["loans"] if loan["key"] == key)


def test_one_payment_travels_by_one_route_and_one_loan_by_several(bank):
    references = [(one["route"], one["reference"]) for loan in bank.truth["loans"] for one in loan["payments"]]
    assert len(set(references)) == len(references)
    routes = [{one["route"] for one in loan["payments"]} for loan in bank.truth["loans"]]
    assert sum(len(one) == 2 for one in routes) > 100


def test_platform_events_stand_out_of_order_and_some_are_booked_weeks_late(bank):
    events = [json.loads(line) for at, line in bank.events.items() if at not in bank.left_out("payments.jsonl")]
    booked = [event["booked_at"] for event in events]
    assert booked != sorted(booked)
    lags = [
        (datetime.fromisoformat(event["booked_at"]) - datetime.fromisoformat(event["paid_at"])).days for event in events
    ]
    assert min(lags) >= 0
    assert 14 <= max(lags) <= 20


def test_nothing_is_paid_or_booked_after_the_day(bank):
    for loan in bank.truth["loans"]:
        for one in loan["payments"]:
            assert loan["opened"] <= one["value_day"] <= one["booked_day"] <= str(bank.as_of)


def test_the_statement_balances(bank):
    text = (bank.folder / "statement.camt053.xml").read_text("utf-8")
    opening, closing = (cents(one) for one in re.findall(r'</Tp><Amt Ccy="CNY">([\d.]+)<', text))
    moved = 0
    for entry in bank.entries.values():
        sign = 1 if entry.findtext("c:CdtDbtInd", namespaces=NS) == "CRDT" else -1
        moved += sign * cents(entry.findtext("c:Amt", namespaces=NS))
    assert closing - opening == moved


def test_the_spreadsheet_mixes_numbers_text_and_dates(bank):
    amounts = [row["本期应还"] for row in bank.cards.values()]
    assert {type(one) for one in amounts} >= {str, float}
    assert any("," in one for one in amounts if isinstance(one, str))
    assert {type(row["还款日期"]) for row in bank.cards.values()} == {str, datetime, type(None)}
    assert all(row["客户编号"].startswith("K-") for row in bank.cards.values())


def test_the_same_people_are_spelled_in_three_ways_across_files(bank):
    names = {ref: one["names"] for one in bank.truth["people"] for ref in one["references"]["contacts_csv"]}
    kinds = Counter()
    for row in bank.contacts.values():
        known = names[row["ref"]]
        kinds.update(kind for kind in known if known[kind] == row["name"])
    assert min(kinds["simplified"], kinds["traditional"], kinds["pinyin"]) > 100


def test_every_reference_of_the_truth_is_in_its_export(bank):
    wanted = {key: {ref for one in bank.truth["people"] for ref in one["references"][key]} for key in
              ("core_banking_csv", "spreadsheet", "contacts_csv")}  # fmt: skip
    assert {row["客户号"] for row in bank.core.values()} == wanted["core_banking_csv"]
    assert {row["客户编号"] for row in bank.cards.values()} == wanted["spreadsheet"]
    assert {row["ref"] for row in bank.contacts.values()} == wanted["contacts_csv"]


def test_five_thousand_people_come_out_whole(make_bank):
    bank = make_bank(people=5000)
    assert bank.paid == {loan["key"]: loan["paid_cents"] for loan in bank.truth["loans"]}
    assert bank.summary.people == len(bank.truth["people"]) >= 5000

"""Each row that the truth calls broken or a repeat is so, and no other row is."""

import json
from collections import Counter

import pytest

from tests.intake.demobank.reading import NS, comma_cents, day

CORE = {
    "date_unreadable": 2,
    "date_impossible": 1,
    "date_far_future": 1,
    "amount_negative": 1,
    "amount_unreadable": 1,
    "loan_missing": 1,
    "currency_unknown": 1,
    "formula_cell": 1,
    "field_too_long": 1,
}


def broken(bank, file):
    return [one for one in bank.truth["broken"] if one["file"] == file]


def test_core_banking_has_one_broken_row_of_each_promised_kind(bank):
    assert Counter(one["reason"] for one in broken(bank, "core_banking.csv")) == CORE


def test_core_banking_rows_not_listed_are_readable(bank):
    known = {loan["key"].partition(":")[2] for loan in bank.truth["loans"]}
    for at, row in bank.core.items():
        if at not in bank.left_out("core_banking.csv"):
            assert row["贷款号"] in known
            assert row["币种"] in ("CNY", "人民币")
            assert len(row["姓名"]) <= 3
            assert day(row["应还日期"]).year < 2035
            assert day(row["放款日期"]) < day(row["应还日期"])
            assert all(comma_cents(row[one]) >= 0 for one in ("应还本金", "应还利息", "应还费用", "贷款本金"))


def test_core_banking_rows_that_are_listed_cannot_be_read_as_what_they_are(bank):
    at = {one["reason"]: bank.core[one["row"]] for one in broken(bank, "core_banking.csv")}
    assert at["date_impossible"]["应还日期"] == "2026-02-30"
    assert at["loan_missing"]["贷款号"] == ""
    assert at["formula_cell"]["应还费用"].startswith("=")
    assert len(at["field_too_long"]["姓名"]) == 40_000
    with pytest.raises(ValueError, match="day is out of range"):
        day(at["date_impossible"]["应还日期"])


def test_every_repeat_says_what_its_row_said(bank):
    rows = {"core_banking.csv": bank.core, "payments.jsonl": bank.events}
    assert {one["file"] for one in bank.truth["repeats"]} == set(rows)
    for one in bank.truth["repeats"]:
        first, second = rows[one["file"]][one["of_row"]], rows[one["file"]][one["row"]]
        assert one["row"] != one["of_row"]
        if isinstance(first, str):
            first, second = json.loads(first), json.loads(second)
            assert second.pop("booked_at")[:10] == first.pop("booked_at")[:10]
        assert first == second


def test_some_repeats_differ_in_their_booking_instant(bank):
    pairs = [
        (bank.events[one["row"]], bank.events[one["of_row"]])
        for one in bank.truth["repeats"]
        if one["file"] == "payments.jsonl"
    ]
    assert {again == first for again, first in pairs} == {True, False}


def test_events_are_unique_but_for_their_repeats(bank):
    left_out = bank.left_out("payments.jsonl")
    ids = [json.loads(line)["event_id"] for at, line in bank.events.items() if at not in left_out]
    assert len(set(ids)) == len(ids)


def test_only_the_last_line_of_the_platform_is_cut_and_its_event_stands_elsewhere(bank):
    (cut,) = [one["row"] for one in broken(bank, "payments.jsonl") if one["reason"] == "cut_record"]
    assert cut == max(bank.events)
    torn = bank.events[cut]
    with pytest.raises(json.JSONDecodeError):
        json.loads(torn)
    assert any(line.startswith(torn) for at, line in bank.events.items() if at != cut)


def test_failed_and_foreign_events_are_listed(bank):
    known = {loan["key"].partition(":")[2] for loan in bank.truth["loans"]}
    reasons = {one["row"]: one["reason"] for one in broken(bank, "payments.jsonl")}
    for at, line in bank.events.items():
        if reasons.get(at) == "cut_record":
            continue
        event = json.loads(line)
        assert (event["status"] == "FAILED") == (reasons.get(at) == "failed_payment")
        assert (event["loan"] not in known) == (reasons.get(at) == "unknown_loan")
        assert (event["currency"] != "CNY") == (reasons.get(at) == "currency_unknown")


def test_debits_of_the_statement_are_no_repayments(bank):
    reasons = {one["row"]: one["reason"] for one in broken(bank, "statement.camt053.xml")}
    for at, entry in bank.entries.items():
        debit = entry.findtext("c:CdtDbtInd", namespaces=NS) == "DBIT"
        assert debit == (reasons.get(at) == "not_a_repayment")
    assert Counter(reasons.values())["loan_missing"] == 2


def test_the_spreadsheet_holds_one_formula_and_one_unreadable_date(bank):
    reasons = {one["row"]: one["reason"] for one in broken(bank, "cards.xlsx")}
    assert sorted(reasons.values()) == ["date_unreadable", "formula_cell"]
    formulas = [at for at, row in bank.cards.items() if str(row["本期应还"]).startswith("=")]
    assert [reasons[at] for at in formulas] == ["formula_cell"]


def test_contact_cells_are_broken_exactly_where_listed(bank):
    bad = {(one["row"], one["field"]) for one in broken(bank, "contacts.csv")}
    for at, row in bank.contacts.items():
        digits = sum(character.isdigit() for character in row["mobile"])
        assert ((at, "mobile") in bad) == (digits < 11)
        good = not row["email"] or (
            row["email"].count("@") == 1 and row["email"].index("@") > 0 and "example." in row["email"]
        )
        assert ((at, "email") in bad) == (not good)


def test_whoever_lost_contact_has_neither_number_nor_address(bank):
    bad = {(one["row"], one["field"]) for one in broken(bank, "contacts.csv")}
    lost = {
        ref
        for one in bank.truth["people"]
        if one["situation"] == "lost_contact"
        for ref in one["references"]["contacts_csv"]
    }
    for at, row in bank.contacts.items():
        if row["ref"] in lost:
            assert {(at, "mobile"), (at, "email")} <= bad


def test_counts_in_the_truth_add_up(bank):
    sizes = {
        "core_banking.csv": len(bank.core),
        "payments.jsonl": len(bank.events),
        "cards.xlsx": len(bank.cards),
        "statement.camt053.xml": len(bank.entries),
        "contacts.csv": len(bank.contacts),
    }
    for file, count in bank.truth["files"].items():
        assert count["rows"] == sizes[file] == count["good"] + count["broken"] + count["repeats"]
        assert bank.summary.rows[file] == count["rows"]
    assert sum(count["cents"] for count in bank.truth["files"].values()) == sum(bank.paid.values())

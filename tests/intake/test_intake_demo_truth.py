"""The demo bank, imported, against its ground truth: every broken row, every cent, every person."""

import json
from collections import defaultdict

from intake_samples import EXPORTS, TODAY

from forbear.intake.match import match
from forbear.intake.quality import quality, text


def test_exactly_the_broken_rows_are_in_quarantine_each_with_its_reason(imported, truth):
    found = {(row["source_file"], row["source_row"]): row["reason"] for row in imported.house.rows("quarantine")}
    expected = defaultdict(set)
    for row in truth["broken"]:
        expected[row["file"], row["row"]].add(row["reason"])
    assert set(found) == set(expected)
    assert {place: reason for place, reason in found.items() if reason not in expected[place]} == {}


def test_every_good_row_is_taken_and_every_repeat_unchanged(imported, truth):
    repeats = defaultdict(int)
    for row in truth["repeats"]:
        repeats[row["file"]] += 1
    for reports in imported.reports.values():
        (report,) = reports
        rows = truth["files"][report.file]["rows"]
        assert (report.rows, report.changed) == (rows, 0)
        assert report.unchanged == repeats[report.file]


def test_every_loan_has_its_whole_schedule_and_every_cent_paid(imported, truth):
    due, paid = defaultdict(int), defaultdict(int)
    for row in imported.house.rows("instalments"):
        due[row["loan_key"]] += row["principal_cents"] + row["interest_cents"] + row["costs_cents"]
    for row in imported.house.rows("payments"):
        paid[row["loan_key"]] += row["amount_cents"]
    for loan in truth["loans"]:
        parts = ("principal", "interest", "costs")
        assert due[loan["key"]] == sum(one[part] for one in loan["instalments"] for part in parts)
        assert paid[loan["key"]] == loan["paid_cents"]
    assert len(imported.house.rows("loans")) == len(truth["loans"])


def test_the_same_person_is_recognised_across_systems_and_nobody_is_merged_with_another(bank, house, truth):
    for name, file in EXPORTS.items():
        house.take(name, bank / file)
    counts = match(house.lake, house.vault, TODAY)
    person_of = {row["party_key"]: row["person_id"] for row in house.rows("links")}
    found = [
        {person_of[f"{source}:{ref}"] for source, refs in person["references"].items() for ref in refs}
        for person in truth["people"]
    ]
    assert all(len(ids) == 1 for ids in found)
    assert len(set.union(*found)) == len(truth["people"]) == counts["people"]
    assert match(house.lake, house.vault, TODAY)["new_links"] == 0


def test_no_personal_data_is_clear_anywhere_under_the_lake(imported, truth):
    root = imported.house.lake.root
    content = b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())
    columns = json.dumps(
        [imported.house.rows(name) for name in ("people", "contacts", "quarantine", "flags")], ensure_ascii=False
    )
    for person in truth["people"]:
        secrets = [
            *person["names"].values(),
            person["phone"],
            person["phone"][3:],
            person["email"],
            person["national_id"],
        ]
        for secret in secrets:
            assert secret.encode() not in content
            assert secret.encode("gb18030") not in content
            assert secret not in columns


def test_the_report_says_what_was_set_aside_and_holds_nothing_personal(imported, truth):
    reports = [report for one in imported.reports.values() for report in one]
    report = quality(imported.house.lake, reports)
    told = text(report) + json.dumps(report.as_json(), ensure_ascii=False)
    assert "core_banking.csv (core_banking_csv, gb18030)" in told
    assert "waiting in quarantine, payment_platform_jsonl: unknown_loan" in told
    assert "failed_payment" not in "".join(report.fit.waiting)
    assert report.fit.references_to_nobody == report.fit.loans_of_nobody == 0
    assert report.fit.double_payments == _alike(truth)
    possible = {share.what: (share.good, share.filled) for share in report.shares}
    assert possible["mobile numbers in an assigned range"][0] == 0
    assert possible["mobile numbers that can exist"][0] > 0
    for person in truth["people"]:
        assert not any(secret in told for secret in (*person["names"].values(), person["phone"], person["national_id"]))


def _alike(truth):
    """Payments of one loan, day and amount that came by two routes."""
    routes = defaultdict(set)
    for loan in truth["loans"]:
        for one in loan["payments"]:
            routes[loan["key"], one["value_day"], one["cents"]].add(one["route"])
    return sum(len(found) > 1 for found in routes.values())

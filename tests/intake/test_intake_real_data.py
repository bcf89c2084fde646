"""The two real data sets that the first issue names, read whole, with the numbers that their own READMEs give."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from intake_samples import TODAY, House, Imported

from forbear.intake.match import match
from forbear.intake.report import FileReport
from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput
from forbear.project.engines.duckdb import DuckDB

END_OF_PREFIX = day_number(date(1994, 3, 31))


@pytest.fixture(scope="module")
def read(shared_data: Path, engine: DuckDB, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The Berka folder in a lake of its own; read-only for tests."""
    house = House.at(tmp_path_factory.mktemp("berka"), engine)
    return Imported(house, {"berka": house.take("berka", shared_data / "berka")})


@pytest.fixture(scope="module")
def berka(read: Imported) -> dict[str, FileReport]:
    return {report.file: report for report in read.reports["berka"]}


@pytest.fixture(scope="module")
def lender(read: Imported) -> House:
    return read.house


def test_every_row_of_the_berka_folder_is_accounted_for(berka):
    rows = {file: report.rows for file, report in berka.items()}
    assert rows == {
        "client.asc": 5369,
        "disp.asc": 5369,
        "loan.asc": 682,
        "order.asc": 6471,
        "account.asc": 4500,
        "card.asc": 892,
        "district.asc": 77,
        "trans_prefix.asc": 49_103,
    }
    assert {file: report.taken for file, report in berka.items() if report.taken} == {
        "client.asc": 682,
        "disp.asc": 682,
        "loan.asc": 682,
        "order.asc": 682,
        "trans_prefix.asc": 123,
    }
    assert berka["trans_prefix.asc"].reasons == {"not_needed": 48_979, "cut_record": 1}
    assert berka["district.asc"].notes == {"missing_value": 1}


def test_the_record_cut_off_in_the_source_is_kept_with_its_line(lender):
    (cut,) = [row for row in lender.rows("quarantine") if row["reason"] == "cut_record"]
    assert (cut["source_file"], cut["source_row"]) == ("trans_prefix.asc", 49_104)
    assert lender.vault.decrypt(cut["raw_enc"], "lake.quarantine") == '3526882;11021;940331;"PRIJE'


def test_what_is_not_needed_is_counted_and_its_content_not_kept(berka, lender):
    not_needed = [row for row in lender.rows("quarantine") if row["reason"] == "not_needed"]
    assert len(not_needed) == sum(report.reasons["not_needed"] for report in berka.values())
    assert {row["raw_enc"] for row in not_needed} == {None}


def test_a_berka_loan_has_its_monthly_schedule_and_its_repayments(lender):
    due = [row for row in lender.rows("instalments") if row["loan_key"] == "berka:5316"]
    assert len(due) == 36
    assert min(row["due_day"] for row in due) == day_number(date(1993, 8, 11))
    assert {row["principal_cents"] for row in due} == {461_000}
    paid = [row for row in lender.rows("payments") if row["loan_key"] == "berka:5316"]
    assert {row["amount_cents"] for row in paid} == {461_000}
    assert min(row["value_day"] for row in paid) == day_number(date(1993, 7, 12))
    assert {row["market"] for row in lender.rows("loans")} == {"CZ"}
    assert {row["currency"] for row in lender.rows("loans")} == {"CZK"}


def test_an_instalment_is_what_the_standing_order_pays_where_the_loan_table_rounds(lender):
    cents = {row["principal_cents"] for row in lender.rows("instalments") if row["loan_key"] == "berka:5325"}
    paid = {row["amount_cents"] for row in lender.rows("payments") if row["loan_key"] == "berka:5325"}
    assert cents == paid == {293_870}


def test_how_a_loan_ended_is_not_known_before_it_ended(lender):
    then = Counter(row["status"] for row in lender.rows("loans", END_OF_PREFIX))
    later = Counter(row["status"] for row in lender.rows("loans"))
    assert set(then) == {"open"}
    assert later == {"settled": 203, "open": 479}


def test_birth_days_are_taken_and_sex_is_not(lender):
    born = {row["party_key"]: row["birth_day"] for row in lender.rows("people")}
    assert born["berka:2"] == day_number(date(1945, 2, 4))
    assert all(born.values())
    assert "sex" not in lender.rows("people")[0]


def test_an_import_as_of_a_past_day_knows_only_that_past(house, shared_data):
    house.take("berka", shared_data / "berka", END_OF_PREFIX)
    opened = [row["opened_day"] for row in house.rows("loans")]
    assert 0 < len(opened) < 682
    assert max(opened) <= END_OF_PREFIX
    assert all(row["recorded_day"] <= END_OF_PREFIX for row in house.rows("instalments"))


def test_a_berka_folder_without_a_file_names_it(house, tmp_path):
    with pytest.raises(BadInput, match=r"client\.asc is missing"):
        house.take("berka", tmp_path)


@pytest.mark.slow
def test_the_whole_uci_table_becomes_people_cards_and_six_statements_each(house, shared_data):
    (report,) = house.take("uci_credit_card", shared_data / "uci_credit_card" / "uci_credit_card_80.csv")
    assert (report.rows, report.taken, report.quarantined) == (24_000, 24_000, 0)
    assert report.facts == {"people": 24_000, "loans": 24_000, "statements": 144_000}
    assert set(report.unread) == {"SEX", "EDUCATION", "MARRIAGE", "AGE", "default.payment.next.month"}
    assert match(house.lake, house.vault, TODAY)["people"] == 24_000


def test_a_uci_row_is_six_months_from_april_to_september(house, shared_data, tmp_path):
    lines = (shared_data / "uci_credit_card" / "uci_credit_card_80.csv").read_text().splitlines()[:2]
    path = tmp_path / "uci.csv"
    path.write_text("\n".join(lines))
    house.take("uci_credit_card", path)
    months = sorted(house.rows("statements"), key=lambda row: row["month_day"])
    assert months[0]["month_day"] == day_number(date(2005, 4, 30))
    assert months[-1]["month_day"] == day_number(date(2005, 9, 30))
    assert [row["status_months"] for row in months] == [-2, -2, -1, -1, 2, 2]
    assert (months[-1]["billed_cents"], months[-2]["paid_cents"]) == (391_300, 68_900)
    (loan,) = house.rows("loans")
    assert (loan["product"], loan["currency"], loan["market"], loan["limit_cents"]) == (
        "credit_card",
        "TWD",
        "TW",
        2_000_000,
    )

"""Bad input in a core banking export: each broken row is set aside with its reason, its neighbours are taken."""

from datetime import date

import pytest
from intake_samples import CORE_HEADER, TODAY, core_line

from forbear.intake.clean.reasons import REASONS
from forbear.kernel.days import day_number
from forbear.kernel.errors import BadInput

GOOD = core_line()
NEXT = core_line(期号="2", 应还日期="2026年8月1日")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (core_line(期号="3", 应还日期="2026-02-30"), "date_impossible"),
        (core_line(期号="3", 应还日期="someday"), "date_unreadable"),
        (core_line(期号="3", 应还日期="2066-01-01"), "date_far_future"),
        (core_line(期号="3", 应还日期="2026-05-31"), "date_impossible"),
        (core_line(期号="3", 放款日期="2026-11-25"), "date_future"),
        (core_line(期号="3", 出生日期="2030-01-01"), "date_future"),
        (core_line(期号="3", 应还本金="-1.000,00"), "amount_negative"),
        (core_line(期号="3", 贷款本金="0,00"), "amount_impossible"),
        (core_line(期号="3", 应还本金="1.000,005"), "amount_too_fine"),
        (core_line(期号="3", 贷款号=""), "loan_missing"),
        (core_line(期号="3", 客户号=""), "missing_value"),
        (core_line(期号="3", 币种="XBT"), "currency_unknown"),
        (core_line(期号="3", 时区="Mars/Olympus"), "unknown_zone"),
        (core_line(期号="3", 语言="文言"), "unknown_language"),
        (core_line(期号="3", 贷款状态="蒸发"), "unknown_value"),
        (core_line(期号="3", 姓名="=HYPERLINK(1)"), "formula_cell"),
        (core_line(期号="3", 产品="+cmd"), "formula_cell"),
        (core_line(期号="3", 姓名="梅" * 40_000), "field_too_long"),
        (core_line(期号="3", 证件号码="12"), "id_unreadable"),
        (core_line(期号="3", 客户标记="神秘@2026-10-02"), "unknown_flag"),
        (core_line(期号="1", 应还利息="145,00"), "duplicate_key"),
        (core_line(期号="3", 贷款本金="13.000,00"), "duplicate_key"),
        (GOOD[:60], "cut_record"),
        (GOOD + ",extra", "extra_fields"),
        ('C000001,"an opening quote', "cut_record"),
    ],
)
def test_a_broken_row_is_set_aside_and_its_neighbours_are_taken(core, house, broken, reason):
    report = core(GOOD, broken, NEXT)
    assert (report.rows, report.taken, report.quarantined) == (3, 2, 1)
    assert report.reasons == {reason: 1}
    (kept,) = house.rows("quarantine")
    assert (kept["source_file"], kept["source_row"], kept["reason"]) == ("core.csv", 3, reason)
    assert kept["sentence"].startswith(REASONS[reason])
    assert house.vault.decrypt(kept["raw_enc"], "lake.quarantine") == broken
    assert [row["number"] for row in house.rows("instalments")] == [1, 2]


def test_a_row_states_the_borrower_the_loan_and_the_instalment(core, house):
    core(core_line(客户标记="困难@2026-10-02;承诺@2026-11-10~2026-11-28~800.00"))
    (person,), (loan,), (due,) = house.rows("people"), house.rows("loans"), house.rows("instalments")
    assert house.vault.decrypt(person["name_enc"], "lake.people.name") == "李小梅"
    assert (person["language"], person["timezone"], person["market"]) == ("zh-Hans", "Asia/Shanghai", "CN")
    assert (loan["principal_cents"], loan["annual_rate_bp"], loan["term_months"]) == (1_200_000, 1440, 12)
    assert (due["principal_cents"], due["interest_cents"], due["costs_cents"]) == (100_000, 14_400, 0)
    assert due["due_day"] == day_number(date(2026, 7, 1))
    assert due["recorded_day"] == loan["opened_day"] == day_number(date(2026, 6, 1))
    hardship, promise = sorted(house.rows("flags"), key=lambda flag: flag["flag"])
    assert (hardship["loan_key"], promise["loan_key"]) == (None, "core_banking_csv:L000001")
    assert promise["detail"] == f'{{"amount_cents":80000,"due_day":{day_number(date(2026, 11, 28))}}}'


def test_a_changed_status_is_a_new_version_and_the_old_one_stays_known(core, house):
    core(GOOD, NEXT, day=TODAY - 10)
    changed = core(core_line(贷款状态="结清"), core_line(期号="2", 应还日期="2026-08-01", 贷款状态="结清"))
    assert (changed.taken, changed.changed, changed.unchanged) == (0, 1, 1)
    assert [loan["status"] for loan in house.rows("loans")] == ["settled"]
    assert [loan["status"] for loan in house.rows("loans", TODAY - 1)] == ["open"]
    assert house.lake.history("loans").collect(backend="pyarrow")["status"].to_list() == ["open", "settled"]


def test_a_new_instalment_of_a_known_loan_is_taken(core):
    core(GOOD)
    grown = core(GOOD, NEXT)
    assert (grown.taken, grown.changed, grown.unchanged) == (1, 0, 1)


def test_a_row_that_was_mended_in_the_file_is_taken_next_time(core, house):
    core(GOOD, core_line(期号="2", 应还日期="2026-02-30"))
    mended = core(GOOD, NEXT)
    assert (mended.taken, mended.unchanged, mended.quarantined) == (1, 1, 0)


def test_a_row_from_the_future_is_taken_when_its_day_has_come(core, house):
    early = core(core_line(放款日期="2026-11-25", 应还日期="2026-12-25"))
    later = core(core_line(放款日期="2026-11-25", 应还日期="2026-12-25"), day=TODAY + 1)
    assert (early.reasons, later.taken) == ({"date_future": 1}, 1)
    assert [row["reason"] for row in house.rows("quarantine")] == ["mended"]


def test_the_same_broken_row_twice_is_counted_and_kept_twice(core, house):
    broken = core_line(期号="3", 应还日期="2026-02-30")
    assert core(GOOD, broken, broken).quarantined == 2
    assert [row["source_row"] for row in house.rows("quarantine")] == [3, 4]


def test_a_line_break_inside_quotes_does_not_shift_the_rows_after_it(core, house):
    report = core(core_line(产品="QUOTED").replace("QUOTED", '"消费\n分期"'), NEXT)
    assert (report.rows, report.taken, report.reasons) == (2, 1, {"control_character": 1})
    assert [row["source_row"] for row in house.rows("instalments")] == [4]


def test_one_undecodable_row_is_set_aside(house, tmp_path):
    lines = [core_line(期号=str(n), 应还日期="2026-08-01") for n in range(1, 120)]
    data = "\r\n".join([CORE_HEADER, *lines]).encode("gb18030") + b"\r\nC000001,\xff\xff,broken\r\n"
    path = tmp_path / "core.csv"
    path.write_bytes(data)
    (report,) = house.take("core_banking_csv", path)
    assert (report.encoding, report.taken, report.reasons) == ("gb18030", 119, {"encoding": 1})


def test_a_header_that_lacks_columns_names_them(house, tmp_path):
    path = tmp_path / "core.csv"
    path.write_text("客户号,姓名\nC1,李小梅\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"core\.csv: the header lacks 证件号码"):
        house.take("core_banking_csv", path)


def test_columns_that_are_not_needed_are_named_and_not_kept(house, tmp_path):
    path = tmp_path / "core.csv"
    path.write_text(f"{CORE_HEADER},婚姻\n{GOOD},已婚\n", encoding="utf-8")
    (report,) = house.take("core_banking_csv", path)
    assert (report.unread, report.taken) == (("婚姻",), 1)

"""Text, phones, addresses, identity numbers, names and marks, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.intake.clean.emails import email
from forbear.intake.clean.identity import check_character, identity
from forbear.intake.clean.marks import Mark, marks
from forbear.intake.clean.names import han_key, name_key
from forbear.intake.clean.phones import mobile
from forbear.intake.clean.reasons import NOTES, REASONS, Unreadable, shape
from forbear.intake.clean.text import text, whole, zone
from forbear.kernel.days import date_of


def reason_of(parse, *arguments):
    with pytest.raises(Unreadable) as refusal:
        parse(*arguments)
    return refusal.value.reason


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2", "@SUM(A1)", "＝1+1", "\t=1", " =1"])
def test_text_that_a_spreadsheet_would_run_is_refused(cell):
    assert reason_of(text, cell) in ("formula_cell", "control_character")


def test_huge_and_invisible_text_is_refused():
    assert reason_of(text, "梅" * 10_001) == "field_too_long"
    assert reason_of(text, "a\x00b") == "control_character"
    assert text("梅" * 10_000)


def test_whole_numbers_are_ascii_digits():
    assert whole("-2") == -2
    assert reason_of(whole, "2.0") == "not_a_number"


def test_a_zone_is_iana_or_refused():
    assert zone("Asia/Urumqi") == "Asia/Urumqi"
    assert reason_of(zone, "Mars/Olympus") == "unknown_zone"


@pytest.mark.parametrize(
    "typed", ["1000 123 4567", "+86-1000-1234567", "00861000 1234567", "（+86）1000 1234567", "１０００１２３４５６７"]
)
def test_one_number_typed_in_many_ways_is_one_number(typed):
    found = mobile(typed, "CN")
    assert (found.e164, found.country, found.assigned) == ("+8610001234567", "CN", False)


@pytest.mark.parametrize("typed", ["1000 123", "转李经理", "无", "1000123456789012", "", "+"])
def test_a_number_that_cannot_exist_is_refused(typed):
    assert reason_of(mobile, typed, "CN") == "phone_impossible"


def test_a_number_of_another_country_keeps_its_country():
    assert mobile("+886 912 345 678", "CN").country == "TW"


@pytest.mark.parametrize("typed", ["a@b", "no at", "two@@example.com", "a..b@example.com", "@example.com", "a@-x.com"])
def test_a_malformed_address_is_refused(typed):
    assert reason_of(email, typed) == "email_unreadable"


def test_an_address_keeps_its_local_part_and_lowers_its_domain():
    assert email(" Li.Mei+loan@EXAMPLE.org ") == "Li.Mei+loan@example.org"


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_the_check_character_catches_every_single_wrong_digit(digits):
    good = digits + check_character(digits)
    assert identity(good).checked
    wrong = ("1" if good[0] != "1" else "2") + good[1:]
    assert not identity(wrong).checked


def test_the_published_example_of_gb_11643_has_the_right_check_character():
    assert check_character("11010519491231002") == "X"


def test_what_is_not_shaped_like_an_identity_number_is_refused():
    assert reason_of(identity, "12345") == "id_unreadable"


@pytest.mark.parametrize("spelled", ["李小梅", "LI Xiaomei", "Li Xiaomei", "LI, Xiaomei", "Xiaomei LI", "李 小 梅"])
def test_one_name_in_many_spellings_has_one_key(spelled):
    assert name_key(spelled) == name_key("李小梅") == "lixiaomei"


def test_traditional_and_simplified_are_one_written_name():
    assert han_key("劉慧穎") == han_key("刘慧颖")
    assert han_key("LIU Huiying") is None


@pytest.mark.parametrize(
    ("han", "latin"),
    [("曾志伟", "ZENG Zhiwei"), ("吕芳", "LYU Fang"), ("单雄", "SHAN Xiong"), ("尉迟恭", "YUCHI Gong")],
)
def test_surnames_with_their_own_reading_match_their_passport_spelling(han, latin):
    assert name_key(han) == name_key(latin)


def test_different_people_have_different_keys():
    assert len({name_key(name) for name in ("李小梅", "李小明", "王小梅", "LI Xiaomin")}) == 4


def test_marks_become_flags_with_their_days():
    found = marks("困难@2026-10-02;听障;中止@2026-10-15~2027-01-10;承诺@2026-11-10~2026-11-28~800.00")
    assert [mark.flag for mark in found] == ["hardship", "deaf", "moratorium", "promise"]
    assert found[1] == Mark("deaf")
    assert found[3].until_day is not None
    assert date_of(found[3].until_day).isoformat() == "2026-11-28"
    assert '"amount_cents":80000' in found[3].detail


@pytest.mark.parametrize("cell", ["神秘@2026-10-02", "承诺@2026-11-10", "困难@2026-10-02~2026-10-03~2026-10-04"])
def test_a_mark_that_nobody_understands_sets_the_row_aside(cell):
    assert reason_of(marks, cell) == "unknown_flag"


@given(st.text(max_size=30))
def test_a_shape_never_repeats_a_letter_or_digit_of_the_text(cell):
    assert all(char in "9a" or not char.isalnum() for char in shape(cell))


def test_every_reason_and_note_has_a_sentence():
    assert all(sentence.endswith(".") for sentence in (*REASONS.values(), *NOTES.values()))

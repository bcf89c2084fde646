"""Amounts are read exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.intake.clean.amounts import amount, currency, not_negative, positive
from forbear.intake.clean.reasons import Unreadable

CENTS = st.integers(min_value=-(10**13), max_value=10**13)


def written(cents: int, mark: str, group: str) -> str:
    text = f"{Decimal(cents).scaleb(-2):,.2f}"
    return text.translate({ord(","): group, ord("."): mark})


@given(CENTS)
def test_what_a_bank_writes_with_a_decimal_comma_is_read_back_to_the_cent(cents):
    assert amount(",")(written(cents, ",", ".")) == cents


@given(CENTS)
def test_what_a_bank_writes_with_a_decimal_point_is_read_back_to_the_cent(cents):
    assert amount(".")(written(cents, ".", ",")) == cents


@given(CENTS, st.sampled_from([(",", "."), (".", ",")]))
def test_two_decimals_need_no_stated_mark(cents, marks):
    assert amount()(written(cents, *marks)) == cents


@given(st.text(max_size=12))
def test_any_other_text_is_refused_with_a_reason_and_never_crashes(text):
    try:
        found = amount()(text)
    except Unreadable as refusal:
        found = refusal.reason
    assert isinstance(found, int) or found.startswith(("amount_", "formula", "control"))


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345"])
def test_an_amount_that_can_be_read_in_two_ways_is_refused_unless_the_mark_is_stated(text):
    with pytest.raises(Unreadable) as refusal:
        amount()(text)
    assert refusal.value.reason == "amount_ambiguous"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0.5", 50),
        ("1.234.567", 123456700),
        ("1234.5", 123450),
        ("１２８０．５０", 128050),
        ("1 280,00", 128000),
        ("−3.10", -310),
    ],
)
def test_plain_forms_need_no_stated_mark(text, cents):
    assert amount()(text) == cents


def test_a_stated_mark_settles_what_would_be_ambiguous():
    assert amount(",")("1.234") == 123400
    assert amount(".")("1,234") == 123400


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.234", "amount_too_fine"),
        ("12,34,567.00", "amount_unreadable"),
        ("1.2.3", "amount_unreadable"),
        ("5.", "amount_unreadable"),
        ("=1+1", "formula_cell"),
        ("9" * 20, "amount_impossible"),
        ("1e5", "amount_unreadable"),
        ("NaN", "amount_unreadable"),
    ],
)
def test_each_refusal_has_its_own_reason(text, reason):
    with pytest.raises(Unreadable) as refusal:
        amount(".")(text)
    assert refusal.value.reason == reason


def test_trailing_zeros_beyond_the_minor_unit_lose_nothing():
    assert amount(".")("12.5000") == 1250


def test_impossible_signs_are_refused_where_they_cannot_be():
    for parse, text, reason in [
        (positive(amount(".")), "0.00", "amount_impossible"),
        (positive(amount(".")), "-5.00", "amount_negative"),
        (not_negative(amount(".")), "-0.01", "amount_negative"),
    ]:
        with pytest.raises(Unreadable) as refusal:
            parse(text)
        assert refusal.value.reason == reason
    assert not_negative(amount("."))("0") == 0


def test_a_currency_is_known_or_refused():
    assert currency({"人民币": "CNY"})("人民币") == "CNY"
    with pytest.raises(Unreadable, match="currency"):
        currency({})("XBT")

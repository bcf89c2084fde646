"""Amounts and days as readers of each language write them."""

from datetime import date

import pytest

from forbear.contact.letters import figures
from forbear.kernel.money import EXPONENTS, Money


@pytest.mark.parametrize(
    ("minor", "currency", "language", "written"),
    [
        (128_000, "CNY", "zh-Hans", "1,280.00元"),
        (128_000, "CNY", "zh-Hant", "人民幣1,280.00元"),
        (128_000, "CNY", "en", "¥1,280.00"),
        (128_000, "TWD", "zh-Hant", "新臺幣1,280.00元"),
        (128_000, "HKD", "zh-Hant", "港幣1,280.00元"),
        (123_456_789, "USD", "zh-Hans", "1,234,567.89美元"),
        (1_280, "JPY", "zh-Hans", "1,280日元"),
        (5, "CNY", "zh-Hans", "0.05元"),
    ],
)
def test_an_amount_is_written_in_the_readers_way(minor, currency, language, written):
    assert figures.amount(Money(minor, currency), language) == written


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_currency_has_a_word_and_no_two_read_alike_in_chinese(language):
    written = [figures.amount(Money(100 * 10 ** EXPONENTS[code], code), language) for code in EXPONENTS]
    assert all(written)
    if language != "en":
        assert len({text.replace("100.00", "").replace("100", "") for text in written}) == len(EXPONENTS)


@pytest.mark.parametrize(
    ("language", "same_year", "other_year"),
    [
        ("zh-Hans", "11月8日", "2026年11月8日"),
        ("zh-Hant", "11月8日", "2026年11月8日"),
        ("en", "8 November", "8 November 2026"),
    ],
)
def test_a_day_has_its_year_only_when_the_reader_needs_it(language, same_year, other_year):
    day = date(2026, 11, 8)
    assert figures.day(day, language, date(2026, 11, 24)) == same_year
    assert figures.day(day, language, date(2027, 1, 2)) == other_year
    assert figures.day(day, language, None) == other_year

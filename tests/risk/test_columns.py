"""What a column is, read from its values."""

import numpy as np
import pytest

from forbear.risk.columns import Column, Excluded, find_codes, understood
from forbear.risk.numbers import parse
from tests.risk.made import texts


@pytest.mark.parametrize(
    ("written", "value"),
    [("1,234.5", 1234.5), ("12%", 12.0), ("(300)", -300.0), ("¥1,280.00", 1280.0), ("1e3", 1000.0), (" 7 ", 7.0)],
)
def test_numbers_are_read_as_people_write_them(written: str, value: float) -> None:
    assert parse([written]).values[0] == value


def test_a_decimal_comma_is_settled_by_the_column() -> None:
    assert parse(["1.234,50", "12,5", "300"]).values.tolist() == [1234.5, 12.5, 300.0]
    assert parse(["1,234", "2,500,000"]).values.tolist() == [1234.0, 2500000.0]


def test_a_point_in_a_comma_column_stays_a_decimal_point() -> None:
    assert parse(["12,5", "12.5"]).values.tolist() == [12.5, 12.5]


def test_words_for_nothing_are_missing_and_other_words_are_unreadable() -> None:
    parsed = parse(["NA", "", None, "?", "two", "1"])
    assert np.isnan(parsed.values[:5]).all()
    assert parsed.unreadable.tolist() == [False, False, False, False, True, False]


def test_codes_stand_apart_at_an_edge_and_recur() -> None:
    ordinary = np.tile(np.arange(20.0), 50)
    assert find_codes(np.append(ordinary, [96.0] * 3 + [98.0] * 20)) == (96.0, 98.0)
    assert find_codes(np.append(ordinary, [-1.0] * 30)) == (-1.0,)
    assert find_codes(np.append(ordinary, [98.0] * 2)) == ()


def test_a_value_that_only_looks_like_a_code_is_a_quantity() -> None:
    assert find_codes(np.tile(np.arange(18.0, 100.0), 20)) == ()
    assert find_codes(np.tile([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0], 50)) == ()


def test_columns_no_card_should_learn_from_say_why() -> None:
    reasons = {
        "empty": understood("a", texts(None, None), None),
        "same value": understood("a", texts("x", "x"), None),
        "dates": understood("a", texts(*(f"2026-01-{d:02d}" for d in range(1, 29))), None),
        "names": understood("a", texts(*(f"Ms {n}" for n in range(100))), None),
        "names the row": understood("a", texts(*(str(n) for n in range(100))), None),
    }
    for said, found in reasons.items():
        assert isinstance(found, Excluded), said
        assert said in found.reason


def test_a_constant_with_gaps_is_kept_because_the_gap_may_mean_something() -> None:
    assert isinstance(understood("a", texts("1", None, "1", None), None), Column)

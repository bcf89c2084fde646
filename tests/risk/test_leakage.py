"""Columns that know the answer are warned about by name, with evidence; plain ones are not."""

import numpy as np

from forbear.risk.columns import Column
from forbear.risk.leakage import is_protected, warnings

RNG = np.random.default_rng(4)
ROWS = 2000
OUTCOME = (RNG.random(ROWS) < 0.2).astype(float)


def number(name: str, values) -> Column:
    return Column(name, "number", np.asarray(values, dtype=float))


def kinds(*columns: Column) -> list[tuple[str, str]]:
    return [(warned.column, warned.kind) for warned in warnings(columns, OUTCOME)]


def test_a_plain_column_is_not_suspected() -> None:
    assert kinds(number("balance", RNG.normal(size=ROWS) + 0.5 * OUTCOME)) == []


def test_a_column_that_is_almost_the_answer_is_named_with_its_auc() -> None:
    (warned,) = warnings([number("paid later", OUTCOME + RNG.normal(0, 0.1, ROWS))], OUTCOME)
    assert warned.column == "paid later"
    assert warned.kind == "leak"
    assert "AUC 1.000" in warned.evidence


def test_a_column_far_ahead_of_all_others_is_asked_about() -> None:
    strong = number("seconds", RNG.normal(size=ROWS) + 1.6 * OUTCOME)
    assert kinds(strong, number("balance", RNG.normal(size=ROWS))) == [("seconds", "leak")]


def test_missing_that_gives_the_answer_away_is_named_with_both_rates() -> None:
    values = RNG.normal(size=ROWS)
    values[OUTCOME == 0] = np.nan
    (warned,) = [w for w in warnings([number("visit", values)], OUTCOME) if w.kind == "missingness"]
    assert "0.0% positive" in warned.evidence
    assert "100.0% in the" in warned.evidence


def test_names_of_things_known_afterwards_are_pointed_out() -> None:
    assert kinds(number("recoveries", RNG.normal(size=ROWS))) == [("recoveries", "known_afterwards")]
    assert kinds(number("duration", RNG.normal(size=ROWS))) == [("duration", "known_afterwards")]
    assert kinds(number("duration_in_month", RNG.normal(size=ROWS))) == []


def test_filled_in_class_means_are_found_with_both_values() -> None:
    values = RNG.normal(100, 20, ROWS)
    gap = RNG.random(ROWS) < 0.15
    values[gap] = np.where(OUTCOME[gap] == 1, 131.7, 88.2)
    (warned,) = warnings([number("income", values)], OUTCOME)
    assert warned.kind == "class_means"
    assert "131.7" in warned.evidence
    assert "88.2" in warned.evidence


def test_protected_names_are_known_and_look_alikes_are_not() -> None:
    for name in ("SEX", "age", "age_in_years", "personal_status_and_sex", "customerAge", "婚姻状况", "foreign_worker"):
        assert is_protected(name), name
    for name in ("mortgage", "average_balance", "package", "usage", "essex", "trace_id"):
        assert not is_protected(name), name

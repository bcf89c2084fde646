"""Measures agree with their definitions and with the reference library; calibration keeps order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.risk.calibration import calibrated, fit_platt, sigmoid
from forbear.risk.metrics import auc, brier, calibration_table, ece, ks, log_loss, measured
from forbear.risk.validate import earlier_and_later, folds

RNG = np.random.default_rng(8)
SCORE = np.round(RNG.normal(size=4000), 2)
TRUTH = (RNG.random(4000) < sigmoid(2 * SCORE - 1)).astype(float)


def test_measures_equal_the_reference_library() -> None:
    reference = pytest.importorskip("sklearn.metrics", reason="the extra `fit` is not installed")
    probability = sigmoid(SCORE)
    assert auc(TRUTH, probability) == pytest.approx(reference.roc_auc_score(TRUTH, probability), abs=1e-12)
    assert brier(TRUTH, probability) == pytest.approx(reference.brier_score_loss(TRUTH, probability), abs=1e-12)
    assert log_loss(TRUTH, probability) == pytest.approx(reference.log_loss(TRUTH, probability), abs=1e-12)
    below, above, _ = reference.roc_curve(TRUTH, probability)
    assert ks(TRUTH, probability) == pytest.approx((above - below).max(), abs=1e-12)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30))
def test_auc_is_the_share_of_pairs_in_right_order(rows: list) -> None:
    truth, scores = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    pairs = [(p > n) + 0.5 * (p == n) for p in scores[truth == 1] for n in scores[truth == 0]]
    assert auc(truth, scores) == pytest.approx(np.mean(pairs) if pairs else 0.5)


def test_calibration_finds_the_true_slope_and_lowers_the_error() -> None:
    slope, offset = fit_platt(SCORE, TRUTH)
    assert slope == pytest.approx(2, abs=0.2)
    assert offset == pytest.approx(-1, abs=0.2)
    assert ece(TRUTH, calibrated(SCORE, slope, offset)) < ece(TRUTH, sigmoid(SCORE)) / 2


@given(st.floats(0.01, 5), st.floats(-5, 5), st.lists(st.floats(-30, 30), min_size=2, max_size=30))
def test_calibration_is_monotone(slope: float, offset: float, scores: list[float]) -> None:
    assert (np.diff(calibrated(np.sort(np.array(scores)), slope, offset)) >= 0).all()


def test_a_score_that_runs_backwards_is_left_as_it_is() -> None:
    assert fit_platt(-SCORE, TRUTH) == (1.0, 0.0)


def test_intervals_hold_their_value_and_repeat_with_the_seed() -> None:
    probability = sigmoid(SCORE)
    first, again = measured(TRUTH, probability, 3, draws=40), measured(TRUTH, probability, 3, draws=40)
    assert first == again
    assert first["auc"].low < first["auc"].value < first["auc"].high


def test_the_calibration_table_counts_every_row_once() -> None:
    table = calibration_table(TRUTH, sigmoid(SCORE))
    assert sum(row["rows"] for row in table) == len(TRUTH)
    assert [row["predicted"] for row in table] == sorted(row["predicted"] for row in table)


def test_folds_hold_both_classes_evenly_and_repeat_with_the_seed() -> None:
    fold = folds(TRUTH, 1)
    rates = [TRUTH[fold == number].mean() for number in range(5)]
    assert max(rates) - min(rates) < 0.01
    assert (fold == folds(TRUTH, 1)).all()
    assert (fold != folds(TRUTH, 2)).any()


def test_one_moment_is_never_on_both_sides_of_the_time_split() -> None:
    time = np.repeat([1.0, 2.0, 3.0], [10, 80, 30])
    earlier, later = earlier_and_later(time)
    assert set(time[earlier]).isdisjoint(time[later])
    assert len(earlier) + len(later) == 120
    assert len(later) == 30

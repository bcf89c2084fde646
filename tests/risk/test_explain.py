"""Reasons add up to the score, in the order of their weight, in plain words of three languages."""

import numpy as np
import pytest

from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES
from forbear.risk.card import Card
from forbear.risk.explain import LEAST_POINTS, by_topic, reasons, topics_of
from forbear.risk.features import FEATURES
from forbear.risk.score import score
from tests.risk.made import texts


def people(card: Card, rows: int = 300) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2)
    made = {name: rng.integers(-2, 7, rows).astype(float) for name in FEATURES}
    return made | {name: rng.integers(0, 2000, rows).astype(float) for name in FEATURES if name.endswith("_pm")}


def test_topics_and_intercept_add_up_to_the_score(behaviour_card: Card) -> None:
    columns = people(behaviour_card)
    total = behaviour_card.intercept + by_topic(behaviour_card, columns).sum(axis=1)
    assert np.abs(total - score(behaviour_card, columns).score).max() < 1e-9


def test_reasons_come_strongest_first_and_raising_before_lowering(behaviour_card: Card) -> None:
    columns = people(behaviour_card)
    points = by_topic(behaviour_card, columns)
    for row, said in enumerate(reasons(behaviour_card, columns, "en")):
        raising = [reason.points for reason in said if reason.points > 0]
        lowering = [reason.points for reason in said if reason.points < 0]
        assert raising == sorted(raising, reverse=True)
        assert lowering == sorted(lowering)
        assert [reason.points for reason in said] == raising + lowering
        wanted = sorted((p for p in points[row] if p >= LEAST_POINTS), reverse=True)[:3]
        assert raising == pytest.approx(wanted)


def test_a_late_borrower_hears_it_plainly_in_each_language(behaviour_card: Card) -> None:
    columns = {name: np.zeros(1) for name in FEATURES}
    late = {"status_in_month_1": 2, "worst_status": 2, "months_late": 3, "late_streak": 3, "lateness_total": 5}
    columns |= {name: np.array([float(value)]) for name, value in late.items()}
    first = {language: reasons(behaviour_card, columns, language)[0][0].text for language in LANGUAGES}
    assert first == {
        "en": "payments have been late for 3 months in a row",
        "zh-Hans": "已经连续3个月没有按时还款",
        "zh-Hant": "已連續3個月未能準時還款",
    }


def test_a_users_own_column_is_named_with_its_value(hand_card: Card) -> None:
    columns = {"months": texts("5", None), "city": texts("b", "a")}
    said = reasons(hand_card, columns, "en")
    assert said[0][0].text == "months = 5 raises the risk"
    assert said[1][-1].text == "city = a lowers the risk"
    assert any(reason.text.startswith("months = not given") for reason in said[1])


def test_a_pair_is_split_evenly_between_its_two(hand_card: Card) -> None:
    assert topics_of(hand_card) == ["months", "city"]
    points = by_topic(hand_card, {"months": np.array([2.0]), "city": texts("b")})[0]
    assert points.tolist() == pytest.approx([0.2 - 0.05 + 0.125, 0.4 + 0.125])


def test_a_language_we_do_not_speak_is_refused(hand_card: Card) -> None:
    with pytest.raises(BadInput, match="no reasons in 'fr'"):
        reasons(hand_card, {"months": np.array([1.0]), "city": texts("a")}, "fr")

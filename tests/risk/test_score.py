"""A score is the intercept plus its terms, whatever the row holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.kernel.errors import BadInput
from forbear.risk.card import Card
from forbear.risk.explain import by_topic
from forbear.risk.score import contributions, doubts, score
from tests.risk.made import HAND_MADE, texts

CARD = Card.model_validate(HAND_MADE)
months = st.one_of(st.none(), st.integers(-3, 120), st.floats(-10, 200, allow_nan=False))
cities = st.one_of(st.none(), st.sampled_from(["a", "b", "elsewhere", ""]))


def columns(rows: list[tuple[float | None, str | None]]) -> dict[str, np.ndarray]:
    numbers = np.array([np.nan if m is None else m for m, _ in rows], dtype=float)
    return {"months": numbers, "city": texts(*(c for _, c in rows))}


@given(st.lists(st.tuples(months, cities), min_size=1, max_size=40))
def test_the_score_is_the_intercept_plus_the_sum_of_its_contributions(rows: list) -> None:
    given_columns = columns(rows)
    total = CARD.intercept + contributions(CARD, given_columns).sum(axis=1)
    assert np.allclose(score(CARD, given_columns).score, total, atol=1e-12, rtol=0)
    assert np.allclose(CARD.intercept + by_topic(CARD, given_columns).sum(axis=1), total, atol=1e-12, rtol=0)


@given(st.lists(st.tuples(months, cities), min_size=2, max_size=40))
def test_a_row_scores_the_same_alone_as_among_others(rows: list) -> None:
    together = score(CARD, columns(rows)).score
    alone = [score(CARD, columns([row])).score[0] for row in rows]
    assert together.tolist() == alone


def test_a_value_is_looked_up_in_its_bin_by_hand() -> None:
    assert score(CARD, columns([(2, "b")])).score[0] == pytest.approx(-1.0 + 0.2 - 0.05 + 0.4 + 0.25)


def test_a_value_on_a_cut_belongs_to_the_bin_above_it() -> None:
    assert contributions(CARD, columns([(3, "a")]))[0, 0] == 0.9
    assert contributions(CARD, columns([(2.9, "a")]))[0, 0] == 0.2


def test_a_code_is_no_quantity_and_has_its_own_bin() -> None:
    parts = contributions(CARD, columns([(98, "a"), (97, "a")]))
    assert parts[:, 0].tolist() == [0.1, 0.9]
    assert parts[:, 1].tolist() == [0.7, -0.05]


def test_missing_has_its_own_bin_and_an_unseen_category_counts_as_nothing() -> None:
    parts = contributions(CARD, columns([(None, None), (2, "elsewhere")]))
    assert parts[0].tolist() == [0.1, 0.0, 0.3, 0.0]
    assert parts[1, 2] == 0.0
    assert parts[1, 3] == 0.0


def test_an_unseen_category_counts_as_rare_where_the_card_learned_rare_ones() -> None:
    city = {**HAND_MADE["features"][2], "rare": "b"}
    card = Card.model_validate({**HAND_MADE, "features": [*HAND_MADE["features"][:2], city]})
    assert contributions(card, columns([(2, "elsewhere")]))[0, 2] == 0.4


def test_texts_are_read_as_numbers_and_what_is_none_counts_as_missing_and_is_said() -> None:
    given_columns = {"months": texts("2", "two", None), "city": texts("b", "b", "nowhere")}
    assert contributions(CARD, given_columns)[:, 0].tolist() == [0.2, 0.1, 0.1]
    said = doubts(CARD, given_columns)
    assert any("months: 1 cells" in doubt for doubt in said)
    assert any("city: 1 rows" in doubt for doubt in said)


def test_a_missing_column_is_named_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="needs the column 'city'"):
        score(CARD, {"months": np.array([1.0])})


def test_calibration_never_changes_the_order_and_bands_start_at_their_thresholds() -> None:
    rows = [(m, c) for m in (None, 0, 1, 2, 3, 98) for c in (None, "a", "b")]
    scored = score(CARD, columns(rows))
    order = np.argsort(scored.score, kind="stable")
    assert (np.diff(scored.probability[order]) >= 0).all()
    assert ((scored.probability >= 0.45) == (scored.band == "high")).all()
    assert ((scored.probability < 0.2) == (scored.band == "low")).all()


def test_more_rows_than_one_block_keep_their_order() -> None:
    rng = np.random.default_rng(1)
    many = {"months": rng.integers(0, 9, 70_000).astype(float), "city": rng.choice(["a", "b"], 70_000).astype(object)}
    part = {name: values[65_000:65_100] for name, values in many.items()}
    assert score(CARD, many).score[65_000:65_100].tolist() == score(CARD, part).score.tolist()

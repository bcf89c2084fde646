"""A card file is complete and consistent, or it is refused, naming the field."""

import copy
import json
from pathlib import Path

import pytest

from forbear.kernel.errors import BadInput
from forbear.risk.card import Card, dump, load
from tests.risk.made import HAND_MADE


def broken(path: Path, change) -> Path:
    card = copy.deepcopy(HAND_MADE) | {"format": "forbear-risk-card/1"}
    change(card)
    path.mkdir()
    (path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return path


def test_a_card_written_and_read_again_is_the_same(hand_card: Card, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(dump(hand_card), encoding="utf-8")
    assert load(tmp_path) == hand_card


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c["terms"][0]["scores"].pop(), "shape"),
        (lambda c: c["terms"][3]["scores"][1].pop(), "ragged"),
        (lambda c: c["terms"][0].update(features=["weather"]), "unknown feature 'weather'"),
        (lambda c: c["features"][0].update(cuts=[3.0, 1.0]), "do not increase"),
        (lambda c: c["bands"].update(medium_from=0.9), "below high_from"),
        (lambda c: c["calibration"].update(slope=-1), "calibration.slope"),
        (lambda c: c.update(format="forbear-risk-card/9"), "format"),
        (lambda c: c.pop("intercept"), "intercept"),
        (lambda c: c.update(extra=1), "extra"),
        (lambda c: c["features"].append(c["features"][0]), "share one name"),
    ],
)
def test_a_card_with_a_fault_is_refused_by_field(change, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        load(broken(tmp_path / "card", change))
    assert said in str(refused.value)
    assert "card.json" in str(refused.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no readable risk card"):
        load(tmp_path / "nowhere")
    (tmp_path / "card.json").write_bytes(b"\x80\x04pickle")
    with pytest.raises(BadInput, match="no readable risk card"):
        load(tmp_path)


def test_not_a_number_is_no_score(tmp_path: Path) -> None:
    card = copy.deepcopy(HAND_MADE)
    card["terms"][0]["scores"][0] = float("nan")
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(BadInput, match="terms"):
        load(tmp_path)

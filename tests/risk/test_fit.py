"""Fitting a table of one's own: what is learned, what is left out and why, and equality with the library."""

import builtins
import json
from pathlib import Path

import numpy as np
import pytest

from forbear.kernel.errors import BadInput
from forbear.risk import recipe
from forbear.risk.calibration import sigmoid
from forbear.risk.card import Card, dump
from forbear.risk.report import as_html, as_json
from forbear.risk.score import score
from forbear.risk.table import Table, read_csv

pytest.importorskip("interpret", reason="the extra `fit` is not installed")

from forbear.risk import fit as fitting
from forbear.risk.fit import Options, Study, fit


def learned(table: Table, options: Options, bags: int = 2):
    """The library's own model and the card's tables made from it, on all rows."""
    outcome = fitting._outcome(table, options)
    made_by = fitting._made_by(table, options)
    columns, _ = fitting._columns(table, options, made_by, outcome.known)
    features = [feature for column in columns for feature in fitting._features_of(column)]
    data = fitting._frame(columns)
    model = fitting._learned(data, outcome.values, features, 3, bags)
    return model, data, columns, fitting._card_features(model, features, made_by), fitting._card_terms(model, features)


def as_card(base: Card, model, features, terms) -> Card:
    changed = {"features": features, "terms": terms, "intercept": float(model.intercept_[0]), "topics": {}}
    return Card.model_validate(json.loads(dump(base.model_copy(update=changed))))


def test_codes_text_gaps_and_ids_are_recognised(messy_study: Study) -> None:
    features = {feature.name: feature for feature in messy_study.card.features}
    assert features["months since"].codes == [98.0]
    assert features["months since (code)"].kind == "code"
    assert features["job"].categories == ["employed", "none", "retired", "self-employed"]
    assert features["town"].rare == "(rare)"
    assert features["income"].kind == "numeric"
    assert max(features["income"].cuts) < 1e6
    assert {w.column: w.evidence for w in messy_study.card.excluded}["loan id"] == "given as --id"
    assert any("98 stand apart" in said for said in messy_study.stated)
    assert any("decimal comma" in said for said in messy_study.stated)


def test_a_row_number_is_left_out_with_its_reason_even_when_not_named(messy_csv: Path) -> None:
    table = read_csv(messy_csv)
    options = Options(target="late")
    known = fitting._outcome(table, options).known
    _, excluded = fitting._columns(table, options, "columns", known)
    assert [(item.name, "names the row" in item.reason) for item in excluded] == [("late", False), ("loan id", True)]


def test_the_card_learned_what_the_table_was_made_of(messy_study: Study) -> None:
    assert messy_study.metrics["auc"].value > 0.6
    assert messy_study.metrics["auc"].low < messy_study.metrics["auc"].value < messy_study.metrics["auc"].high
    code = next(term for term in messy_study.card.terms if term.features == ["months since (code)"])
    assert code.scores[2] > code.scores[1]


def test_group_columns_are_judged_by_and_never_learned_from(messy_study: Study) -> None:
    assert "sex" not in messy_study.card.sources
    assert [(row["column"], row["group"]) for row in messy_study.card.fairness] == [("sex", "f"), ("sex", "m")]
    assert sum(row["rows"] for row in messy_study.card.fairness) == 1200


def test_the_same_table_options_and_seed_give_the_same_card(messy_csv: Path, messy_study: Study) -> None:
    again = fit(read_csv(messy_csv), Options(target="late", id="loan id", group=("sex",), seed=5), "2026-11-24")
    assert dump(again.card) == dump(messy_study.card)


def test_the_card_scores_as_the_library_does_on_numbers_texts_codes_and_gaps(messy_csv, messy_study) -> None:
    model, data, columns, features, terms = learned(read_csv(messy_csv), Options(target="late", id="loan id"))
    card = as_card(messy_study.card, model, features, terms)
    ours = sigmoid(score(card, {c.name: c.values for c in columns}).score)
    assert np.abs(ours - model.predict_proba(data)[:, 1]).max() < 1e-9


def test_the_card_scores_as_the_library_does_on_gaps_and_categories_it_never_saw(messy_csv, messy_study) -> None:
    model, data, columns, features, terms = learned(read_csv(messy_csv), Options(target="late", id="loan id"))
    card = as_card(messy_study.card, model, features, terms)
    data = data.head(60).copy()
    data.loc[:19, "job"] = "astronaut"
    data.loc[20:39, "job"] = None
    data.loc[30:59, "income"] = np.nan
    given = {c.name: c.values[:60].copy() for c in columns}
    given["job"][:20], given["job"][20:40], given["income"][30:] = "astronaut", None, np.nan
    ours = sigmoid(score(card, given).score)
    assert np.abs(ours - model.predict_proba(data)[:, 1]).max() < 1e-9


def test_the_card_scores_as_the_library_does_on_real_statements(shared_data: Path, behaviour_card: Card) -> None:
    table = read_csv(shared_data / "uci_credit_card" / "uci_credit_card_80.csv")
    options = Options(target="default.payment.next.month", id="ID", drop=("SEX", "EDUCATION", "MARRIAGE", "AGE"))
    model, data, _, features, terms = learned(table, options, bags=1)
    card = as_card(behaviour_card, model, features, terms)
    made = recipe.columns_for("behaviour", table.columns)
    ours = sigmoid(score(card, made).score)
    assert np.abs(ours - model.predict_proba(data)[:, 1]).max() < 1e-9


def test_a_report_holds_every_number_and_a_page_without_scripts(messy_study: Study) -> None:
    whole = json.loads(as_json(messy_study))
    assert set(whole["validation"]["metrics"]) == {"auc", "ks", "brier", "log_loss", "ece"}
    assert len(whole["calibration"]) == 10
    assert whole["rows"] == 1200
    page = as_html(messy_study)
    assert "<script" not in page
    assert "http-equiv" not in page
    assert page.count("<svg") == page.count("<figure")
    assert page.count("<details>") == page.count("<figure")


def test_time_order_is_checked_on_the_latest_fifth(messy_csv: Path) -> None:
    study = fit(read_csv(messy_csv), Options(target="late", time="loan id", group=("sex",)), "2026-11-24")
    assert study.by_time is not None
    assert 0.4 < study.by_time["auc"].value < 0.95
    assert "loan id" not in study.card.sources


def test_without_the_library_one_sentence_says_how_to_get_it(messy_csv: Path, monkeypatch) -> None:
    real = builtins.__import__

    def refuse(name, *rest, **more):
        if name.split(".")[0] == "interpret":
            raise ImportError("no", name="interpret")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(BadInput, match=r"forbear\[fit\]"):
        fit(read_csv(messy_csv), Options(target="late"), "2026-11-24")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(target="nothing"), "no column 'nothing'"),
        (Options(target="job"), "which value of 'job'"),
        (Options(target="job", positive="pilot"), "never is 'pilot'"),
        (Options(target="late", drop=("weather",)), "no column 'weather'"),
        (Options(target="late", time="town"), "readable form"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(messy_csv: Path, options: Options, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        fit(read_csv(messy_csv), options, "2026-11-24")


@pytest.mark.slow
def test_the_shipped_card_is_what_its_command_makes_and_passes_its_floor(
    shared_data: Path, behaviour_card: Card
) -> None:
    table = read_csv(shared_data / "uci_credit_card" / "uci_credit_card_80.csv")
    made = behaviour_card.provenance
    options = Options(
        target="default.payment.next.month", id="ID", group=("SEX", "AGE", "EDUCATION", "MARRIAGE"), name="behaviour",
        licence=made.licence, command=made.command, seed=made.seed,
    )  # fmt: skip
    study = fit(table, options, behaviour_card.fitted_on)
    assert study.metrics["auc"].value >= 0.780
    assert study.lead_over_floor[1] > 0
    assert dump(study.card) == dump(behaviour_card)

"""`forbear risk` as a person types it."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli.risk import command
from forbear.kernel.errors import BadInput
from forbear.risk.card import load


def run(*args: object):
    return CliRunner().invoke(command, [str(arg) for arg in args], catch_exceptions=True)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def fitted(messy_csv: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("interpret", reason="the extra `fit` is not installed")
    out = tmp_path_factory.mktemp("fit") / "my_card"
    result = run(
        "fit", "--data", messy_csv, "--target", "late", "--id", "loan id", "--drop", "town", "sex", "--out", out
    )
    assert result.exit_code == 0, result.exception
    assert result.output.startswith("auc")
    return out


def test_fit_writes_a_card_and_a_report(fitted: Path) -> None:
    assert sorted(path.name for path in fitted.iterdir()) == ["card.json", "report.html", "report.json"]
    card = load(fitted)
    assert card.name == "my_card"
    assert not {"town", "sex"} & set(card.sources)
    assert (
        json.loads((fitted / "report.json").read_text(encoding="utf-8"))["validation"]["metrics"]["auc"]["value"] > 0.6
    )


def test_score_adds_to_each_id_in_order_and_ignores_other_columns(
    fitted: Path, messy_csv: Path, tmp_path: Path
) -> None:
    lines = messy_csv.read_text(encoding="utf-8").splitlines()
    shuffled = [lines[0] + ";colour", *(line + ";red" for line in reversed(lines[1:]))]
    data, out = tmp_path / "new.csv", tmp_path / "scored.csv"
    data.write_text("\n".join(shuffled), encoding="utf-8")
    result = run("score", "--card", fitted, "--data", data, "--out", out)
    assert result.exit_code == 0, result.exception
    rows = read(out)
    assert list(rows[0]) == ["loan id", "probability", "band", "reason_1", "reason_2", "reason_3"]
    assert [row["loan id"] for row in rows] == [line.split(";")[0] for line in shuffled[1:]]
    assert {row["band"] for row in rows} <= {"low", "medium", "high"}
    assert all(row["reason_1"] for row in rows)
    assert all(0 < float(row["probability"]) < 1 for row in rows)


def test_score_without_a_needed_column_says_which(fitted: Path, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("loan id,job\n1,none\n", encoding="utf-8")
    result = run("score", "--card", fitted, "--data", tmp_path / "new.csv", "--out", tmp_path / "out.csv")
    assert isinstance(result.exception, BadInput)
    assert "needs the column 'months since'" in str(result.exception)
    assert not (tmp_path / "out.csv").exists()


def test_the_shipped_card_scores_the_credit_card_file_in_chinese(shared_data: Path, tmp_path: Path) -> None:
    data = shared_data / "uci_credit_card" / "uci_credit_card_80.csv"
    head = data.read_text(encoding="utf-8").splitlines()[:51]
    (tmp_path / "some.csv").write_text("\n".join(head), encoding="utf-8")
    result = run(
        "score",
        "--card",
        "behaviour",
        "--data",
        tmp_path / "some.csv",
        "--out",
        tmp_path / "o.csv",
        "--lang",
        "zh-Hans",
    )
    assert result.exit_code == 0, result.exception
    rows = read(tmp_path / "o.csv")
    assert [row["ID"] for row in rows] == [line.split(",")[0] for line in head[1:]]
    assert all("一" <= row["reason_1"][0] <= "鿿" for row in rows)


def test_list_names_the_shipped_card_with_date_and_auc() -> None:
    (row,) = [json.loads(line) for line in run("list", "--json").output.splitlines()]
    assert row["name"] == "behaviour"
    assert row["auc"] >= 0.780
    assert row["rows"] == 24_000
    assert "behaviour" in run("list").output


def test_an_unknown_card_or_file_is_refused(tmp_path: Path) -> None:
    result = run("score", "--card", "nobody", "--data", tmp_path / "x.csv", "--out", tmp_path / "o.csv")
    assert isinstance(result.exception, BadInput)
    assert "no card named 'nobody'" in str(result.exception)
    result = run("fit", "--data", tmp_path / "x.csv", "--target", "y", "--out", tmp_path / "c")
    assert isinstance(result.exception, BadInput)
    assert "cannot be read" in str(result.exception)

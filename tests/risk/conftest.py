"""What the risk tests share: small tables made here, a small hand-written card, the UCI table as columns."""

from pathlib import Path

import numpy as np
import pytest

from forbear.risk.card import Card, load
from tests.risk.made import HAND_MADE


@pytest.fixture
def hand_card() -> Card:
    return Card.model_validate(HAND_MADE)


@pytest.fixture(scope="session")
def messy_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,200 loans with everything a user's export has: id, codes, texts, gaps that mean something, decimal commas."""
    rng = np.random.default_rng(11)
    rows = 1200
    since = rng.integers(0, 30, rows).astype(float)
    coded = rng.random(rows) < 0.08
    since[coded] = 98
    job = rng.choice(["employed", "self-employed", "none", "retired"], rows)
    income = np.round(rng.lognormal(8, 1, rows), 2)
    gap = rng.random(rows) < 0.2
    risk = -1.5 + 0.06 * np.where(coded, 0, since) + 1.2 * coded + 0.8 * (job == "none") + 0.5 * gap
    late = (rng.random(rows) < 1 / (1 + np.exp(-risk))).astype(int)
    lines = ["loan id;months since;job;income;town;sex;late"]
    for i in range(rows):
        money = "" if gap[i] else f"{income[i]:.2f}".replace(".", ",")
        town = f"town{i % 7}" if i % 97 else f"hamlet{i}"
        lines.append(f"{10_000 + i};{since[i]:.0f};{job[i]};{money};{town};{'mf'[i % 2]};{late[i]}")
    path = tmp_path_factory.mktemp("messy") / "loans.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def messy_study(messy_csv: Path):
    pytest.importorskip("interpret", reason="the extra `fit` is not installed")
    from forbear.risk.fit import Options, fit
    from forbear.risk.table import read_csv

    options = Options(target="late", id="loan id", group=("sex",), seed=5)
    return fit(read_csv(messy_csv), options, "2026-11-24")


@pytest.fixture(scope="session")
def behaviour_card() -> Card:
    return load(Path(__file__).parents[2] / "forbear" / "risk" / "cards" / "behaviour")

"""The same expressions on Spark give the same rows."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from forbear.ledger.panel import monthly
from forbear.strategy.propose import propose
from tests.ledger.lake import DuckLake, SparkLake
from tests.ledger.stories import AS_OF, age, instalment, payment
from tests.strategy.people import SCHEMA, before_due, missed, person
from tests.strategy.test_propose import PLENTY, STANDARD
from tests.strategy.world import contact, due, everyone, flag, paid, promise

pytest.importorskip("pyspark", reason="PySpark is not installed; it comes with the extra `spark`")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkLake]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC", "spark.sql.shuffle.partitions": "1",
    }  # fmt: skip
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield SparkLake(session)
    session.stop()


def portfolio() -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Forty loans, a spread of payments, and pauses that overlap."""
    plan = [
        instalment(n, 40 * n + 3 * loan, 900 + loan, 70, loan % 3, f"L{loan}") for loan in range(40) for n in (1, 2, 3)
    ]
    money = [
        payment(35 * n + loan, 700 + 31 * n, 35 * n + loan + n, f"L{loan}") for loan in range(40) for n in range(1, 5)
    ]
    pauses = [
        {"party_key": "core:C1", "loan_key": f"L{loan}", "flag": "ageing_pause", "from_day": day, "until_day": day + 20,
         "recorded_day": day}
        for loan in range(0, 40, 3) for day in (120, 135)
    ]  # fmt: skip
    return plan, money, pauses


def test_ageing_is_the_same_on_both_engines(spark: SparkLake) -> None:
    assert age(spark, *portfolio()) == age(DuckLake(), *portfolio())


def panel(lake: Any) -> list[dict[str, Any]]:
    plan, money, _ = portfolio()
    stated = [
        {"loan_key": "S", "month_day": n, "recorded_day": n, "status_months": n - 2, "billed_cents": n, "paid_cents": n}
        for n in range(8)
    ]
    loans = lake.table("loans", [{"loan_key": key} for key in ("S", *(f"L{loan}" for loan in range(40)))])
    tables = [
        lake.table(name, rows) for name, rows in (("instalments", plan), ("payments", money), ("statements", stated))
    ]
    return sorted(lake.rows(monthly(loans, *tables, AS_OF)), key=lambda row: row["loan_key"])


def test_the_panel_is_the_same_on_both_engines(spark: SparkLake) -> None:
    assert panel(spark) == panel(DuckLake())


def test_situations_are_the_same_on_both_engines(spark: SparkLake) -> None:
    tables = {
        "instalments": [due(-40), due(-10, number=2), due(5, number=3)], "payments": [paid(-38), paid(-4, 2_000)],
        "flags": [flag("deaf"), flag("hardship", -50, -20)], "promises": [promise(-9, -6)],
        "history": [contact(-8), contact(-5, "replied", "inbound"), contact(-3)],
    }  # fmt: skip
    assert everyone(spark, **tables) == everyone(DuckLake(), **tables)


def test_proposals_are_the_same_on_both_engines(spark: SparkLake) -> None:
    people = [missed(overdue_cents=n, unanswered=n % 4, deaf=n % 5 == 0) for n in range(9)]
    people += [before_due(3), person(promise_new=True), missed("missed_91_plus", wilful=True, has_mobile=False)]
    named = [
        {"person_id": f"P{n:02}", "as_of_day": 200, "currency": "CNY", "market": "CN", **p}
        for n, p in enumerate(people)
    ]

    def proposed(lake: Any) -> list[dict[str, Any]]:
        frame = propose(lake.frame(SCHEMA, named), STANDARD, PLENTY)
        return sorted(lake.rows(frame), key=lambda row: row["person_id"])

    assert proposed(spark) == proposed(DuckLake())

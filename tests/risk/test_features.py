"""Behaviour features: the same on every engine, for one person as for all, and right by hand."""

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.risk.features import FEATURES, MONTHS, PANEL, behaviour
from forbear.risk.leakage import is_protected
from forbear.risk.phrases import behaviour_phrases

status = st.one_of(st.none(), st.integers(-2, 8))
cents = st.one_of(st.none(), st.integers(-500_000, 50_000_000))
rows = st.fixed_dictionaries(
    {"limit_cents": st.one_of(st.none(), st.integers(0, 80_000_000)), "typical_limit_cents": st.just(14_000_000)}
    | {f"status_{k}": status for k in MONTHS}
    | {f"{name}_{k}": cents for name in ("billed", "paid") for k in MONTHS}
)


def as_table(people: list[dict]) -> pa.Table:
    schema = pa.schema([(name, pa.string() if name == "loan_key" else pa.int64()) for name in PANEL])
    return pa.Table.from_pylist([{"loan_key": f"L{n:04d}", **p} for n, p in enumerate(people)], schema)


def on_pyarrow(people: list[dict]) -> list[dict]:
    made = behaviour(nw.from_native(as_table(people)).lazy()).collect("pyarrow").to_native()
    return made.sort_by("loan_key").to_pylist()


def on_duckdb(people: list[dict]) -> list[dict]:
    table = as_table(people)
    with duckdb.connect() as connection:
        made = behaviour(nw.from_native(connection.from_arrow(table))).collect("pyarrow").to_native()
    return made.sort_by("loan_key").to_pylist()


@settings(max_examples=8, deadline=None)
@given(st.lists(rows, min_size=1, max_size=12))
def test_both_engines_and_one_person_alone_give_the_same_features(people: list[dict]) -> None:
    everyone = on_duckdb(people)
    assert everyone == on_pyarrow(people)
    assert {**on_pyarrow(people[-1:])[0], "loan_key": ""} == {**everyone[-1], "loan_key": ""}


def test_spark_gives_the_same_features() -> None:
    sql = pytest.importorskip("pyspark.sql", reason="the extra `spark` is not installed")
    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    people = [person(), person(limit_cents=0), person(status_1=None, billed_2=-300)]
    kinds = ", ".join(f"{name} {'string' if name == 'loan_key' else 'bigint'}" for name in PANEL)
    frame = spark.createDataFrame([tuple(row.values()) for row in as_table(people).to_pylist()], kinds)
    made = behaviour(nw.from_native(frame)).collect("pyarrow").to_native().sort_by("loan_key").to_pylist()
    assert made == on_pyarrow(people)


def person(**changed) -> dict:
    usual = {"limit_cents": 10_000_000, "typical_limit_cents": 14_000_000}
    usual |= {f"status_{k}": 0 for k in MONTHS} | {f"billed_{k}": 4_000_000 for k in MONTHS}
    return usual | {f"paid_{k}": 1_000_000 for k in MONTHS} | changed


def test_features_by_hand_for_a_person_two_months_behind() -> None:
    made = on_pyarrow([person(status_1=2, status_2=1, paid_1=0, paid_2=0)])[0]
    wanted = {
        "worst_status": 2, "months_late": 2, "late_streak": 2, "months_since_late": 0, "lateness_total": 3,
        "limit_used_pm": 400, "latest_bill_paid_pm": 0, "last_two_bills_paid_pm": 0, "bills_paid_pm": 150,
        "bills_unanswered": 2, "limit_of_typical_pm": 714, "late_amount_of_typical_pm": 285,
    }  # fmt: skip
    assert {name: made[name] for name in wanted} == wanted


def test_a_share_without_a_whole_is_null_and_never_a_number() -> None:
    made = on_duckdb([person(limit_cents=0, billed_2=0, billed_3=0)])[0]
    assert made["limit_used_pm"] is None
    assert made["latest_bill_paid_pm"] is None


def test_no_feature_says_who_a_person_is_and_each_has_words() -> None:
    assert not [name for name in FEATURES if is_protected(name)]
    assert set(behaviour_phrases().topic_of) == set(FEATURES)

"""The ledger's ageing, fed with the demo bank's facts, finds exactly what the truth says."""

from datetime import date
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from forbear.kernel.days import day_number
from forbear.ledger.ageing import positions
from forbear.ledger.allocation import load_allocation

STATUS = {"正常": "open", "结清": "settled", "核销": "written_off"}
DAYS = ("due_day", "value_day", "recorded_day", "from_day", "until_day")
SAME = ("due_cents", "paid_cents", "overdue_cents", "outstanding_cents")


def number(day: str | None) -> int | None:
    return None if day is None else day_number(date.fromisoformat(day))


def frame(rows: list[dict[str, Any]]) -> nw.LazyFrame[Any]:
    """A lazy frame over rows, days as int32 and everything else as Arrow infers it."""
    table = pa.Table.from_pylist(rows)
    for at, name in enumerate(table.column_names):
        if name in DAYS or name == "number":
            table = table.set_column(at, name, table[name].cast(pa.int32()))
    return nw.from_native(duckdb.from_arrow(table)).lazy()


def facts(bank) -> dict[str, nw.LazyFrame[Any]]:
    loans, people = bank.truth["loans"], bank.truth["people"]
    return {
        "loans": frame([loan_row(one) for one in loans]),
        "instalments": frame([instalment_row(one["key"], part) for one in loans for part in one["instalments"]]),
        "payments": frame([payment_row(one["key"], paid) for one in loans for paid in one["payments"]]),
        "pauses": frame([flag_row(one["id"], flag) for one in people for flag in one["flags"]]).with_columns(
            loan_key=nw.col("loan_key").cast(nw.String)
        ),
    }


def loan_row(loan):
    return {"loan_key": loan["key"], "party_key": loan["person"], "status": STATUS[loan["status"]]}


def instalment_row(key, part):
    cents = {f"{name}_cents": part[name] for name in ("principal", "interest", "costs")}
    return {"loan_key": key, "number": part["number"], "due_day": number(part["due"]), **cents}


def payment_row(key, paid):
    days = {"value_day": number(paid["value_day"]), "recorded_day": number(paid["booked_day"])}
    return {"payment_key": paid["reference"], "loan_key": key, "amount_cents": paid["cents"], **days}


def flag_row(party, flag):
    days = {"from_day": number(flag["since"]) or 0, "until_day": number(flag["until"]), "recorded_day": 0}
    return {"party_key": party, "loan_key": None, "flag": flag["flag"], **days}


@pytest.fixture(scope="module")
def found(bank):
    given = facts(bank)
    rows = positions(**given, as_of_day=day_number(bank.as_of), allocation=load_allocation()).collect().to_native()
    return {row["loan_key"]: row for row in pa.table(rows).to_pylist()}


def test_every_loan_has_one_position(bank, found):
    assert set(found) == {loan["key"] for loan in bank.truth["loans"]}


def test_cents_agree_for_every_loan(bank, found):
    for loan in bank.truth["loans"]:
        assert {name: found[loan["key"]][name] for name in SAME} == {name: loan[name] for name in SAME}, loan["key"]


def test_days_past_due_agree_for_every_loan_once_the_waits_are_taken_off(bank, found):
    for loan in bank.truth["loans"]:
        assert found[loan["key"]]["days_past_due"] == loan["days_past_due"] - loan["paused_days"], loan["key"]
        assert found[loan["key"]]["oldest_due_day"] == number(loan["oldest_due"])

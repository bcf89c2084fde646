"""Small in-memory tables of the lake for tests, on DuckDB or, where it is installed, on Spark."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

TEXT, DAY, CENTS, FLAG = pa.string(), pa.int32(), pa.int64(), pa.bool_()
TABLES: dict[str, dict[str, Any]] = {
    "loans": {"loan_key": TEXT, "party_key": TEXT, "currency": TEXT, "principal_cents": CENTS, "limit_cents": CENTS,
              "autopay": FLAG, "status": TEXT, "market": TEXT},
    "instalments": {"loan_key": TEXT, "number": DAY, "due_day": DAY, "principal_cents": CENTS, "interest_cents": CENTS,
                    "costs_cents": CENTS},
    "payments": {"payment_key": TEXT, "loan_key": TEXT, "value_day": DAY, "recorded_day": DAY, "amount_cents": CENTS},
    "statements": {"loan_key": TEXT, "month_day": DAY, "recorded_day": DAY, "status_months": DAY, "billed_cents": CENTS,
                   "paid_cents": CENTS, "limit_cents": CENTS},
    "flags": {"party_key": TEXT, "loan_key": TEXT, "flag": TEXT, "from_day": DAY, "until_day": DAY,
              "recorded_day": DAY},
    "people": {"party_key": TEXT, "birth_day": DAY, "language": TEXT, "market": TEXT},
    "links": {"party_key": TEXT, "person_id": TEXT},
    "scores": {"loan_key": TEXT, "band": TEXT},
    "history": {"person_id": TEXT, "day": DAY, "direction": TEXT, "outcome": TEXT, "channel": TEXT, "letter": TEXT},
    "consents": {"party_key": TEXT, "purpose": TEXT, "granted_day": DAY, "withdrawn_day": DAY},
    "contacts": {"party_key": TEXT, "kind": TEXT, "usable": FLAG},
    "promises": {"person_id": TEXT, "made_day": DAY, "due_day": DAY, "amount_cents": CENTS},
}  # fmt: skip
USUAL = {"currency": "CNY", "principal_cents": 100_000, "autopay": False, "status": "open", "market": "CN",
         "party_key": "core:C1", "interest_cents": 0, "costs_cents": 0, "language": "zh-Hans", "usable": True,
         "channel": "sms", "letter": "help_offer", "granted_day": 0}  # fmt: skip

Rows = Iterable[Mapping[str, Any]]


class DuckLake:
    """Tables on DuckDB; each call gives a fresh lazy frame over its own connection's tables."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.count = 0

    def frame(self, schema: Mapping[str, Any], rows: Rows) -> nw.LazyFrame[Any]:
        """`rows` as a table with exactly the columns of `schema`; what a row leaves out is usual, or null."""
        self.count += 1
        name = f"table_{self.count}"
        filled = [{column: row.get(column, USUAL.get(column)) for column in schema} for row in rows]
        self.connection.register("incoming", pa.Table.from_pylist(filled, schema=pa.schema(schema)))
        self.connection.execute(f"create table {name} as select * from incoming")
        self.connection.unregister("incoming")
        return nw.from_native(self.connection.table(name))

    def table(self, name: str, rows: Rows = ()) -> nw.LazyFrame[Any]:
        """One of the lake's tables."""
        return self.frame(TABLES[name], rows)

    @staticmethod
    def rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """What the expression gives."""
        found: list[dict[str, Any]] = frame.collect("pyarrow").to_native().to_pylist()
        return found


class SparkLake:
    """The same tables on a local Spark."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def frame(self, schema: Mapping[str, Any], rows: Rows) -> nw.LazyFrame[Any]:
        kinds = {TEXT: "string", DAY: "int", CENTS: "bigint", FLAG: "boolean"}
        filled = [tuple(row.get(column, USUAL.get(column)) for column in schema) for row in rows]
        told = ", ".join(f"`{column}` {kinds[kind]}" for column, kind in schema.items())
        return nw.from_native(self.session.createDataFrame(filled, told))

    def table(self, name: str, rows: Rows = ()) -> nw.LazyFrame[Any]:
        return self.frame(TABLES[name], rows)

    @staticmethod
    def rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        return [row.asDict() for row in frame.to_native().collect()]

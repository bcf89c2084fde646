"""Puts a portfolio into a lake as a lender would have it: one first import, and one of a few newer versions."""

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.portfolio import AS_OF_DAY, SOURCE, Portfolio, with_lineage
from forbear.intake.lake import Lake

EVERY = 200
"""One row in so many has a newer version, in the tables of `_changed`."""


def fill(lake: Lake, portfolio: Portfolio) -> dict[str, int]:
    """Append both imports; returns the rows of the first by table."""
    first = lake.next_import_id(SOURCE)
    lake.append(first, {name: with_lineage(name, rows, first, 1) for name, rows in portfolio.tables.items()})
    second = lake.next_import_id(SOURCE)
    lake.append(second, {name: _newer(lake, name, second) for name in ("loans", "instalments", "payments", "contacts")})
    return {name: rows.num_rows for name, rows in portfolio.tables.items()}


def _newer(lake: Lake, name: str, import_id: str) -> pa.Table:
    """Every so-manieth row of the table as reported again three days ago, with something changed."""
    rows = lake.history(name).filter(nw.col("source_row") % EVERY == 1).collect(backend="pyarrow").to_native()
    count = rows.num_rows
    newer = _changed(name, rows)
    newer = _with(newer, "import_id", pa.repeat(pa.scalar(import_id), count))
    return _with(newer, "recorded_day", pa.array(np.full(count, AS_OF_DAY - 3), pa.int32()))


def _changed(name: str, rows: pa.Table) -> pa.Table:
    if name == "loans":
        return _with(rows, "autopay", pc.invert(rows["autopay"]))
    if name == "instalments":
        return _with(rows, "costs_cents", pc.add(rows["costs_cents"], pa.scalar(700, pa.int64())))
    if name == "payments":
        return _with(rows, "amount_cents", pc.divide(rows["amount_cents"], pa.scalar(2, pa.int64())))
    return _with(rows, "usable", pa.array(np.zeros(rows.num_rows, dtype=bool)))


def _with(rows: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), values)

"""How a card's columns come from a user's table: as they are (`columns`), or through the behaviour features.

The behaviour recipe reads a table in the panel's own columns (money in cents), or in those of the UCI
"default of credit card clients" file (money in NT$), and leaves every other column as it is. It must not fill a
month that the table does not give.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from forbear.kernel.errors import BadInput
from forbear.risk.features import FEATURES, MONTHS, PANEL, behaviour
from forbear.risk.numbers import parse

Columns = Mapping[str, NDArray[Any]]
UCI_TYPICAL_LIMIT_CENTS = 14_000_000
"""NT$140,000, the median limit of the 24,000 clients in uci_credit_card_80.csv."""
_UCI_STATUS = {"status_1": "PAY_0", **{f"status_{k}": f"PAY_{k}" for k in MONTHS[1:]}}
_UCI_MONEY = {
    "limit_cents": "LIMIT_BAL",
    **{f"billed_{k}": f"BILL_AMT{k}" for k in MONTHS},
    **{f"paid_{k}": f"PAY_AMT{k}" for k in MONTHS},
}
_UCI_NAMES = [*_UCI_STATUS.values(), *_UCI_MONEY.values()]


def columns_for(recipe: str, columns: Columns, decimal_comma: bool | None = None) -> Columns:
    """The columns a card of this recipe reads, row order kept. `decimal_comma` as in numbers.parse.

    BadInput where the behaviour recipe misses a column.
    """
    if recipe == "columns" or all(name in columns for name in FEATURES):
        return columns
    read = set(sources_of(columns))
    others = {name: values for name, values in columns.items() if name not in read}
    return {**_behaviour_columns(columns, decimal_comma), **others}


def fitting(columns: Iterable[str]) -> Literal["columns", "behaviour"]:
    """The recipe that these column names allow: behaviour where all of its columns are there."""
    names = set(columns)
    return "behaviour" if names.issuperset(_UCI_NAMES) or names.issuperset(PANEL[1:]) else "columns"


def sources_of(columns: Iterable[str]) -> list[str]:
    """The table's columns that the behaviour recipe reads. BadInput where one is not there."""
    names = set(columns)
    wanted = _UCI_NAMES if _is_uci(names) else list(PANEL[1:])
    absent = [name for name in wanted if name not in names]
    if absent:
        raise BadInput(
            f"the behaviour features need the column {absent[0]!r}, which the data do not have.",
            mend=f"Give the panel columns ({', '.join(PANEL[1:5])}, …) or those of the UCI credit card file.",
        )
    return wanted


def _is_uci(names: Iterable[str]) -> bool:
    return any(name in _UCI_NAMES for name in names)


def _behaviour_columns(columns: Columns, comma: bool | None) -> Columns:
    frame = nw.from_native(_panel_table(columns, comma)).lazy()
    made = behaviour(frame).collect("pyarrow").to_native().sort_by("loan_key")
    return {name: _floats(made.column(name)) for name in FEATURES}


def _panel_table(columns: Columns, comma: bool | None) -> pa.Table:
    sources_of(columns)
    if _is_uci(columns):
        whole = {name: _whole(columns[source], 1, comma) for name, source in _UCI_STATUS.items()}
        whole |= {name: _whole(columns[source], 100, comma) for name, source in _UCI_MONEY.items()}
        rows = len(columns["LIMIT_BAL"])
        whole["typical_limit_cents"] = pa.array(np.full(rows, UCI_TYPICAL_LIMIT_CENTS), pa.int64())
    else:
        whole = {name: _whole(columns[name], 1, comma) for name in PANEL[1:]}
        rows = len(columns["limit_cents"])
    return pa.table({"loan_key": pa.array(np.arange(rows), pa.int64()), **whole})


def _whole(values: NDArray[Any], times: int, comma: bool | None) -> pa.Array:
    numbers = parse(values, comma).values * times
    missing = np.isnan(numbers)
    return pa.array(np.round(np.where(missing, 0, numbers)).astype(np.int64), pa.int64(), mask=missing)


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    values: NDArray[np.float64] = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return values

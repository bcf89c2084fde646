"""Reading a time column well enough to put rows in order: numbers, ISO dates, 15-Dec, Dec-2015, 31/12/2015.

Only the order is used. It must not guess an order it cannot read: then it says which value it could not.
"""

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forbear.kernel.errors import BadInput
from forbear.risk.numbers import parse

FORMS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m", "%Y/%m", "%y-%b", "%b-%y", "%b-%Y", "%d-%b-%y",
    "%d-%b-%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y",
)  # fmt: skip


def read_times(name: str, values: NDArray[Any]) -> NDArray[np.float64]:
    """A number per row that rises with time. BadInput where one form does not fit every row."""
    parsed = parse(values)
    if not parsed.unreadable.any() and not np.isnan(parsed.values).any():
        return parsed.values
    distinct = list(dict.fromkeys(values.tolist()))
    for form in FORMS:
        known = _read_all(distinct, form)
        if known is not None:
            return np.array([known[value] for value in values.tolist()])
    mend = "Give numbers or dates such as 2026-11-24 in every row."
    raise BadInput(
        f"the times do not share one readable form (for example {distinct[0]!r}).", where=f"--time {name}", mend=mend
    )


def _read_all(distinct: list[Any], form: str) -> dict[Any, float] | None:
    try:
        return {value: datetime.strptime(value, form).replace(tzinfo=UTC).timestamp() for value in distinct}
    except (TypeError, ValueError):
        return None

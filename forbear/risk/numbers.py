"""Reading numbers as people write them: 1,234.5 · 1.234,5 · 12% · (300) · ¥1 280 — and saying which are not numbers.

It must not guess row by row: a column's decimal mark is settled once, from all of its values.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "-", "--", "?", ".", "\\n", "缺失", "空"})
NO_NUMBER = frozenset({"none", "nil", "无", "無"})
"""Words that say nothing where a number belongs, but may be an answer in a column of words."""
_DRESS = re.compile(r"[\s\u00a0\u202f_'’¥￥$€£%％]|NT\$|HK\$")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_COMMA_DECIMAL = re.compile(r"[+-]?\d{1,3}(\.\d{3})*,\d+|[+-]?\d+,\d+")
_POINT_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_COMMA_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`values`: floats, NaN where missing or unreadable; `unreadable`: text that is not a number."""

    values: NDArray[np.float64]
    unreadable: NDArray[np.bool_]
    decimal_comma: bool


def is_missing(text: object) -> bool:
    """Whether a cell says nothing: empty, or one of the usual words for it."""
    return text is None or (isinstance(text, str) and text.strip().lower() in MISSING) or text != text


def parse(values: NDArray[Any] | Iterable[Any], decimal_comma: bool | None = None) -> Parsed:
    """The column's texts as numbers; each distinct text is read once. `decimal_comma` None: settled from the column."""
    column = list(values)
    comma = uses_decimal_comma(column) if decimal_comma is None else decimal_comma
    known: dict[Any, float | None] = {}
    for value in column:
        if value not in known:
            known[value] = _read(value, comma)
    numbers = [known[value] for value in column]
    unreadable = np.fromiter((n is None for n in numbers), dtype=bool, count=len(numbers))
    floats = np.fromiter((np.nan if n is None else n for n in numbers), dtype=np.float64, count=len(numbers))
    return Parsed(floats, unreadable, comma)


def uses_decimal_comma(values: Iterable[Any]) -> bool:
    """True where commas can only be decimal marks somewhere and no value contradicts it."""
    texts = [_DRESS.sub("", v) for v in set(values) if isinstance(v, str) and "," in v]
    decimal = [t for t in texts if _COMMA_DECIMAL.fullmatch(t) and not _COMMA_THOUSANDS.fullmatch(t)]
    thousands = [t for t in texts if _COMMA_THOUSANDS.fullmatch(t) and not re.fullmatch(r"[+-]?\d{1,3},\d{3}", t)]
    return len(decimal) > len(thousands)


def _read(value: Any, comma: bool) -> float | None:
    """A finite float, NaN for missing, None for unreadable."""
    if is_missing(value):
        return float("nan")
    if not isinstance(value, str):
        return float(value) if np.isfinite(value) else float("nan")
    text = _DRESS.sub("", value)
    if text.lower() in NO_NUMBER:
        return float("nan")
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if comma and ("," in text or _POINT_THOUSANDS.fullmatch(text)):
        text = text.replace(".", "").replace(",", ".")
    elif not comma:
        text = text.replace(",", "")
    number = float(text) if _NUMBER.fullmatch(text) else None
    return number if number is None or np.isfinite(number) else None

"""Payment platform events, one JSON object a line, UTF-8; repeated, late and out of order as they come.

The loan numbers are those of the core banking system. A failed event moves no money and is set aside. The value day
is the day of `paid_at` and the recorded day the day of `booked_at`, each at the offset it was written with.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from forbear.intake import delimited
from forbear.intake.clean.amounts import amount, currency, positive
from forbear.intake.clean.days import written_day
from forbear.intake.clean.reasons import Unreadable
from forbear.intake.clean.text import LONGEST, one_of, text
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row, taken

NAME, LOANS_OF, CURRENCY = "payment_platform_jsonl", "core_banking_csv", "CNY"
CHANNELS = {"alipay": "alipay", "wechat": "wechat", "card": "card", "bank": "bank"}
SIGNS = {"SUCCESS": 1, "REFUND": -1, "FAILED": 0}


class PaymentPlatform:
    """The whole source; see the module."""

    name = NAME
    title = "payment platform events, one JSON object a line (JSONL, UTF-8)"
    takes: Literal["file", "folder"] = "file"
    columns: Mapping[str, tuple[Column, ...]] = {
        "": (
            Column("status", "sign", one_of(SIGNS)),
            Column("event_id", "event", text),
            Column("loan", "loan", text, empty_is="loan_missing"),
            Column("paid_at", "payments.value_day", written_day, past=True),
            Column("booked_at", "booked", written_day, past=True),
            Column("amount", "amount", positive(amount("."))),
            Column("currency", "currency", currency({})),
            Column("channel", "payments.channel", one_of(CHANNELS)),
        )
    }

    def read(self, path: Path) -> Iterator[Opened | Row | Broken]:
        """Every line, in the order of the file."""
        yield Opened(path.name, "utf-8")
        for number, line in enumerate(delimited.content(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            if line.strip():
                yield self._record(path.name, number, line)

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """The payment, or the money given back."""
        sign, booked = int(str(values["sign"])), int(str(values["booked"]))
        if sign == 0:
            raise Unreadable("failed_payment")
        if values["currency"] != CURRENCY:
            raise Unreadable("currency_unknown", f"(currency: {CURRENCY} expected)")
        key, loan = f"{NAME}:{values['event']}", f"{LOANS_OF}:{values['loan']}"
        payment = taken("payments", values) | {"payment_key": key, "loan_key": loan}
        yield Fact("payments", key, payment | {"amount_cents": sign * int(str(values["amount"]))}, booked)

    def _record(self, file: str, number: int, line: bytes) -> Row | Broken:
        try:
            raw = line.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError:
            return Broken(file, number, "encoding", line.decode("utf-8", "backslashreplace"))
        try:
            event = json.loads(raw, parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            return Broken(file, number, "field_too_long" if len(raw) > 8 * LONGEST else "cut_record", raw)
        if not isinstance(event, dict):
            return Broken(file, number, "cut_record", raw, "not a JSON object")
        return Row(file, number, {column.of: _cell(event.get(column.of)) for column in self.columns[""]}, raw)


def _cell(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)

"""payments.jsonl: one event a line, out of order, with repeats, late arrivals, failed attempts and a cut last line.

The cut line is a torn copy of an event that stands elsewhere in the file: no money is lost with it.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from forbear.intake.demobank.portfolio import Customer
from forbear.intake.demobank.routing import PLATFORM, Payment
from forbear.intake.demobank.spoiled import Broken, Export, Repeat

FILE = PLATFORM
REPEATS_PER_MYRIAD, FAILED_PER_MYRIAD = 150, 120
UNKNOWN_LOANS = ("L999999", "L999998", "L999997")


@dataclass(slots=True)
class _Line:
    text: str
    reason: str = ""
    repeats: "_Line | None" = None


def write(folder: Path, customers: list[Customer], rng: Random) -> Export:
    """Writes the file and says what is in it."""
    events = [one for who in customers for one in who.payments if one.route == FILE]
    lines = [_Line(_event(one)) for one in events]
    good = list(zip(events, lines, strict=True))
    lines += _repeats(rng, good) + _failed(rng, events) + _foreign(rng, events)
    rng.shuffle(lines)
    torn = rng.choice(good)[1].text
    lines.append(_Line(torn[: len(torn) * 3 // 5], "cut_record"))
    (folder / FILE).write_bytes("\n".join(line.text for line in lines).encode())
    return _export(lines, sum(one.cents for one in events))


def _event(one: Payment, **changes: str) -> str:
    event = {
        "event_id": one.reference,
        "loan": one.loan,
        "paid_at": one.paid_at.isoformat(),
        "booked_at": one.booked_at.isoformat(),
        "amount": f"{abs(one.cents) // 100}.{abs(one.cents) % 100:02d}",
        "currency": "CNY",
        "channel": one.channel,
        "status": "REFUND" if one.cents < 0 else "SUCCESS",
    }
    return json.dumps(event | changes, ensure_ascii=False)


def _repeats(rng: Random, good: list[tuple[Payment, _Line]]) -> list[_Line]:
    chosen = rng.sample(good, len(good) * REPEATS_PER_MYRIAD // 10_000 + 1)
    return [_Line(_event(_booked_earlier(rng, one)), repeats=line) for one, line in chosen]


def _booked_earlier(rng: Random, one: Payment) -> Payment:
    """The same event, half of the time with another booking instant of the same day (never before payment)."""
    moved: datetime = max(one.paid_at, one.booked_at - timedelta(seconds=rng.randint(1, 600)))
    return replace(one, booked_at=moved) if rng.random() < 0.5 and moved.date() == one.booked_day else one


def _failed(rng: Random, events: list[Payment]) -> list[_Line]:
    chosen = rng.sample([one for one in events if one.cents > 0], len(events) * FAILED_PER_MYRIAD // 10_000 + 1)
    return [
        _Line(_event(one, event_id=f"EF{n:08d}", status="FAILED"), "failed_payment") for n, one in enumerate(chosen, 1)
    ]


def _foreign(rng: Random, events: list[Payment]) -> list[_Line]:
    """Events of loans that the lender does not have, and two events whose money cannot be read."""
    unknown = [
        _Line(_event(rng.choice(events), event_id=f"EU{n:08d}", loan=loan, status="SUCCESS"), "unknown_loan")
        for n, loan in enumerate(UNKNOWN_LOANS, 1)
    ]
    amount = _Line(_event(rng.choice(events), event_id="EB00000001", amount="一百二十元"), "amount_unreadable")
    currency = _Line(_event(rng.choice(events), event_id="EB00000002", currency="XBT"), "currency_unknown")
    return [*unknown, amount, currency]


def _export(lines: list[_Line], cents: int) -> Export:
    at = {id(line): row for row, line in enumerate(lines, start=1)}
    broken = [Broken(FILE, at[id(line)], line.reason) for line in lines if line.reason]
    repeats = [Repeat(FILE, at[id(line)], at[id(line.repeats)]) for line in lines if line.repeats]
    return Export(FILE, len(lines), cents, broken, repeats)

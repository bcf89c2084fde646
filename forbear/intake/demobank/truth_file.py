"""truth.json: who is who, what each loan's position is on the day, which rows are broken. Read by tests only.

A product that reads this file would be marking its own examination.
"""

import json
from dataclasses import asdict
from datetime import datetime, time
from pathlib import Path
from typing import Any

from forbear.intake.demobank.loans import Loan
from forbear.intake.demobank.portfolio import Bank, Customer
from forbear.intake.demobank.routing import CARDS, CHINA, Payment
from forbear.intake.demobank.spoiled import Export
from forbear.intake.demobank.truth import paused_days, position

FILE = "truth.json"


def write_truth(folder: Path, bank: Bank, exports: list[Export], seed: int) -> None:
    """Writes truth.json beside the exports."""
    document = {
        "as_of": bank.as_of,
        "seed": seed,
        "days": bank.days,
        "files": {one.file: _file(one) for one in exports},
        "broken": [asdict(row) for one in exports for row in one.broken],
        "repeats": [asdict(row) for one in exports for row in one.repeats],
        "people": [_person(who) for who in bank.customers],
        "loans": [_loan(who, loan, bank) for who in bank.customers for loan in (*who.loans, *who.cards)],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    (folder / FILE).write_bytes(text.encode() + b"\n")


def _file(export: Export) -> dict[str, int]:
    spoiled = len({row.row for row in export.broken})
    good = export.rows - spoiled - len(export.repeats)
    return {"rows": export.rows, "good": good, "broken": spoiled, "repeats": len(export.repeats), "cents": export.cents}


def _person(who: Customer) -> dict[str, Any]:
    person, refs = who.person, [ref for ref in (who.core, who.card) if ref]
    return {
        "id": person.id,
        "situation": who.situation,
        "references": {
            "core_banking_csv": [who.core] if who.core else [],
            "spreadsheet": [who.card] if who.card else [],
            "contacts_csv": refs,
        },
        "names": asdict(person.name),
        "birthday": person.birthday,
        "national_id": person.national_id,
        "zone": person.zone,
        "language": person.language,
        "phone": f"+86{person.phone}",
        "email": person.email,
        "flags": [asdict(note) for note in who.notes],
        "loans": [loan.key for loan in (*who.loans, *who.cards)],
    }


def _loan(who: Customer, loan: Loan, bank: Bank) -> dict[str, Any]:
    payments = [one for one in _payments(who, loan) if one.loan_key == loan.key]
    found = position(loan, payments, bank.as_of)
    return {
        "key": loan.key,
        "person": who.person.id,
        "product": loan.product,
        "status": loan.status,
        "opened": loan.opened,
        "principal_cents": loan.principal,
        "limit_cents": loan.limit,
        "rate_bp": loan.rate_bp,
        "autopay": loan.autopay,
        **asdict(found),
        "paused_days": paused_days(found.oldest_due, who.notes, bank.as_of),
        "instalments": [asdict(one) for one in loan.instalments],
        "payments": [_paid(one) for one in payments],
    }


def _payments(who: Customer, loan: Loan) -> list[Payment]:
    """Payments of the loan; those of a card are made from its statements, booked on the day they count."""
    made = []
    for number, paid in who.card_payments.get(loan.key, {}).items():
        at = datetime.combine(paid.day, time(), CHINA)
        made.append(Payment(loan.key, loan.number, at, at, paid.cents, CARDS, "card", f"{loan.number}/{number}"))
    return [*who.payments, *made]


def _paid(one: Payment) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "value_day": one.value_day,
        "booked_day": one.booked_day,
        "cents": one.cents,
        "route": one.route,
    }

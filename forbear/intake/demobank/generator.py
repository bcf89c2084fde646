"""The demo bank on disk: five exports that do not agree, and the truth beside them.

The same people, days, day and seed give byte-identical files. Reads no clock and no global randomness.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from forbear.intake.demobank import camt, cards, contacts, core_banking, payment_platform
from forbear.intake.demobank.portfolio import Bank
from forbear.intake.demobank.spoiled import Export
from forbear.intake.demobank.truth_file import write_truth
from forbear.kernel.errors import BadInput

FEWEST_DAYS, MOST_DAYS = 180, 365
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: rows, broken rows and repeats by file, people by situation. Holds no personal data."""

    folder: Path
    as_of: date
    seed: int
    people: int
    loans: int
    payments: int
    rows: dict[str, int]
    broken: dict[str, int]
    repeats: dict[str, int]
    situations: dict[str, int]


def generate(folder: Path, *, people: int = 2000, days: int = 180, as_of: date, seed: int) -> Summary:
    """Writes the six files of the demo bank into `folder` (made if missing; files of those names are replaced).

    `people`: borrowers, 50 to 100,000; heirs come on top. `days`: length of the history, 180 to 365.
    Raises BadInput for values outside, or when `folder` is a file.
    """
    _check(folder, people, days)
    bank = Bank(people, days, as_of, seed)
    folder.mkdir(parents=True, exist_ok=True)
    exports = _export(folder, bank, seed)
    write_truth(folder, bank, exports, seed)
    return _summary(folder, bank, exports, seed)


def _check(folder: Path, people: int, days: int) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadInput("is a file, not a folder.", where=str(folder), mend="Name a folder for the demo bank.")
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise BadInput(f"a history of {days} days is not possible.", mend=f"Ask for {FEWEST_DAYS} to {MOST_DAYS} days.")
    if people > MOST_PEOPLE:
        raise BadInput(f"{people} people are more than the demo bank holds.", mend=f"Ask for at most {MOST_PEOPLE}.")


def _export(folder: Path, bank: Bank, seed: int) -> list[Export]:
    customers, as_of = bank.customers, bank.as_of
    return [
        core_banking.write(folder, customers, Random(f"{seed}:core")),
        payment_platform.write(folder, customers, Random(f"{seed}:platform")),
        cards.write(folder, customers, as_of, Random(f"{seed}:cards")),
        camt.write(folder, customers, as_of, bank.days, Random(f"{seed}:camt")),
        contacts.write(folder, customers, as_of, Random(f"{seed}:contacts")),
    ]


def _summary(folder: Path, bank: Bank, exports: list[Export], seed: int) -> Summary:
    customers = bank.customers
    return Summary(
        folder=folder,
        as_of=bank.as_of,
        seed=seed,
        people=len(customers),
        loans=sum(len(who.loans) + len(who.cards) for who in customers),
        payments=sum(len(who.payments) + sum(map(len, who.card_payments.values())) for who in customers),
        rows={one.file: one.rows for one in exports},
        broken={one.file: len(one.broken) for one in exports},
        repeats={one.file: len(one.repeats) for one in exports},
        situations=dict(sorted(Counter(who.situation for who in customers).items())),
    )

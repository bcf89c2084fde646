"""What one import did with each file, as counts: the evidence that nothing was dropped. Holds no personal data.

`rows == taken + changed + unchanged + quarantined` holds for every report that exists; one that breaks it is a bug
and stops the import.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from forbear.kernel.days import date_of


@dataclass(slots=True)
class FileReport:
    """Counts of one file.

    `reasons` has one reason a quarantined row and `asides` every reason found; `facts` counts new versions by table;
    `filled` the filled cells and `days` the first and last day number, by field; `unread` names columns not taken.
    """

    file: str
    source: str
    import_id: str
    encoding: str
    unread: tuple[str, ...] = ()
    rows: int = 0
    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    quarantined: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    asides: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    days: dict[str, tuple[int, int]] = field(default_factory=dict)

    def count(self, outcome: str) -> None:
        """One more row with this outcome (`taken`, `changed`, `unchanged` or `quarantined`)."""
        self.rows += 1
        setattr(self, outcome, getattr(self, outcome) + 1)

    def saw(self, fields: dict[str, object]) -> None:
        """Remember which fields of a readable row were filled, and the range of its days (no birth days)."""
        for name, value in fields.items():
            if value is None:
                continue
            self.filled[name] += 1
            if name.endswith("_day") and isinstance(value, int) and not name.startswith("people."):
                first, last = self.days.get(name, (value, value))
                self.days[name] = (min(first, value), max(last, value))

    def check(self) -> None:
        """Stop when a row went missing."""
        accounted = self.taken + self.changed + self.unchanged + self.quarantined
        if self.rows != accounted or sum(self.reasons.values()) != self.quarantined:
            raise AssertionError(f"{self.file}: {self.rows} rows in, {accounted} accounted for; nothing was taken.")

    def as_json(self) -> dict[str, Any]:
        """The machine form of docs/reference/commands.md, with what else is known of the file."""
        return {
            "file": self.file,
            "rows": self.rows,
            "taken": self.taken,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "quarantined": self.quarantined,
            "reasons": dict(self.reasons),
            "source": self.source,
            "import_id": self.import_id,
            "encoding": self.encoding,
            "notes": dict(self.notes),
            "facts": dict(self.facts),
            "unread": list(self.unread),
            "days": {
                name: [date_of(first).isoformat(), date_of(last).isoformat()]
                for name, (first, last) in self.days.items()
            },
        }

"""One import in the making: compares each fact with what the lake knows and keeps only what is new.

A row is judged whole before anything of it is kept. Within one file the first content of a key stands; a later row
that says otherwise is refused as `duplicate_key`. A repeated fact keeps the earliest day on which it was known.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from forbear.intake import schema
from forbear.intake.clean.reasons import MENDED, REASONS, Unreadable
from forbear.intake.known import Known
from forbear.intake.lake import Lake
from forbear.intake.personal import QUARANTINE, ROW_HASH, Vault, comparable, seal
from forbear.intake.sources.port import Fact


@dataclass(slots=True)
class Origin:
    """Where the facts of one row come from."""

    file: str
    row: int


@dataclass(slots=True)
class _Kept:
    hash: str
    values: dict[str, object]


class Batch:
    """The new facts of one import of `source`, made on `day` (the day number the lender recorded them)."""

    def __init__(self, lake: Lake, vault: Vault, source: str, import_id: str, day: int) -> None:
        self._vault, self._source, self._import_id, self._day = vault, source, import_id, day
        self._known = Known(lake, source)
        self._kept: dict[str, dict[str, _Kept]] = {}
        self._occurrences: Counter[str] = Counter()
        self._seen: dict[str, dict[str, tuple[str, str]]] = {}

    def admit(self, facts: Iterable[Fact], origin: Origin) -> tuple[str, list[str]]:
        """The outcome of one row (`taken`, `changed`, `unchanged`) and the tables that got a new version."""
        known_by_then = (fact for fact in facts if not (fact.dated and self._later(fact)))
        judged = [(fact, self._slot(fact), self._hash(fact)) for fact in known_by_then]
        for fact, slot, digest in judged:
            self._must_agree(fact, slot, digest)
        found = [self._place(fact, slot, digest, origin) for fact, slot, digest in judged]
        outcome = "taken" if "taken" in found else "changed" if "changed" in found else "unchanged"
        return outcome, [fact.table for (fact, _, _), one in zip(judged, found, strict=True) if one != "unchanged"]

    def set_aside(self, reason: str, sentence: str, raw: str, origin: Origin) -> None:
        """Keep a quarantined row, encrypted, unless the lake has it already."""
        key = self._quarantine_key(raw, origin)
        sealed = self._vault.encrypt(raw, QUARANTINE) if raw else None
        self._note(key, reason, {"reason": reason, "sentence": sentence, "raw_enc": sealed}, origin)

    def mended(self, raw: str, origin: Origin) -> None:
        """This very row was accepted; if it stood in quarantine (its loan was unknown, say), it no longer does."""
        if self._known.any("quarantine"):
            key = self._quarantine_key(raw, origin)
            if self._known.digest("quarantine", key, None) is not None:
                self._note(key, MENDED, {"reason": MENDED, "sentence": REASONS[MENDED], "raw_enc": None}, origin)

    def _note(self, key: str, reason: str, values: dict[str, object], origin: Origin) -> None:
        digest = self._vault.index(f"{reason}\0{key}", ROW_HASH)
        if self._known.digest("quarantine", key, None) != digest:
            self._keep("quarantine", key, digest, values, key, self._recorded("quarantine", key, self._day), origin)

    def _quarantine_key(self, raw: str, origin: Origin) -> str:
        """By content and its how-manieth occurrence, so that a row is known again when lines have moved."""
        if not raw:
            return f"{origin.file}:{origin.row}"
        content = self._vault.index(raw, QUARANTINE)
        self._occurrences[content] += 1
        return f"{content}:{self._occurrences[content]}"

    def tables(self) -> dict[str, pa.Table]:
        """What is to be appended, as Arrow tables in the lake's schema."""
        return {
            name: _arrow(name, [kept.values for kept in rows.values()]) for name, rows in self._kept.items() if rows
        }

    def _must_agree(self, fact: Fact, slot: str, digest: str) -> None:
        """One file says one thing of a key; only a name may be spelled in several ways."""
        seen = self._seen.get(fact.table, {}).get(slot)
        if seen is None or seen[0] == digest:
            return
        if not fact.loose or seen[1] != self._digest(_without(fact.values, fact.loose)):
            raise Unreadable("duplicate_key", f"({fact.table})")

    def _place(self, fact: Fact, slot: str, digest: str, origin: Origin) -> str:
        if slot in self._seen.setdefault(fact.table, {}):
            self._earlier(fact, slot, origin)
            return "unchanged"
        self._seen[fact.table][slot] = (digest, self._digest(_without(fact.values, fact.loose)) if fact.loose else "")
        before = self._known.digest(fact.table, fact.key, fact.known_day if fact.dated else None)
        if before == digest:
            return "unchanged"
        first = before is None
        day = self._first_known(fact) if first else self._recorded(fact.table, fact.key, self._day)
        self._keep(fact.table, slot, digest, seal(fact.table, fact.values, self._vault), fact.key, day, origin)
        return "taken" if first else "changed"

    def _earlier(self, fact: Fact, slot: str, origin: Origin) -> None:
        """A repeat of a fact that is new in this import: the earliest knowledge of it counts."""
        kept = self._kept.get(fact.table, {}).get(slot)
        first = self._known.digest(fact.table, fact.key, None) is None
        if kept and first and self._first_known(fact) < int(str(kept.values["recorded_day"])):
            kept.values |= {
                "recorded_day": self._first_known(fact),
                "source_file": origin.file,
                "source_row": origin.row,
            }

    def _keep(
        self, table: str, slot: str, digest: str, values: dict[str, object], key: str, day: int, origin: Origin
    ) -> None:
        lineage: dict[str, object] = {"source": self._source, "import_id": self._import_id, "source_file": origin.file}
        lineage |= {"source_row": origin.row, "recorded_day": day, "row_hash": digest, "key": key}
        self._kept.setdefault(table, {})[slot] = _Kept(digest, values | lineage)

    def _later(self, fact: Fact) -> bool:
        return fact.known_day is not None and fact.known_day > self._day

    def _first_known(self, fact: Fact) -> int:
        """The day the lender first knew it: never later than this import."""
        return self._day if fact.known_day is None else min(fact.known_day, self._day)

    def _recorded(self, table: str, key: str, day: int) -> int:
        """A changed version is never older than the one it replaces."""
        return max(day, self._known.day(table, key))

    def _slot(self, fact: Fact) -> str:
        return f"{fact.key}@{fact.known_day}" if fact.dated else fact.key

    def _hash(self, fact: Fact) -> str:
        return self._digest(comparable(fact.table, fact.values))

    def _digest(self, values: Mapping[str, object]) -> str:
        text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return self._vault.index(text, ROW_HASH)


def _without(values: Mapping[str, object], loose: Collection[str]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name not in loose}


def _arrow(table: str, rows: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.arrow(table))

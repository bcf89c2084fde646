"""Union-find over customer records that refuses to join what contradicts itself. Knows no lake and no vault.

Two groups are never joined when both know an identity number, a birth day or a written name and they share none:
then the evidence that would join them is mistaken, and a person must decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Evidence:
    """What is known of a group, as sets of blind indexes and day numbers."""

    ids: set[str] = field(default_factory=set)
    births: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def contradicts(self, other: "Evidence") -> bool:
        """Both sides know something of one kind, and nothing of it agrees."""
        pairs = ((self.ids, other.ids), (self.births, other.births), (self.names, other.names))
        return any(mine and theirs and mine.isdisjoint(theirs) for mine, theirs in pairs)

    def absorb(self, other: "Evidence") -> None:
        """Know what the other knows as well."""
        self.ids |= other.ids
        self.births |= other.births
        self.names |= other.names


class Groups:
    """Which records are the same person; the smallest key of a group stands for it."""

    def __init__(self, records: dict[str, Evidence]) -> None:
        self._parent = {key: key for key in records}
        self._evidence = records
        self.refused: list[tuple[str, str, str]] = []
        self.rule = dict.fromkeys(records, "alone")

    def find(self, key: str) -> str:
        """The key that stands for this record's group."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, one: str, other: str, rule: str, *, settled: bool = False) -> None:
        """Join two records' groups by `rule`; `settled` repeats an earlier decision and is not questioned."""
        first, second = sorted((self.find(one), self.find(other)))
        if first == second:
            return
        if not settled and self._evidence[first].contradicts(self._evidence[second]):
            self.refused.append((one, other, rule))
            return
        self._parent[second] = first
        self._evidence[first].absorb(self._evidence[second])
        for key in (one, other):
            if self.rule[key] == "alone":
                self.rule[key] = rule

    def join_equal(self, keyed: Iterable[tuple[object, str]], rule: str) -> None:
        """Join all records that share one value (records without a value are left out by the caller)."""
        first: dict[object, str] = {}
        for value, key in keyed:
            self.join(first.setdefault(value, key), key, rule)

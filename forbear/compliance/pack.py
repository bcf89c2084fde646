"""The duties of one jurisdiction as they stand on one day, compiled, and picked out by the kind of act.

Must not decide; the gate and the mask do. Compiled once for each day on which some value changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forbear.compliance.alarms import Alarms
from forbear.compliance.board import Board, Column, all_of, negate
from forbear.compliance.conditions import Condition
from forbear.compliance.duties import KINDS
from forbear.compliance.duties.kind import Breach
from forbear.compliance.facts import Facts
from forbear.compliance.history import Counting
from forbear.compliance.lawfile import Applies, Law, Value, validated
from forbear.kernel.errors import BadInput

ASKED = ("channel", "purpose", "party", "actor")


@dataclass(frozen=True, slots=True, eq=False)
class Duty:
    """A law in force, ready to be asked."""

    law: Law
    value: Value
    kind: Any
    unless: Condition | None
    id: str
    effect: str
    statement: dict[str, str]
    remedy: dict[str, str]
    exempt: Any

    def judge(self, facts: Facts) -> Breach | None:
        breach: Breach | None = self.kind.judge(facts)
        if breach is not None and self.exempt is not None and self.exempt(facts):
            return None
        return breach

    def column(self, board: Board) -> Column:
        """Where a portfolio breaks this duty."""
        breach: Column = self.kind.column(board)
        if self.unless is None or breach is False:
            return breach
        return all_of([breach, negate(self.unless.column(board, unknown=False))])


def compile_duty(law: Law, value: Value) -> Duty:
    """A law with the value of a day; BadInput names the file and the field that cannot be used."""
    kind = KINDS.get(law.duty)
    if kind is None:
        mend = f"Known: {', '.join(sorted(KINDS))}."
        raise BadInput(f"{law.duty!r} is not a kind of duty.", where=f"{law.file}, duty", mend=mend)
    terms = validated(kind.Terms, law.terms, law.file)
    numbers = validated(kind.Values, value.numbers, law.file, "values").model_dump()
    try:
        ready = kind(terms, numbers)
        unless = Condition(law.unless, numbers) if law.unless is not None else None
    except BadInput as error:
        raise BadInput(error.what, where=law.file, mend=error.mend) from error
    if law.duty != "hours" and unless and any(_personal_consent(fact) for fact in unless.facts):
        mend = "Remove the consent; it widens the hours alone (rule X-7)."
        raise BadInput(
            "`unless` lets a consent lift a duty that no consent lifts.", where=f"{law.file}, unless", mend=mend
        )
    said, mended = law.statement.by_language(), law.remedy.by_language()
    exempt = unless.scalar() if unless else None
    return Duty(law, value, ready, unless, law.id, law.on_breach, said, mended, exempt)


# Recorded under `consent`, but given by an attorney about their own part, not by the person about a hold.
ATTORNEYS_OWN = frozenset({"consent.attorney_consent_direct", "consent.lpa_registered"})


def _personal_consent(fact: str) -> bool:
    return fact.startswith("consent.") and fact not in ATTORNEYS_OWN


def speaks_to(applies: Applies, act: Mapping[str, str]) -> bool:
    """Whether a law speaks to an act of this channel, purpose, party and actor."""
    wanted = all(getattr(applies, fact) is None or act[fact] in getattr(applies, fact) for fact in ASKED)
    return wanted and not any(act[fact] in words for fact, words in applies.other_than.items())


class Selection:
    """The duties that speak to one kind of act, in a fixed order; `awake` gives those a request can breach."""

    def __init__(self, chosen: list[Duty], act: Mapping[str, str]) -> None:
        self.duties = tuple(duty for duty in chosen if duty.law.duty not in ("core", "general", "permission"))
        self.permissions = tuple(duty for duty in chosen if duty.law.duty == "permission")
        self.consulted = tuple(dict.fromkeys(duty.id for duty in chosen))
        self.general = tuple(duty.id for duty in chosen if duty.law.duty == "general")
        self._alarms = Alarms([duty.kind.wakes_on for duty in self.duties], act)

    def awake(self, facts: Facts) -> list[Duty]:
        """All duties but those that cannot be breached by the facts this request states."""
        return [self.duties[index] for index in self._alarms.ring(facts)]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """All duties in force on a day. `counters`: what to count, by the name used in verdicts and columns."""

    name: str
    version: str
    jurisdiction: str
    day: date
    duties: tuple[Duty, ...]
    core: tuple[Duty, ...]
    act: Mapping[str, Any]
    selections: dict[tuple[str, str, str, str], Selection] = field(default_factory=dict)

    @property
    def counters(self) -> dict[str, Counting]:
        return {duty.kind.name: duty.kind.counter for duty in self.duties if duty.kind.counter is not None}

    def select(self, channel: str, purpose: str, party: str, actor: str) -> Selection:
        """The duties for this kind of act; remembered, because a day asks the same few kinds again and again."""
        key = (channel, purpose, party, actor)
        known = self.selections.get(key)
        if known is None:
            known = self.selections.setdefault(key, self._select(dict(zip(ASKED, key, strict=True))))
        return known

    def _select(self, act: Mapping[str, str]) -> Selection:
        return Selection([duty for duty in (*self.core, *self.duties) if speaks_to(duty.law.applies, act)], act)

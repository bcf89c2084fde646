"""How often may a person be contacted? At most so many counted contacts in so many calendar days.

Must not know any cap: `at_most` is a dated value. Days are those of the person's zone, in the worst of several
zones (rules X-1, X-3); contacts by all agencies count together (X-9); what the person started counts only where the
law says so. Calls the person asked for in advance do not count for `agreed_days` (US-CALLEXCL).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
from pydantic import BaseModel, ConfigDict, Field

from forbear.compliance.board import Board, Column
from forbear.compliance.derived.agreements import call_agreement
from forbear.compliance.duties.kind import Breach, Terms, Values
from forbear.compliance.facts import Facts
from forbear.compliance.history import Counting, Target, counted, in_window, largest
from forbear.compliance.vocabulary import CHANNELS, OUTCOMES


class Counts(BaseModel):
    """What is counted, and the name of the count in verdicts and portfolio columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    channel: list[Literal[*sorted(CHANNELS)]] = Field(min_length=1)  # type: ignore[valid-type]
    outcome: list[Literal[*sorted(OUTCOMES)]] | None = None  # type: ignore[valid-type]
    per: Literal["person", "number", "debt"]
    days: int = Field(ge=1, le=366)
    inbound: bool = False
    grouped: tuple[str, ...] = ()


class FrequencyTerms(Terms):
    """`counts`: see Counts."""

    counts: Counts


class FrequencyValues(Values):
    """`at_most`: contacts already made at which the next one is refused. `agreed_days`: days, from the one on which
    the person agreed to more calls, in which such calls do not count."""

    at_most: int = Field(ge=0)
    agreed_days: int = Field(0, ge=0)


class Frequency:
    """Breached when the count has reached the cap."""

    Terms, Values = FrequencyTerms, FrequencyValues
    wakes_on = None

    def __init__(self, terms: FrequencyTerms, values: Mapping[str, Any]) -> None:
        counts = terms.counts
        outcomes = None if counts.outcome is None else frozenset(counts.outcome)
        self.name, self.at_most, self.agreed_days = counts.name, int(values["at_most"]), int(values["agreed_days"])
        self.counter = Counting(
            frozenset(counts.channel), outcomes, counts.per, counts.days, counts.inbound, frozenset(counts.grouped)
        )

    def count(self, facts: Facts) -> int:
        """The contacts counted so far; counted once a request and remembered among its facts."""
        known = facts.counts.get(self.name)
        if known is None:
            instants = self._instants(facts) if facts.history else []
            known = facts.counts[self.name] = largest(instants, facts.now, facts.zones, self.counter.days)
        return known

    def judge(self, facts: Facts) -> Breach | None:
        count = self.count(facts)
        if count < self.at_most or self._agreed(facts):
            return None
        return Breach({self.name: count, "at_most": self.at_most}, self._until(facts))

    def column(self, board: Board) -> Column:
        """A count that the portfolio does not hold is unknown, and refuses."""
        if self.name not in board.columns:
            return True
        return (nw.col(self.name) >= self.at_most).fill_null(True)

    def _agreed(self, facts: Facts) -> bool:
        agreement = call_agreement(facts) if self.agreed_days else None
        return agreement is not None and agreement.covers(facts.now, self.agreed_days, facts)

    def _instants(self, facts: Facts) -> list[datetime]:
        debt = facts.debt.get
        target = Target(facts.party, facts.number, facts.contact_id, debt("id"), debt("account_group"), debt("product"))
        instants = counted(facts.history, self.counter, target)
        agreement = call_agreement(facts) if self.agreed_days and instants and not self.counter.inbound else None
        if agreement is None:
            return instants
        return [moment for moment in instants if not agreement.covers(moment, self.agreed_days, facts)]

    def _until(self, facts: Facts) -> datetime | None:
        instants = self._instants(facts)
        moments = [self._free_from(instants, facts, zone) for zone in facts.zones]
        known = [moment for moment in moments if moment is not None]
        return max(known) if known and len(known) == len(moments) else None

    def _free_from(self, instants: list[datetime], facts: Facts, zone: ZoneInfo) -> datetime | None:
        """Midnight of the first local day on which the count is below the cap."""
        today = facts.now.astimezone(zone).date()
        for ahead in range(self.counter.days + 1):
            day = today + timedelta(days=ahead)
            if in_window(instants, day, zone, self.counter.days) < self.at_most:
                return facts.now if ahead == 0 else datetime.combine(day, time.min, zone).astimezone(UTC)
        return None

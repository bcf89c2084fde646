"""Which duties can a request breach at all? Those whose condition rests on a fact that the request states.

Only speed: a duty left asleep could not have been breached (the tests compare both readings). Most duties forbid
rare things, and a usual request states none of them; asking only the rest makes the gate some three times faster.
"""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from forbear.compliance.conditions import Condition, Leaf
from forbear.compliance.facts import Facts

# Facts worked out from others wake on the facts they are worked out from.
SOURCES = {
    "advice_days": ("borrower.debt_advice",),
    "asked_before": ("history",),
    "breathing_space_recorded": ("borrower.moratorium",),
    "channel_stopped": ("history", "consent"),
    "claim_exceeds_debt": ("content.amount_claimed",),
    "claim_exceeds_estate": ("content.amount_claimed",),
    "complaint_days": ("content.days_elapsed", "content.received_at"),
    "creditor_name_owed": ("debt.original_creditor_request",),
    "crisis_recorded": ("borrower.moratorium",),
    "days_without_validation": ("debt.initial_communication_at",),
    "dispute_open": ("flag.disputed", "content.dispute_open", "debt.dispute"),
    "inconvenient_now": ("borrower.inconvenient_times",),
    "interest_added": ("content.interest_added",),
    "limitation_months": ("debt.due_date", "debt.last_acknowledged", "debt.last_interruption"),
    "message_overlong": ("content.lcm",),
    "minutes_since_call": ("history",),
    "months_since_settled": ("debt.settled_on",),
    "outside_preferred": ("borrower.preferred_times",),
    "record_age_months": ("content.age_months", "content.record_date", "content.last_collection_activity"),
    "recording_age_months": ("content.age_months", "content.record_date"),
    "refused_before": ("history",),
    "represented_here": ("flag.represented_by_attorney", "borrower.attorney"),
    "validation_period_days": ("debt.validation_notice",),
    "written_dispute_open": ("debt.dispute",),
}
SECTIONS = ("content", "debt", "consent", "borrower")


class Alarms:
    """For each stated fact, the numbers of the duties it wakes; duties that nothing wakes are always awake.

    `act`: channel, purpose, party and actor, the same for every request asked; what they already exclude sleeps.
    """

    def __init__(self, conditions: Sequence[Condition | None], act: Mapping[str, str]) -> None:
        self.always: list[int] = []
        self.on: dict[str, dict[str, tuple[int, ...]]] = {name: {} for name in (*SECTIONS, "flag", "whole")}
        self.off: dict[str, dict[str, tuple[int, ...]]] = {name: {} for name in (*SECTIONS, "flag", "whole")}
        for number, condition in enumerate(conditions):
            bells = _bells(condition, act)
            if bells is None:
                self.always.append(number)
            for tables, section, key in bells or ():
                for table in (self.on, self.off) if tables == "both" else (self.on if tables == "on" else self.off,):
                    table[section][key] = (*table[section].get(key, ()), number)

    def ring(self, facts: Facts) -> list[int]:
        """Numbers of the duties to ask, in order."""
        woken: set[int] = set()
        given = (facts.content, facts.debt, facts.consent, facts.borrower)
        for name, section in zip(SECTIONS, given, strict=True):
            if section and (self.on[name] or self.off[name]):
                self._wake(woken, self.on[name], self.off[name], section)
        flags, whole = self.on["flag"], self.on["whole"]
        for flag in facts.flags:
            woken.update(flags.get(flag, ()))
        if facts.history:
            woken.update(whole.get("history", ()))
        if facts.consent:
            woken.update(whole.get("consent", ()))
        return sorted((*self.always, *woken)) if woken else self.always

    @staticmethod
    def _wake(
        woken: set[int], on: dict[str, tuple[int, ...]], off: dict[str, tuple[int, ...]], section: Mapping[str, Any]
    ) -> None:
        for key, value in section.items():
            numbers = (off if value is False else on).get(key)
            if numbers:
                woken.update(numbers)


def _bells(condition: Condition | None, act: Mapping[str, str]) -> list[tuple[str, str, str]] | None:
    """One or more necessary facts for each branch; None when some branch can hold without a stated fact."""
    if condition is None:
        return None
    bells: dict[tuple[str, str, str], None] = {}
    same = SimpleNamespace(**act)
    for branch in condition.branches:
        if not all(leaf.scalar()(same) for leaf in branch if leaf.fact in act):  # type: ignore[arg-type]
            continue
        found = next((bell for bell in map(_bell, branch) if bell), None)
        if found is None:
            return None
        bells.update(dict.fromkeys(found))
    return list(bells)


def _bell(leaf: Leaf) -> list[tuple[str, str, str]] | None:
    if leaf.wanted == {"known": False}:
        return None
    if leaf.fact == "borrower.flags":
        wanted = leaf.wanted if isinstance(leaf.wanted, list) else [leaf.wanted]
        return [("both", "flag", flag) for flag in wanted] if all(isinstance(flag, str) for flag in wanted) else None
    if leaf.fact in SOURCES:
        return [_source(name) for name in SOURCES[leaf.fact]] if leaf.wanted is not False else None
    section, _, key = leaf.fact.partition(".")
    if section not in SECTIONS:
        return None
    tables = {True: "on", False: "off"}.get(leaf.wanted, "both") if isinstance(leaf.wanted, bool) else "both"
    return [(tables, section, key.partition(".")[0])]


def _source(name: str) -> tuple[str, str, str]:
    section, _, key = name.partition(".")
    return ("both", section, key) if key else ("both", "whole", section)

"""The one gate: may this act happen now? Pure; every duty in force is asked, and the strictest decides.

Must not store, send or look anything up. How findings become one verdict (regulation notes, section 7 item 9):

* `block` outranks `escalate`. Escalating says "a person with authority may decide", and no person may decide for an
  unlawful act; showing "escalate" to an agent at midnight would invite the very call that the law forbids.
* An escalation is never lost behind a block: its reason stays in `reasons` with effect `escalate`, so the caller
  opens a case for a person (self-harm, minors, lack of capacity) whatever the verdict was. Both stop the machine.
* `escalate` outranks `warn`; a warning lets the act go ahead, and is recorded and shown.
* Nothing is allowed by silence: only a general duty in force allows, and missing, unknown or malformed core facts
  block (X-5). Consent widens the hours alone (X-7); the lawbook refuses a file that says otherwise.

`until` is given only when time alone cures every finding that blocks, and lies inside the opening hours of all zones.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forbear.compliance.facts import Facts
from forbear.compliance.lawbook import Lawbook
from forbear.compliance.pack import Duty, Pack, Selection
from forbear.compliance.verdict import Finding, Verdict
from forbear.kernel.errors import BadInput

NO_PACK = "X-PACK"


def judge(request: Mapping[str, Any], lawbook: Lawbook) -> Verdict:
    """The verdict on one act (Appendix A vocabulary). Never raises on a mapping; BadInput on anything else."""
    if not isinstance(request, Mapping):
        raise BadInput("a request must be an object.", mend='Write e.g. {"id": 1, "jurisdiction": "CN", …}.')
    return judge_facts(Facts(request), lawbook)


def judge_facts(facts: Facts, lawbook: Lawbook) -> Verdict:
    """The same for a request already read."""
    if facts.problems:
        return _refuse_unreadable(facts, lawbook)
    day = facts.locals[0].date()
    pack = lawbook.on(day, facts.jurisdiction)
    selection = pack.select(facts.channel, facts.purpose, facts.party, facts.actor) if pack else None
    if pack is None or selection is None or not selection.general:
        return _refuse_unknown_place(facts, lawbook)
    findings = []
    for duty in selection.awake(facts):
        breach = duty.judge(facts)
        if breach is not None:
            findings.append(Finding(duty, *breach))
    return _verdict(facts, pack, selection, findings)


def _verdict(facts: Facts, pack: Pack, selection: Selection, findings: list[Finding]) -> Verdict:
    answer, rules = _strictest(facts, findings, selection)
    reasons = tuple(_with_until(facts, selection, findings)) if findings else ()
    return Verdict(
        facts.id, answer, rules, selection.consulted, reasons, facts.locals[0].isoformat(timespec="seconds"),
        facts.counts, pack.name, pack.version,
    )  # fmt: skip


def _strictest(facts: Facts, findings: list[Finding], selection: Selection) -> tuple[str, tuple[str, ...]]:
    if not findings and not selection.permissions:
        return "allow", selection.general
    for effect in ("block", "escalate"):
        ids = tuple(dict.fromkeys(finding.duty.id for finding in findings if finding.duty.effect == effect))
        if ids:
            return effect, ids
    warned = tuple(dict.fromkeys(finding.duty.id for finding in findings))
    permitted = dict.fromkeys(duty.id for duty in selection.permissions if duty.kind.holds(facts))
    return "allow", (*selection.general, *permitted, *warned)


def _with_until(facts: Facts, selection: Selection, findings: list[Finding]) -> list[Finding]:
    """Blocking findings first, each with the instant at which the act as a whole could pass."""
    order = {"block": 0, "escalate": 1, "warn": 2}
    ordered = sorted(findings, key=lambda finding: order[finding.duty.effect])
    stopping = [finding for finding in ordered if finding.duty.effect != "warn"]
    until = _cured(facts, selection, stopping)
    return [Finding(f.duty, f.facts, until if f.duty.effect != "warn" else f.until) for f in ordered]


def _cured(facts: Facts, selection: Selection, stopping: list[Finding]) -> datetime | None:
    instants = [finding.until for finding in stopping if finding.until is not None]
    if not instants or len(instants) < len(stopping):
        return None
    moment: datetime | None = max(instants)
    for duty in selection.duties:
        if duty.law.duty == "hours" and moment is not None:
            moment = duty.kind.reopens(facts, moment)
    return moment.astimezone(facts.zones[0]) if moment is not None else None


def _refuse_unreadable(facts: Facts, lawbook: Lawbook) -> Verdict:
    spoilt = {fact for fact, _ in facts.problems}
    core = [duty for duty in lawbook.core.on(lawbook.core.changes[-1]) if duty.law.duty == "core"]
    duties = [duty for duty in core if duty.kind.fact in spoilt]
    return _core_verdict(facts, lawbook, duties, {duty.id for duty in core})


def _refuse_unknown_place(facts: Facts, lawbook: Lawbook) -> Verdict:
    duties = [duty for duty in lawbook.core.on(lawbook.core.changes[-1]) if duty.id == NO_PACK]
    return _core_verdict(facts, lawbook, duties, {NO_PACK})


def _core_verdict(facts: Facts, lawbook: Lawbook, duties: list[Duty], consulted: set[str]) -> Verdict:
    local = facts.locals[0].isoformat(timespec="seconds") if facts.locals else None
    reasons = tuple(_core_finding(facts, duty) for duty in duties)
    rules = tuple(dict.fromkeys(duty.id for duty in duties))
    core = lawbook.core
    return Verdict(facts.id, "block", rules, tuple(sorted(consulted)), reasons, local, {}, core.pack.name, core.version)


def _core_finding(facts: Facts, duty: Duty) -> Finding:
    breach = duty.judge(facts)
    if breach is not None:
        return Finding(duty, *breach)
    return Finding(duty, {"jurisdiction": facts.jurisdiction, "day": facts.locals[0].date().isoformat()}, None)

"""The examples written in law files, turned into whole requests and put to the gate.

An example says only what differs from the pack's complete lawful act; `null` takes a fact away. Short words stand
for a history: `connected_today: 3`, `attempts_today`, `texts_today`, `texts_7d`, `calls_7d`, `conversations_7d`,
`contacts_7d`, `inbound_today`, and `local_time`,
`flags` for what they say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from forbear.compliance.gate import judge
from forbear.compliance.lawbook import EVERYWHERE, Lawbook, overlays_in
from forbear.compliance.lawfile import Example, Law
from forbear.compliance.request import merged
from forbear.compliance.verdict import Verdict
from forbear.kernel.errors import BadInput

# Short word: channel, outcome, direction, and whole days before today.
HISTORIES = {
    "connected_today": ("voice", "connected", "outbound", 0),
    "attempts_today": ("voice", "no_answer", "outbound", 0),
    "inbound_today": ("voice", "connected", "inbound", 0),
    "texts_today": ("sms", "delivered", "outbound", 0),
    "texts_7d": ("sms", "delivered", "outbound", 2),
    "calls_7d": ("voice", "no_answer", "outbound", 2),
    "conversations_7d": ("voice", "connected", "outbound", 2),
    "contacts_7d": ("letter", "letter_sent", "outbound", 2),
}
SHORT = {*HISTORIES, "local_time", "flags"}
NUMBER = "the usual number"


@dataclass(frozen=True, slots=True)
class Run:
    """One example as it went. `why` is empty when it passed."""

    law: Law
    example: Example
    verdict: Verdict
    why: str

    @property
    def passed(self) -> bool:
        return not self.why


def run_all(lawbook: Lawbook) -> Iterator[Run]:
    """Every example of every law; those that hold everywhere start from the first pack's act."""
    for place, law in lawbook.laws():
        jurisdiction = lawbook.jurisdictions[0] if place == EVERYWHERE else place
        act = lawbook.folders[jurisdiction].pack.act
        for example in law.examples:
            verdict = judge(whole_request(act, example.given), lawbook)
            yield Run(law, example, verdict, _why_not(law, example, verdict))


def run_overlays(path: Path | None = None) -> Iterator[Run]:
    """Every example of every overlay beside the packs, each overlay laid on alone."""
    for name in overlays_in(path):
        lawbook = Lawbook.load(path, [name])
        yield from (run for run in run_all(lawbook) if run.law.file.startswith("overlays/"))


def whole_request(act: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A complete request: the lawful act, changed by what is given."""
    request = merged({"number": NUMBER, **act}, {key: value for key, value in given.items() if key not in SHORT})
    if "local_time" in given:
        request["now"] = _at(request, given["local_time"])
    if "flags" in given:
        request["borrower"] = {**request.get("borrower", {}), "flags": given["flags"]}
    request["history"] = [*request.get("history", []), *_history(request, given)]
    return request


def _at(request: Mapping[str, Any], local: str) -> str:
    try:
        clock = time.fromisoformat(local)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{local!r} is not a time of day.", mend='Write it in quotes, e.g. "22:00".') from error
    zone = ZoneInfo(request["borrower"]["timezone"])
    return datetime.combine(datetime.fromisoformat(request["now"]).astimezone(zone), clock, zone).isoformat()


def _history(request: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for word, (channel, outcome, direction, days) in HISTORIES.items():
        for index in range(given.get(word, 0)):
            at = datetime.fromisoformat(request["now"]) - timedelta(days=days, minutes=index + 1)
            yield {
                "at": at.isoformat(), "channel": channel, "outcome": outcome, "direction": direction,
                "party": "borrower", "number": NUMBER,
            }  # fmt: skip


def _why_not(law: Law, example: Example, verdict: Verdict) -> str:
    """Empty when the gate said what the example says, and said it because of this law."""
    wanted = "allow" if example.then == "warn" else example.then
    if verdict.verdict != wanted:
        return f"expected {example.then}, got {verdict.verdict} ({', '.join(verdict.rules)})"
    spoke = {(finding.duty.id, finding.duty.effect) for finding in verdict.reasons}
    if example.then == "warn" and (law.id, "warn") not in spoke:
        return "expected a warning, got none"
    if example.then in ("block", "escalate") and (law.id, example.then) not in spoke and example.then == law.on_breach:
        return f"expected {example.then} by {law.id}, got it from {', '.join(verdict.rules)}"
    return ""

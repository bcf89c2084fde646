"""The gate's peer: the mainland's rules for collecting, written by hand as a chain of ifs. Only a yardstick.

It answers allow or block with the rule's id, and nothing else: no reasons, no citation, no `until`, no trace, no law of
another day. That is what the gate's price buys.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

VOICE, TEXT = ("voice", "ai_voice", "voicemail"), ("sms", "im", "app_push")
HELD = {
    "deceased": "CN-DECEASED", "minor": "CN-CAPACITY", "plan_performing": "CN-PLAN-STOP",
    "complaint_open": "CN-COMPLAINT-HOLD",
    "cease_request": "CN-CEASE", "moratorium": "CN-MORATORIUM", "hardship": "CN-HARDSHIP-HOLD", "promise": "CN-PROMISE",
}  # fmt: skip


def judge(request: dict[str, Any]) -> tuple[str, str]:
    """("allow", "") or ("block", rule)."""
    zone = ZoneInfo(request["borrower"]["timezone"])
    now = datetime.fromisoformat(request["now"]).astimezone(zone)
    if not 8 <= now.hour < 22:
        return "block", "CN-HOURS"
    if request["purpose"] == "collection":
        for flag in request["borrower"].get("flags", ()):
            if flag in HELD:
                return "block", HELD[flag]
    if request["channel"] in VOICE:
        if not request["content"].get("recording"):
            return "block", "CN-RECORD"
        if _count(request, now, VOICE[:2], 1, "connected") >= 3:
            return "block", "CN-CALL-3"
        if _count(request, now, VOICE, 1) >= 6:
            return "block", "CN-ATTEMPT-6"
    if not request["content"].get("identifies_institution"):
        return "block", "CN-IDENTIFY"
    return "allow", ""


def _count(request: dict[str, Any], now: datetime, channels: tuple[str, ...], days: int, outcome: str = "") -> int:
    first = now.date() - timedelta(days=days - 1)
    return sum(
        entry["direction"] == "outbound" and entry["channel"] in channels
        and (not outcome or entry["outcome"] == outcome)
        and first <= datetime.fromisoformat(entry["at"]).astimezone(now.tzinfo).date() <= now.date()
        for entry in request["history"]
    )  # fmt: skip

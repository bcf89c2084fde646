"""Who may be contacted tonight? The same law read over a whole portfolio, as one expression an engine can run.

A forecast, never a permit: it may forbid more than the gate, never less. It counts a warning as a refusal (a person
may go on after a warning; a nightly run should not), takes the strictest bound of a limit, and near a change of law
holds everybody to the law before and after it.

Columns that `people` must have (one row a person; null means unknown and refuses):

* market: str, the jurisdiction; zone_offset: int, minutes from UTC at `now` in the person's zone
* connected_today, attempts_today, texts_today, texts_7d: int, from `facts.history_counts`
  (attempts_today: of the number that would be dialled)
* deceased, minor, disputed, complaint_open, plan_performing, cease_request, moratorium: bool

Columns that are read when they are there: zone_offset_2 (int, a second possible zone; null means none),
hours_exception (bool: an agreement that covers `now`), age (int; null means not recorded), hardship, promise_live,
channel_stopped, debt_settled, limitation_expired and every flag of the vocabulary under its own name (bool).

Facts of the message itself are the same for everybody: `act` gives them, in request vocabulary, laid over the pack's
complete lawful act, so the forecast asks "if the message is in order, may it go?".
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import narwhals.stable.v2 as nw

from forbear.compliance.board import Board, Column
from forbear.compliance.facts import Facts
from forbear.compliance.gate import NO_PACK
from forbear.compliance.lawbook import Lawbook
from forbear.compliance.pack import Pack
from forbear.compliance.request import merged
from forbear.compliance.vocabulary import CHANNELS, PURPOSES
from forbear.kernel.errors import BadInput

NEEDED = (
    *("market", "zone_offset", "connected_today", "attempts_today", "texts_today", "texts_7d"),
    *("deceased", "minor", "disputed", "complaint_open", "plan_performing", "cease_request", "moratorium"),
)


def mask(
    people: nw.LazyFrame[Any],
    lawbook: Lawbook,
    *,
    now: datetime,
    channel: str,
    purpose: str,
    act: Mapping[str, Any] | None = None,
) -> nw.LazyFrame[Any]:
    """`people` with `lawful` (bool) and `first_refusal` (rule id, or null) for one act at `now` (aware)."""
    _check(people, now, channel, purpose)
    columns = people.collect_schema().names()
    refusal: Any = nw.lit(NO_PACK)
    for place in lawbook.jurisdictions:
        given = {**(act or {}), "channel": channel, "purpose": purpose, "now": now.isoformat()}
        facts = Facts(merged(lawbook.folders[place].pack.act, given))
        here = _refusal(lawbook, place, Board(columns, facts, now.astimezone(UTC)))
        refusal = nw.when(nw.col("market") == place).then(here).otherwise(refusal)
    return people.with_columns(first_refusal=refusal).with_columns(lawful=nw.col("first_refusal").is_null())


def zone_offsets(zones: Iterable[str], now: datetime) -> dict[str, int]:
    """Minutes from UTC at `now` (aware) for each IANA zone; an unknown zone is left out, and so refuses."""
    offsets = {}
    for name in set(zones):
        try:
            offset = now.astimezone(ZoneInfo(name)).utcoffset()
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
        if offset is not None:
            offsets[name] = int(offset.total_seconds() // 60)
    return offsets


def _check(people: nw.LazyFrame[Any], now: datetime, channel: str, purpose: str) -> None:
    if now.tzinfo is None:
        raise BadInput("now has no offset from UTC.", where="mask", mend="Pass an aware instant.")
    for word, known, kind in ((channel, CHANNELS, "channel"), (purpose, PURPOSES, "purpose")):
        if word not in known:
            raise BadInput(f"{word!r} is not a {kind}.", where="mask", mend=f"Known: {', '.join(sorted(known))}.")
    missing = [name for name in NEEDED if name not in people.collect_schema().names()]
    if missing:
        mend = "Add them; an unknown hold or count cannot be forecast."
        raise BadInput(f"the portfolio lacks {', '.join(missing)}.", where="mask", mend=mend)


def _refusal(lawbook: Lawbook, place: str, board: Board) -> Any:
    packs = [lawbook.on(day, place) for day in _days(board.now)]
    known = {id(pack): pack for pack in packs if pack is not None}
    if len([pack for pack in packs if pack is None]):
        return nw.lit(NO_PACK)
    steps: list[tuple[str, Column]] = [step for pack in known.values() for step in _steps(pack, board)]
    text: Any = nw.lit(None, dtype=nw.String)
    for rule, breach in reversed(steps):
        if breach is True:
            text = nw.lit(rule)
        elif breach is not False:
            text = nw.when(breach).then(nw.lit(rule)).otherwise(text)
    return text


def _days(now: datetime) -> set[date]:
    """Every calendar day that it may be somewhere on earth at `now`."""
    return {(now + timedelta(hours=hours)).date() for hours in (-12, 0, 14)}


def _steps(pack: Pack, board: Board) -> list[tuple[str, Column]]:
    act = board.act
    selection = pack.select(act.channel, act.purpose, act.party, act.actor)
    if not selection.general:
        return [(NO_PACK, True)]
    core = [(duty.id, duty.column(board)) for duty in pack.core if duty.law.duty == "core"]
    return [*core, *((duty.id, duty.column(board)) for duty in selection.duties)]

"""When may a person be contacted? Inside the window in every zone they may live in, unless they agreed otherwise.

Must not know any hour: `from` and `to` are dated values of the law file. The window is half-open (rule X-2); local
time comes from IANA data (X-1); an agreement widens time only (X-7).
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

import narwhals.stable.v2 as nw

from forbear.compliance.board import Board, Column, any_of
from forbear.compliance.duties.kind import Breach, NoTerms, Values
from forbear.compliance.facts import Facts
from forbear.kernel.errors import BadInput

DAY_MINUTES = 24 * 60


class HoursValues(Values):
    """`opens` and `closes`: local HH:MM; contact is allowed from `opens` on and before `closes`."""

    opens: str
    closes: str


class Hours:
    """Breached outside the window."""

    Terms, Values = NoTerms, HoursValues
    counter = None
    wakes_on = None

    def __init__(self, _terms: NoTerms, values: Mapping[str, Any]) -> None:
        try:
            self.opens, self.closes = time.fromisoformat(values["opens"]), time.fromisoformat(values["closes"])
        except ValueError as error:
            raise BadInput(
                "opens and closes must be times of day.", mend='Write them in quotes, e.g. "08:00".'
            ) from error
        if self.opens >= self.closes:
            raise BadInput("the window closes before it opens.", mend="Write opens before closes.")

    def judge(self, facts: Facts) -> Breach | None:
        for local in facts.locals:
            if not self.opens <= local.time() < self.closes:
                seen = {"local_time": [moment.isoformat(timespec="seconds") for moment in facts.locals]}
                return Breach(seen, self.reopens(facts, facts.now))
        return None

    def reopens(self, facts: Facts, after: datetime) -> datetime | None:
        """The first instant from `after` on that is inside the window in all zones, or None if there is none."""
        moment = after
        for _ in range(8):
            later = max((self._next(moment, zone) for zone in facts.zones), default=moment)
            if later == moment:
                return moment
            moment = later
        return None

    def _next(self, moment: datetime, zone: Any) -> datetime:
        local = moment.astimezone(zone)
        if self.opens <= local.time() < self.closes:
            return moment
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        return datetime.combine(day, self.opens, zone).astimezone(moment.tzinfo)

    def column(self, board: Board) -> Column:
        minute = board.now.hour * 60 + board.now.minute
        first, last = (moment.hour * 60 + moment.minute for moment in (self.opens, self.closes))
        # A missing first zone is unknown and refuses; a missing second zone means there is none.
        return any_of(
            [
                self._outside(offset, minute, first, last).fill_null(number == 0)
                for number, offset in enumerate(board.offsets())
            ]
        )

    @staticmethod
    def _outside(offset: nw.Expr, minute: int, first: int, last: int) -> nw.Expr:
        # Two days are added so that the remainder is taken of a positive number, which every engine takes alike.
        local = (offset + minute + 2 * DAY_MINUTES) % DAY_MINUTES
        return (local < first) | (local >= last)

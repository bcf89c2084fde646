"""When may a person be contacted? Inside the window in every zone they may live in, unless they agreed otherwise.

Must not know any hour, weekday or holiday: all are dated values of the law file. The window is half-open (rule X-2),
or open at both ends where the law says so; local time comes from IANA data (X-1); an agreement widens time only (X-7).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import narwhals.stable.v2 as nw
from pydantic import Field

from forbear.compliance.board import Board, Column, any_of
from forbear.compliance.duties.kind import Breach, NoTerms, Values
from forbear.compliance.facts import Facts
from forbear.kernel.errors import BadInput

DAY = 24 * 60 * 60
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NAMES: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_CLOSURE = 31  # days or steps to look ahead for an open instant; no law closes longer


class HoursValues(Values):
    """`opens` and `closes`: local HH:MM; contact is allowed from `opens` on and before `closes`.

    `after_opening`: only after `opens`, not at it. `days`: weekdays on which the window opens. `holidays`: days on
    which it does not.
    """

    opens: str
    closes: str
    after_opening: bool = False
    days: tuple[Weekday, ...] = Field(NAMES, min_length=1)
    holidays: tuple[date, ...] = ()


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
        self.after = bool(values["after_opening"])
        self.weekdays = frozenset(NAMES.index(name) for name in values["days"])
        self.holidays = frozenset(values["holidays"])
        self.daily = len(self.weekdays) == len(NAMES) and not self.holidays

    def judge(self, facts: Facts) -> Breach | None:
        for local in facts.locals:
            if not self._open(local):
                seen = {"local_time": [moment.isoformat(timespec="seconds") for moment in facts.locals]}
                return Breach(seen, self.reopens(facts, facts.now))
        return None

    def _open(self, local: datetime) -> bool:
        clock = local.time()
        if not self.opens <= clock < self.closes or (self.after and clock == self.opens):
            return False
        return self.daily or self._opens_on(local.date())

    def _opens_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def reopens(self, facts: Facts, after: datetime) -> datetime | None:
        """The first instant from `after` on that is inside the window in all zones, or None if there is none."""
        moment = after
        for _ in range(LONGEST_CLOSURE):
            later = max((self._next(moment, zone) for zone in facts.zones), default=moment)
            if later == moment:
                return moment
            moment = later
        return None

    def _next(self, moment: datetime, zone: Any) -> datetime:
        local = moment.astimezone(zone)
        if self._open(local):
            return moment
        day = local.date() if local.time() <= self.opens else local.date() + timedelta(days=1)
        for _ in range(LONGEST_CLOSURE):
            if self._opens_on(day):
                break
            day += timedelta(days=1)
        opening = datetime.combine(day, self.opens, zone) + timedelta(seconds=1 if self.after else 0)
        return opening.astimezone(moment.tzinfo)

    def column(self, board: Board) -> Column:
        # A missing first zone is unknown and refuses; a missing second zone means there is none.
        return any_of(
            [self._outside(offset, board.now).fill_null(number == 0) for number, offset in enumerate(board.offsets())]
        )

    def _outside(self, offset: nw.Expr, now: datetime) -> nw.Expr:
        """Outside the window, for people so many minutes from UTC."""
        first, last = (moment.hour * 3600 + moment.minute * 60 + moment.second for moment in (self.opens, self.closes))
        passed = now.hour * 3600 + now.minute * 60 + now.second
        # Two days are added so that the remainder is taken of a positive number, which every engine takes alike.
        shifted = offset * 60 + passed + 2 * DAY
        local = shifted % DAY
        outside = (local < first + int(self.after)) | (local >= last)
        return outside if self.daily else outside | self._closed_day(shifted, now.date())

    def _closed_day(self, shifted: nw.Expr, today: date) -> nw.Expr:
        """Whether the local day (yesterday, today or tomorrow of the UTC day) is one that stays closed."""
        shut: Any = nw.lit(False)
        for days in (-1, 0, 1):
            if not self._opens_on(today + timedelta(days=days)):
                shut = shut | ((shifted >= (2 + days) * DAY) & (shifted < (3 + days) * DAY))
        return shut  # type: ignore[no-any-return]

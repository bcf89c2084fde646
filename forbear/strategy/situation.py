"""One person's situation, from everything the lake knows: the row on which a playbook decides.

Must not add up two currencies, nor guess: an amount that a source does not report, or that would mix currencies, is
null. A person is as late as their latest loan; a flag on one loan speaks for the person. What words mean:
`definitions`.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.strategy.definitions import Definitions, PromiseRules, load_definitions, load_promise_rules
from forbear.strategy.person import active_flags, contact_history, promise_state, ways_to_write
from forbear.strategy.portfolio import loans_by_person, people_and_loans
from forbear.strategy.vocabulary import FACTS, FLAGS

COLUMNS = ("person_id", "as_of_day", "market", "language", "currency", *FACTS)


def situations(
    people: nw.LazyFrame[Any],
    links: nw.LazyFrame[Any],
    loans: nw.LazyFrame[Any],
    positions: nw.LazyFrame[Any],
    scores: nw.LazyFrame[Any],
    flags: nw.LazyFrame[Any],
    history: nw.LazyFrame[Any],
    consents: nw.LazyFrame[Any],
    contacts: nw.LazyFrame[Any],
    promises: nw.LazyFrame[Any],
    as_of_day: int,
    definitions: Definitions | None = None,
    promise_rules: PromiseRules | None = None,
) -> nw.LazyFrame[Any]:
    """One row a person with `COLUMNS`; amounts int64 minor units of `currency`, days int32.

    Tables of the lake as in the schema; besides: `scores` (loan_key, band), `history` (person_id, day, direction,
    outcome, channel, letter), `promises` as given by `promises.judge_promises`. `currency` is null where a person's
    loans have two.
    """
    meaning, kept = definitions or load_definitions(), promise_rules or load_promise_rules()
    rows = people_and_loans(people, links, loans, positions, scores, ways_to_write(contacts, consents, as_of_day))
    persons = loans_by_person(rows, as_of_day, meaning)
    for more in (
        active_flags(flags, links, as_of_day, meaning),
        contact_history(history, loans, links, positions, as_of_day, meaning),
        promise_state(promises, history, as_of_day, kept, meaning),
    ):
        persons = persons.join(more, on="person_id", how="left")
    return _finished(persons, as_of_day)


def _finished(persons: nw.LazyFrame[Any], as_of_day: int) -> nw.LazyFrame[Any]:
    """Fills what no table mentioned: no flag is false, no history is no contact, no promise is none."""
    late = nw.col("promise_missed_recently").fill_null(False) & (nw.col("days_past_due") > 0)
    persons = persons.with_columns(
        as_of_day=nw.lit(as_of_day).cast(nw.Int32),
        minor=nw.col("minor_flag").fill_null(False) | nw.col("under_age"),
        promise_missed=late,
        promise_new=nw.col("promise_new_recently").fill_null(False) & (nw.col("days_past_due") > 0),
        unanswered=nw.col("unanswered").fill_null(0).cast(nw.Int32),
    )
    return persons.with_columns(**{flag: nw.col(flag).fill_null(False) for flag in FLAGS}).select(*COLUMNS)

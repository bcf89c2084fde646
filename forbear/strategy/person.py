"""What is known of a person besides their loans: flags, contacts so far, promises, ways to reach them.

Must not treat silence as consent or a reminder as a question: `unanswered` counts only contacts since the oldest missed
payment fell due and since the last answer.
"""

from typing import Any

import narwhals.stable.v2 as nw

from forbear.strategy.definitions import Definitions, PromiseRules

FLAG_COLUMNS = (
    "plan_performing", "hardship", "unemployed", "deaf", "blind", "disputed", "complaint_open", "deceased",
    "lost_contact", "wilful", "moratorium", "cease_request",
)  # fmt: skip


def active_flags(
    flags: nw.LazyFrame[Any], links: nw.LazyFrame[Any], as_of_day: int, meaning: Definitions
) -> nw.LazyFrame[Any]:
    """person_id and one boolean a flag that runs on `as_of_day` and was known by then, on any of the person's loans."""
    runs = (nw.col("from_day") <= as_of_day) & (nw.col("until_day").is_null() | (nw.col("until_day") >= as_of_day))
    active = flags.filter(runs, nw.col("recorded_day") <= as_of_day).select("party_key", "flag")
    active = active.join(links.select("party_key", "person_id"), on="party_key", how="inner")
    return active.group_by("person_id").agg(
        **{flag: _ever(nw.col("flag") == flag) for flag in FLAG_COLUMNS},
        minor_flag=_ever(nw.col("flag") == "minor"),
        care_first=_ever(nw.col("flag").is_in(list(meaning.care_first_flags))),
    )


def contact_history(
    history: nw.LazyFrame[Any],
    loans: nw.LazyFrame[Any],
    links: nw.LazyFrame[Any],
    positions: nw.LazyFrame[Any],
    as_of_day: int,
    meaning: Definitions,
) -> nw.LazyFrame[Any]:
    """person_id, days_since_contact (either direction), unanswered (0 for people who are not late)."""
    late = positions.filter(nw.col("days_past_due") > 0).select(
        "loan_key", missed_day=nw.col("oldest_due_day").fill_null(as_of_day - nw.col("days_past_due"))
    )
    owners = loans.select("loan_key", "party_key").join(
        links.select("party_key", "person_id"), on="party_key", how="inner"
    )
    missed = (
        late.join(owners, on="loan_key", how="inner").group_by("person_id").agg(missed_day=nw.col("missed_day").min())
    )
    answer = (nw.col("direction") == "inbound") | nw.col("outcome").is_in(list(meaning.answered))
    rows = history.filter(nw.col("day") <= as_of_day).select("person_id", "day", "direction", answer=answer)
    rows = rows.join(missed, on="person_id", how="left").with_columns(
        answered_day=nw.when(nw.col("answer")).then(nw.col("day")).max().over("person_id")
    )
    asked = (nw.col("direction") == "outbound") & (nw.col("day") > nw.col("missed_day"))
    open_question = asked & (nw.col("answered_day").is_null() | (nw.col("day") > nw.col("answered_day")))
    return rows.group_by("person_id").agg(
        unanswered=nw.when(open_question).then(nw.lit(1)).otherwise(nw.lit(0)).sum().cast(nw.Int32),
        days_since_contact=(as_of_day - nw.col("day").max()).cast(nw.Int32),
    )


def promise_state(
    promises: nw.LazyFrame[Any],
    history: nw.LazyFrame[Any],
    as_of_day: int,
    rules: PromiseRules,
    meaning: Definitions,
) -> nw.LazyFrame[Any]:
    """person_id, promise_live, promise_missed_recently (or partly kept), promise_new_recently (not thanked yet)."""
    thanks = history.filter(nw.col("letter") == meaning.thanks_letter, nw.col("day") <= as_of_day)
    thanked = thanks.group_by("person_id").agg(thanked_day=nw.col("day").max())
    rows = promises.join(thanked, on="person_id", how="left")
    missed = nw.col("status").is_in(["missed", "partly"]) & (nw.col("due_day") >= as_of_day - rules.remembered_days)
    unthanked = nw.col("thanked_day").is_null() | (nw.col("thanked_day") < nw.col("made_day"))
    ahead = (nw.col("status") == "live") & (nw.col("due_day") >= as_of_day)
    new = ahead & (nw.col("made_day") >= as_of_day - rules.thanks_days) & unthanked
    return rows.group_by("person_id").agg(
        promise_live=_ever(nw.col("status") == "live"),
        promise_missed_recently=_ever(missed),
        promise_new_recently=_ever(new),
    )


def ways_to_write(contacts: nw.LazyFrame[Any], consents: nw.LazyFrame[Any], as_of_day: int) -> nw.LazyFrame[Any]:
    """party_key, has_mobile, has_email: a usable detail of the borrower's own, and no withdrawal of that channel."""
    usable = contacts.filter(nw.col("usable"))
    reach = usable.group_by("party_key").agg(
        mobile=_ever(nw.col("kind") == "mobile"), email=_ever(nw.col("kind") == "email")
    )
    taken_back = consents.filter(nw.col("withdrawn_day") <= as_of_day, nw.col("purpose").is_in(["sms", "email"]))
    refused = taken_back.group_by("party_key").agg(
        no_sms=_ever(nw.col("purpose") == "sms"), no_email=_ever(nw.col("purpose") == "email")
    )
    return reach.join(refused, on="party_key", how="left").select(
        "party_key",
        has_mobile=nw.col("mobile") & ~nw.col("no_sms").fill_null(False),
        has_email=nw.col("email") & ~nw.col("no_email").fill_null(False),
    )


def _ever(test: nw.Expr) -> nw.Expr:
    return nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)).max() == 1

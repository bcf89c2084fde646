"""Every person's situation, in pandas: loans brought together, flags, promises, contacts, ways to write."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from bench.night import setting
from bench.night.peer.reading import current
from bench.portfolio import AS_OF_DAY as DAY
from forbear.kernel.days import date_of, day_number

HELD = (
    "plan_performing", "hardship", "unemployed", "deaf", "blind", "disputed", "complaint_open", "deceased",
    "lost_contact", "wilful", "moratorium", "cease_request", "ageing_pause", "mental_capacity_concern",
)  # fmt: skip
CARE = ("bereavement", "mental_capacity_concern", "cognitive")
ANSWERED = ("connected", "replied", "answered", "promise", "refused", "opt_out")
WORST_FIRST = np.array(["high", "medium", "unknown", "low"])
STAGES = np.array(["not_due", "pre_due", "missed_1_30", "missed_31_60", "missed_61_90", "missed_91_plus"])


def situations(home: Path, loans: pd.DataFrame, flags: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """One row a person, by person_id. `loans`: party_key, currency, autopay, positions and band, by number."""
    parties = _parties(home)
    rows = parties.merge(loans.reset_index(names="loan"), on="party_key", how="left")
    persons = _staged(_together(rows))
    flagged = _flags(flags, parties)
    promised = _promises(home, flags, parties, loans, money)
    asked = _contacts(home, rows)
    persons = persons.join(flagged).join(promised).join(asked)
    yes = [*HELD, "minor_flag", "care_first", "promise_live", "promise_missed_recently", "promise_new_recently"]
    persons[yes] = persons[yes].fillna(False).astype(bool)
    persons["minor"] = persons["minor_flag"] | persons["under_age"]
    persons["promise_missed"] = persons["promise_missed_recently"] & (persons["days_past_due"] > 0)
    persons["promise_new"] = persons["promise_new_recently"] & (persons["days_past_due"] > 0)
    persons["unanswered"] = persons["unanswered"].fillna(0).astype(int)
    return persons


def _parties(home: Path) -> pd.DataFrame:
    people = current(home, "people", ("party_key", "birth_day", "language", "timezone", "market"))
    links = current(home, "links", ("party_key", "person_id"))
    back = taken_back(home)
    usable = current(home, "contacts", ("party_key", "kind", "usable"))
    rows = people.drop(columns="recorded_day").merge(links.drop(columns="recorded_day"), on="party_key")
    for name, kind, purpose in (("has_mobile", "mobile", "sms"), ("has_email", "email", "email")):
        has = usable[usable["usable"] & (usable["kind"] == kind)]["party_key"]
        rows[name] = rows["party_key"].isin(has) & ~rows["party_key"].isin(
            back[back["purpose"] == purpose]["party_key"]
        )
    return rows


def taken_back(home: Path) -> pd.DataFrame:
    """person_id, party_key and purpose of every consent that was withdrawn."""
    consents = current(home, "consents", ("party_key", "purpose", "withdrawn_day"))
    links = current(home, "links", ("party_key", "person_id")).drop(columns="recorded_day")
    back = consents[consents["withdrawn_day"].fillna(DAY + 1) <= DAY]
    return back.merge(links, on="party_key")[["person_id", "party_key", "purpose"]]


def _together(rows: pd.DataFrame) -> pd.DataFrame:
    has = rows["loan"].notna()
    nearest = rows.groupby("person_id")["next_due_day"].transform("min")
    overdue = has & ~(rows["overdue_cents"] == 0)
    near = rows["next_due_day"] <= DAY + 7
    by_itself = near & rows["autopay"].eq(True).fillna(False).astype(bool) & (rows["missed_ever"] == 0)
    rank = pd.Series(pd.Index(WORST_FIRST).get_indexer(rows["band"].fillna("unknown")), index=rows.index)
    currency = pd.factorize(rows["currency"], sort=True)[0]
    one, next_one = (
        pd.Series(currency, rows.index).where(overdue),
        pd.Series(currency, rows.index).where(rows["next_due_day"] == nearest),
    )
    facts = rows.assign(
        loans=has.astype(int), rank=rank.where(has), near=near.astype(int), by_itself=by_itself.astype(int),
        over=rows["overdue_cents"].where(overdue, 0),
        soon=rows["next_due_cents"].where(rows["next_due_day"] == nearest, 0),
        one_a=one, one_b=one, next_a=next_one, next_b=next_one,
        cur_a=rows["currency"], cur_b=rows["currency"],
    )  # fmt: skip
    lows = ("market", "language", "timezone", "rank", "next_due_day", "one_a", "next_a", "cur_a")
    highs = ("birth_day", "has_mobile", "has_email", "days_past_due", "one_b", "next_b", "cur_b")
    sums = ("loans", "near", "by_itself", "missed_ever", "due_ever", "over", "soon")
    how = dict.fromkeys(lows, "min") | dict.fromkeys(highs, "max") | dict.fromkeys(sums, "sum")
    return facts.groupby("person_id").agg(how)


def _staged(p: pd.DataFrame) -> pd.DataFrame:
    p["days_past_due"] = p["days_past_due"].fillna(0).astype(int)
    p["currency"] = p["cur_a"].where(p["cur_a"] == p["cur_b"])
    p["overdue_cents"] = p["over"].where((p["one_a"] == p["one_b"]) | p["one_a"].isna())
    p["next_due_cents"] = p["soon"].where(p["next_due_day"].notna() & (p["next_a"] == p["next_b"]))
    p["days_to_due"] = p["next_due_day"] - DAY
    stage = np.where((p["days_to_due"] <= 7) & (p["overdue_cents"] == 0), 1, 0)
    missed = np.searchsorted([1, 31, 61, 91], p["days_past_due"], side="right")
    p["stage"] = STAGES[np.where(missed > 0, missed + 1, stage)]
    p["band"] = WORST_FIRST[p["rank"].fillna(2).astype(int)]
    p["autopay"] = (p["near"] > 0) & (p["near"] == p["by_itself"])
    p["reliable"] = (p["missed_ever"] == 0) & (p["due_ever"] >= 3)
    born = p["birth_day"].astype("float64")
    p["older"], p["under_age"] = born <= _years_ago(65), born > _years_ago(18)
    return p


def _years_ago(years: int) -> int:
    today = date_of(DAY)
    return day_number(today.replace(year=today.year - years))


def _flags(flags: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    runs = flags[(flags["from_day"] <= DAY) & (flags["until_day"].fillna(DAY) >= DAY)]
    runs = runs.merge(parties[["party_key", "person_id"]], on="party_key")
    columns = {name: runs["flag"] == name for name in HELD}
    columns |= {"minor_flag": runs["flag"] == "minor", "care_first": runs["flag"].isin(CARE)}
    return pd.DataFrame({"person_id": runs["person_id"], **columns}).groupby("person_id").max()


def _promises(
    home: Path, flags: pd.DataFrame, parties: pd.DataFrame, loans: pd.DataFrame, money: pd.DataFrame
) -> pd.DataFrame:
    made = flags[flags["flag"] == "promise"].merge(parties[["party_key", "person_id"]], on="party_key")
    told = pd.DataFrame([json.loads(detail) for detail in made["detail"]], columns=["amount_cents", "due_day"])
    made = told.assign(person_id=made["person_id"].to_numpy(), made_day=made["from_day"].to_numpy(np.int64))
    made = made[made["made_day"] <= DAY].drop_duplicates().reset_index(drop=True).reset_index(names="number")
    owners = loans.reset_index(names="loan")[["loan", "party_key"]].merge(
        parties[["party_key", "person_id"]], on="party_key"
    )
    came = made.merge(owners, on="person_id").merge(money.rename(columns={"amount_cents": "came"}), on="loan")
    came = came[(came["value_day"] >= came["made_day"]) & (came["value_day"] <= came["due_day"] + 1)]
    made["came"] = came.groupby("number")["came"].sum().reindex(made["number"], fill_value=0).to_numpy()
    kept, live = made["came"] * 1000 >= made["amount_cents"] * 980, made["due_day"] + 3 >= DAY
    history = setting.casefile(home, "history").to_pandas()
    thanks = (
        history[(history["letter"] == "promise_thanks") & (history["day"] <= DAY)].groupby("person_id")["day"].max()
    )
    thanked = made["person_id"].map(thanks).fillna(-1)
    live = ~kept & live
    new = (
        live
        & (made["due_day"] >= DAY)
        & (made["made_day"] >= DAY - _remembered("thanks_days"))
        & (thanked < made["made_day"])
    )
    missed = ~kept & ~live & (made["due_day"] >= DAY - _remembered("remembered_days"))
    states = {"promise_live": live, "promise_missed_recently": missed, "promise_new_recently": new}
    return pd.DataFrame({"person_id": made["person_id"], **states}).groupby("person_id").max()


def _remembered(name: str) -> int:
    from forbear.strategy.definitions import load_promise_rules

    return int(getattr(load_promise_rules(), name))


def _contacts(home: Path, rows: pd.DataFrame) -> pd.DataFrame:
    history = setting.casefile(home, "history").to_pandas()
    history = history[history["day"] <= DAY]
    late = rows[rows["days_past_due"] > 0]
    since = late["oldest_due_day"].fillna(DAY - late["days_past_due"]).groupby(late["person_id"]).min()
    answer = (history["direction"] == "inbound") | history["outcome"].isin(ANSWERED)
    answered = history["person_id"].map(history[answer].groupby("person_id")["day"].max()).fillna(-1)
    missed = history["person_id"].map(since)
    asked = (history["direction"] == "outbound") & (history["day"] > missed) & (history["day"] > answered)
    grouped = history.assign(asked=asked.astype(int)).groupby("person_id")
    return pd.DataFrame({"unanswered": grouped["asked"].sum(), "days_since_contact": DAY - grouped["day"].max()})

"""A seeded portfolio of any size as canonical lake tables: made column by column, so a million loans take a minute.

Nobody in it is real. It is a spread of behaviour, not a model of a bank: most pay on the day, some late, some in part,
some stop; a few percent of people carry flags, promises, withdrawn consents and recent contacts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from forbear.intake import schema

AS_OF_DAY = 20_781  # 2026-11-24
SOURCE = "bench"
BUSY_FLAGS = (
    "hardship", "unemployed", "deaf", "blind", "disputed", "complaint_open", "deceased", "minor", "lost_contact",
    "wilful", "moratorium", "plan_performing", "cease_request", "ageing_pause", "bereavement",
)  # fmt: skip
NOT_GIVEN = ("name_enc", "name_index", "han_index", "national_id_index")


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`tables` by name in schema order (no lineage yet); `history` and `counts` are what the casefile would give."""

    tables: Mapping[str, pa.Table]
    history: pa.Table
    counts: pa.Table


@dataclass(frozen=True, slots=True)
class _Loans:
    """One entry a loan: owner, terms, and how it pays (`delay` days late, `stops` after so many instalments)."""

    party: np.ndarray
    terms: np.ndarray
    first_due: np.ndarray
    amount: np.ndarray
    habit: np.ndarray
    stops: np.ndarray


def make(accounts: int, seed: int = 20_261_124) -> Portfolio:
    """`accounts` loans of about 0.7 × `accounts` people; the same for the same seed, on every machine."""
    rng = np.random.default_rng(seed)
    parties = max(1, accounts * 7 // 10)
    loans = _draw_loans(rng, accounts, parties)
    loan_keys, party_keys = _keys("L", accounts), _keys("C", parties)
    dues = _instalments(loans)
    people_days = rng.integers(AS_OF_DAY - 29_000, AS_OF_DAY - 6_600, parties)
    tables = {
        "people": _people(rng, party_keys, people_days),
        "links": _links(party_keys),
        "loans": _loan_rows(rng, loans, loan_keys, party_keys),
        "instalments": pa.table({"loan_key": loan_keys.take(pa.array(dues["loan"])), **dues["columns"]}),
        "payments": _payments(rng, loans, dues, loan_keys),
        "contacts": _contacts(rng, party_keys),
        "consents": _consents(rng, party_keys),
        "flags": _flags(rng, party_keys),
    }
    persons = _persons(party_keys)
    return Portfolio(tables, _history(rng, persons), _counts(rng, persons))


def with_lineage(table: str, rows: pa.Table, import_id: str, first_row: int) -> pa.Table:
    """`rows` as an import would hand them to the lake; the day a fact became known is `recorded_day` or long ago."""
    count = rows.num_rows
    number = pa.array(np.arange(first_row, first_row + count, dtype=np.int64))
    known = rows["recorded_day"] if "recorded_day" in rows.column_names else _same(AS_OF_DAY - 400, count, pa.int32())
    key = rows["key"] if "key" in rows.column_names else pc.cast(number, pa.string())
    lineage = {
        "source": _same(SOURCE, count), "import_id": _same(import_id, count),
        "source_file": _same(f"{table}.csv", count),
        "source_row": number, "recorded_day": known, "row_hash": pc.cast(number, pa.string()), "key": key,
    }  # fmt: skip
    own = {name: rows[name] for name in rows.column_names if name not in lineage}
    return pa.table({**own, **lineage}).select([column.name for column in schema.columns(table)])


def _draw_loans(rng: np.random.Generator, accounts: int, parties: int) -> _Loans:
    """Habits: 0 on the day, 1 a few days late, 2 weeks late, 3 in part, 4 stops paying."""
    terms = rng.integers(6, 13, accounts)
    first_due = AS_OF_DAY + 25 - rng.integers(0, 340, accounts)
    habit = rng.choice(5, accounts, p=[0.70, 0.14, 0.05, 0.04, 0.07])
    party = np.concatenate([np.arange(min(parties, accounts)), rng.integers(0, parties, max(0, accounts - parties))])
    stops = np.where(habit == 4, rng.integers(0, 10, accounts), 99)
    return _Loans(party, terms, first_due, rng.integers(20_000, 500_000, accounts), habit, stops)


def _instalments(loans: _Loans) -> dict[str, Any]:
    loan = np.repeat(np.arange(len(loans.terms)), loans.terms)
    number = np.arange(len(loan)) - np.repeat(np.cumsum(loans.terms) - loans.terms, loans.terms) + 1
    due = loans.first_due[loan] + 30 * (number - 1)
    principal, interest = loans.amount[loan], loans.amount[loan] * (loans.terms[loan] - number + 1) // 100
    costs, keys = np.where(loan % 40 == 0, 500, 0), _keys("L", len(loans.terms))
    columns = {
        "number": pa.array(number, pa.int32()), "due_day": pa.array(due, pa.int32()),
        "principal_cents": pa.array(principal, pa.int64()), "interest_cents": pa.array(interest, pa.int64()),
        "costs_cents": pa.array(costs, pa.int64()),
        "key": pc.binary_join_element_wise(keys.take(pa.array(loan)), pc.cast(pa.array(number), pa.string()), "#"),
    }  # fmt: skip
    return {"loan": loan, "number": number, "due": due, "amount": principal + interest + costs, "columns": columns}


def _payments(rng: np.random.Generator, loans: _Loans, dues: dict[str, Any], keys: pa.Array) -> pa.Table:
    """Every past instalment that its loan's habit pays; a few are paid back and paid again."""
    loan, habit = dues["loan"], loans.habit[dues["loan"]]
    late = np.select([habit == 1, habit == 2], [rng.integers(1, 7, len(loan)), rng.integers(10, 41, len(loan))], 0)
    early = np.where((habit == 0) & (rng.random(len(loan)) < 0.5), rng.integers(-5, 1, len(loan)), 0)
    day = dues["due"] + late + early
    goes = (day <= AS_OF_DAY) & (dues["number"] <= loans.stops[loan]) & (rng.random(len(loan)) > 0.01)
    amount = np.where(habit == 3, dues["amount"] * 6 // 10, dues["amount"])
    loan, day, amount = loan[goes], day[goes], amount[goes]
    back = rng.random(len(loan)) < 0.003
    loan, day = np.concatenate([loan, loan[back]]), np.concatenate([day, day[back] + 2])
    amount = np.concatenate([amount, -amount[back]])
    return _payment_rows(rng, keys.take(pa.array(loan)), day, amount)


def _payment_rows(rng: np.random.Generator, loan: pa.Array, day: np.ndarray, amount: np.ndarray) -> pa.Table:
    key, booked = _keys("T", len(day)), day + rng.choice(3, len(day), p=[0.8, 0.15, 0.05])
    return pa.table({
        "payment_key": key, "loan_key": loan, "value_day": pa.array(day, pa.int32()),
        "amount_cents": pa.array(amount, pa.int64()), "channel": _same("bank", len(day)),
        "recorded_day": pa.array(booked, pa.int32()), "key": key,
    })  # fmt: skip


def _loan_rows(rng: np.random.Generator, loans: _Loans, keys: pa.Array, parties: pa.Array) -> pa.Table:
    count = len(keys)
    return pa.table({
        "loan_key": keys, "party_key": parties.take(pa.array(loans.party)), "product": _same("instalment", count),
        "creditor": _same("Bench Lender", count), "currency": _pick(rng, ["CNY", "USD"], [0.98, 0.02], count),
        "principal_cents": pa.array(loans.amount * loans.terms, pa.int64()), "limit_cents": pa.nulls(count, pa.int64()),
        "opened_day": pa.array(loans.first_due - 30, pa.int32()), "term_months": pa.array(loans.terms, pa.int32()),
        "annual_rate_bp": _same(1200, count, pa.int32()), "autopay": pa.array(rng.random(count) < 0.3),
        "status": _pick(rng, ["open", "settled"], [0.97, 0.03], count), "market": _same("CN", count), "key": keys,
    })  # fmt: skip


def _people(rng: np.random.Generator, keys: pa.Array, born: np.ndarray) -> pa.Table:
    count = len(keys)
    unknown = rng.random(count) < 0.02
    return pa.table({
        "party_key": keys, **{name: pa.nulls(count, pa.string()) for name in NOT_GIVEN},
        "birth_day": pa.array(born, pa.int32(), mask=unknown),
        "language": _pick(rng, ["zh-Hans", "zh-Hant", "en"], [0.9, 0.07, 0.03], count),
        "timezone": _pick(rng, ["Asia/Shanghai", "Asia/Urumqi", None], [0.6, 0.02, 0.38], count),
        "market": _pick(rng, ["CN", "TW"], [0.995, 0.005], count), "key": keys,
    })  # fmt: skip


def _persons(parties: pa.Array) -> pa.Array:
    """One person every party, but for each fiftieth, who is the same as the one before."""
    number = np.arange(len(parties))
    number = np.where((number % 50 == 49), number - 1, number)
    return _keys("P", len(parties), prefix="", width=12).take(pa.array(number))


def _links(parties: pa.Array) -> pa.Table:
    count = len(parties)
    return pa.table({"party_key": parties, "person_id": _persons(parties), "rule": _same("alone", count),
                     "merged_from": pa.nulls(count, pa.string()), "key": parties})  # fmt: skip


def _contacts(rng: np.random.Generator, parties: pa.Array) -> pa.Table:
    tables = []
    for kind, share in (("mobile", 0.96), ("email", 0.6)):
        mine = parties.filter(pa.array(rng.random(len(parties)) < share))
        key = pc.binary_join_element_wise(mine, _same(kind, len(mine)), "#")
        tables.append(pa.table({
            "party_key": mine, "kind": _same(kind, len(mine)), "value_enc": key, "value_index": key,
            "usable": pa.array(rng.random(len(mine)) < 0.97), "country": pa.nulls(len(mine), pa.string()), "key": key,
        }))  # fmt: skip
    return pa.concat_tables(tables)


def _consents(rng: np.random.Generator, parties: pa.Array) -> pa.Table:
    mine = parties.filter(pa.array(rng.random(len(parties)) < 0.3))
    taken_back = rng.random(len(mine)) > 0.05
    days = pa.array(rng.integers(AS_OF_DAY - 200, AS_OF_DAY + 30, len(mine)), pa.int32(), mask=taken_back)
    return pa.table({"party_key": mine, "purpose": _pick(rng, ["sms", "email", "voice"], [0.5, 0.3, 0.2], len(mine)),
                     "granted_day": _same(AS_OF_DAY - 300, len(mine), pa.int32()), "withdrawn_day": days,
                     "key": mine})  # fmt: skip


def _flags(rng: np.random.Generator, parties: pa.Array) -> pa.Table:
    """A flag for 4 in 100 people, a promise for 1 in 100; half of the flags have ended."""
    flagged = parties.filter(pa.array(rng.random(len(parties)) < 0.04))
    promised = parties.filter(pa.array(rng.random(len(parties)) < 0.01))
    start = rng.integers(AS_OF_DAY - 120, AS_OF_DAY, len(flagged))
    ended = pa.array(start + rng.integers(5, 200, len(flagged)), pa.int32(), mask=rng.random(len(flagged)) < 0.5)
    names = _pick(rng, list(BUSY_FLAGS), [1 / len(BUSY_FLAGS)] * len(BUSY_FLAGS), len(flagged))
    rows = pa.concat_tables([_flag_rows(flagged, names, pa.array(start, pa.int32()), ended, _same("", len(flagged))),
                             _promise_rows(rng, promised)])  # fmt: skip
    return rows.append_column("key", pc.cast(pa.array(np.arange(rows.num_rows)), pa.string()))


def _promise_rows(rng: np.random.Generator, parties: pa.Array) -> pa.Table:
    made = rng.integers(AS_OF_DAY - 30, AS_OF_DAY, len(parties))
    until, amount = made + rng.integers(1, 15, len(parties)), rng.integers(10_000, 400_000, len(parties))
    parts = ['{"amount_cents": ', pa.array(amount), ', "due_day": ', pa.array(until), "}"]
    texts = [part if isinstance(part, str) else pc.cast(part, pa.string()) for part in parts]
    detail = pc.binary_join_element_wise(*(pa.scalar(t) if isinstance(t, str) else t for t in texts), "")
    return _flag_rows(parties, _same("promise", len(parties)), pa.array(made, pa.int32()),
                      pa.array(until, pa.int32()), detail)  # fmt: skip


def _flag_rows(parties: pa.Array, names: pa.Array, start: pa.Array, end: pa.Array, detail: pa.Array) -> pa.Table:
    return pa.table({"party_key": parties, "loan_key": pa.nulls(len(parties), pa.string()), "flag": names,
                     "from_day": start, "until_day": end, "detail": detail, "recorded_day": start})  # fmt: skip


def _history(rng: np.random.Generator, persons: pa.Array) -> pa.Table:
    """Three contacts with each twentieth person in the last weeks."""
    mine = pa.concat_arrays([persons.take(pa.array(np.arange(0, len(persons), 20)))] * 3)
    count = len(mine)
    outcome = _pick(rng, ["delivered", "no_answer", "connected", "replied"], [0.6, 0.2, 0.1, 0.1], count)
    inbound = pc.equal(outcome, "replied")
    return pa.table({
        "person_id": mine, "day": pa.array(rng.integers(AS_OF_DAY - 40, AS_OF_DAY, count), pa.int32()),
        "direction": pc.if_else(inbound, "inbound", "outbound"), "outcome": outcome,
        "channel": _same("sms", count),
        "letter": _pick(rng, ["help_offer", "promise_thanks", ""], [0.5, 0.2, 0.3], count),
    })  # fmt: skip


def _counts(rng: np.random.Generator, persons: pa.Array) -> pa.Table:
    mine = pc.unique(persons.take(pa.array(np.arange(0, len(persons), 20))))
    drawn = {name: pa.array(rng.integers(0, most, len(mine)), pa.int32()) for name, most in
             (("connected_today", 5), ("attempts_today", 8), ("texts_today", 2), ("texts_7d", 5))}  # fmt: skip
    return pa.table({"person_id": mine, **drawn})


def _keys(letter: str, count: int, prefix: str = f"{SOURCE}:", width: int = 8) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(np.arange(count)), pa.string()), width, "0")
    return pc.binary_join_element_wise(_same(prefix + letter, count), digits, "")


def _same(value: Any, count: int, kind: pa.DataType | None = None) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)


def _pick(rng: np.random.Generator, words: list[str | None], shares: list[float], count: int) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(rng.choice(len(words), count, p=shares)))

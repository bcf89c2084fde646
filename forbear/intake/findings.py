"""One day's nightly tables, read for the casefile: the people who need something, with clear names and addresses.

Chosen are those with a step to take, something due soon or missed, or an open hold. Only here does personal text
leave the lake, to be encrypted again under the casefile's own fields. Holds no rule.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, get_args

import narwhals.stable.v2 as nw
import pyarrow as pa

from forbear.casefile.recording import Finding
from forbear.casefile.vault import Vault
from forbear.intake.clean.names import best_spelling
from forbear.intake.lake import Lake
from forbear.intake.nightly import CHANNELS, as_columns
from forbear.intake.personal import CONTACT, NAME
from forbear.kernel.days import date_of
from forbear.kernel.languages import LANGUAGES
from forbear.ledger.allocation import load_allocation
from forbear.ledger.upcoming import next_parts
from forbear.risk import explain
from forbear.risk.card import Card, Language
from forbear.risk.features import FEATURES
from forbear.strategy.table import Playbook

Row = dict[str, Any]
ByPerson = Mapping[str, list[Row]]


def read(lake: Lake, day: int, vault: Vault, card: Card, playbook: Playbook, known: Collection[str]) -> list[Finding]:
    """What the day found out about each person who needs something, and about the `known`: those in the casefile.

    Known people are read again even when they need nothing any more, so that nobody is shown what they no longer owe.
    """
    chosen = _chosen(lake, day, known)
    parties = _parties(lake, day, chosen)
    people = _group(_joined(lake.current("people", day), parties), "person_id")
    loans = _loans(lake, day, parties)
    reasons = _reasons(lake, day, card, loans)
    points, consents, flags = (
        _group(_joined(lake.current(table, day), parties), "person_id") for table in ("contacts", "consents", "flags")
    )
    promises = _group(_rows(lake.nightly(day, "promises")), "person_id")
    return [
        Finding(
            person=_person(row, people[row["person_id"]], loans[row["person_id"]], reasons, vault),
            loans=[_loan(loan) for loan in loans[row["person_id"]]],
            contact_points=_contact_points(points[row["person_id"]], vault),
            consents=_consents(consents[row["person_id"]]),
            holds=_holds(flags[row["person_id"]]),
            promises=[_promise(promise, row["currency"]) for promise in promises[row["person_id"]]],
            proposal=_proposal(row, playbook),
            deadline_days=row["deadline_days"] or 0,
        )
        for row in chosen
    ]


def _chosen(lake: Lake, day: int, known: Collection[str]) -> list[Row]:
    """Situations beside proposals of those who need something: those we write to first, then by urgency."""
    proposals = lake.nightly(day, "proposals").select(
        "person_id", "playbook", "row", "step", "letter", "channels", "priority", "deadline_days", "deferred"
    )
    rows = lake.nightly(day, "situations").join(proposals, on="person_id", how="inner")
    rows = rows.join(lake.nightly(day, "forecast"), on="person_id", how="left")
    again = lake.engine.frame(
        pa.table(
            {"person_id": pa.array(sorted(known), pa.string()), "known": pa.array([True] * len(known), pa.bool_())}
        )
    )
    rows = rows.join(again, on="person_id", how="left")
    needed = (nw.col("step") != "none") | (nw.col("stage") != "not_due") | nw.col("known").fill_null(False)
    return sorted(
        _rows(rows.filter(needed).drop("known")),
        key=lambda row: (row["step"] != "letter", -row["priority"], -row["days_past_due"], row["person_id"]),
    )


def _parties(lake: Lake, day: int, chosen: list[Row]) -> nw.LazyFrame[Any]:
    ids = pa.table({"person_id": pa.array([row["person_id"] for row in chosen], pa.string())})
    links = lake.current("links", day).select("party_key", "person_id")
    return links.join(lake.engine.frame(ids), on="person_id", how="inner")


def _joined(frame: nw.LazyFrame[Any], parties: nw.LazyFrame[Any]) -> list[Row]:
    return _rows(frame.join(parties, on="party_key", how="inner"))


def _loans(lake: Lake, day: int, parties: nw.LazyFrame[Any]) -> ByPerson:
    loans = lake.current("loans", day).join(parties, on="party_key", how="inner")
    scores = lake.nightly(day, "scores").select("loan_key", "probability_millionths", "band")
    parts = next_parts(lake.current("instalments", day), lake.current("payments", day), day, load_allocation())
    rows = loans.join(lake.nightly(day, "positions"), on="loan_key", how="left").join(scores, on="loan_key", how="left")
    return _group(_rows(rows.join(parts, on="loan_key", how="left")), "person_id")


def _reasons(lake: Lake, day: int, card: Card, loans: ByPerson) -> dict[str, list[Row]]:
    """Three reasons for each loan of the people at hand, in every language; exact shares of the score."""
    keys = pa.table({"loan_key": pa.array([loan["loan_key"] for rows in loans.values() for loan in rows], pa.string())})
    scores = lake.nightly(day, "scores").join(lake.engine.frame(keys), on="loan_key", how="inner")
    table = scores.filter(nw.col("band") != "unknown").select("loan_key", *FEATURES).collect("pyarrow").to_native()
    told = {language: explain.reasons(card, as_columns(table), language) for language in get_args(Language)}
    return {
        key: [
            {"points": round(first.points, 4), **{language: told[language][row][n].text for language in LANGUAGES}}
            for n, first in enumerate(told["en"][row])
        ]
        for row, key in enumerate(table["loan_key"].to_pylist())
    }


def _person(row: Row, records: list[Row], loans: list[Row], reasons: Mapping[str, list[Row]], vault: Vault) -> Row:
    worst = max(loans, key=lambda loan: loan["probability_millionths"] or -1, default=None)
    names = [vault.decrypt(row["name_enc"], NAME) for row in sorted(records, key=_party) if row["name_enc"]]
    born = _first(records, "birth_day")
    facts = {name: value for name, value in row.items() if name not in _NOT_FACTS}
    lawful = [channel for channel in CHANNELS if row.get(f"lawful_{channel}")]
    return {
        "id": row["person_id"],
        "name": best_spelling(names, row["language"] or "zh-Hans"),
        "birth_day": date_of(born) if born is not None else None,
        "language": row["language"] or "zh-Hans",
        "timezone": row["timezone"] or "",
        "market": row["market"],
        "stage": row["stage"],
        "band": row["band"],
        "probability": worst["probability_millionths"] / 1e6 if worst and worst["probability_millionths"] else None,
        "reasons": reasons.get(worst["loan_key"], []) if worst else [],
        "days_past_due": row["days_past_due"],
        "days_to_due": row["days_to_due"],
        "overdue_minor": row["overdue_cents"],
        "next_due_minor": row["next_due_cents"],
        "currency": row["currency"] or (loans[0]["currency"] if loans else ""),
        "situation": {**facts, "lawful_channels": lawful},
    }


_NOT_FACTS = frozenset(
    ["person_id", "timezone", "playbook", "row", "step", "letter", "channels", "priority", "deadline_days", "deferred"]
    + [f"lawful_{channel}" for channel in CHANNELS]
    + [f"refusal_{channel}" for channel in CHANNELS]
)


def _party(row: Row) -> str:
    key: str = row["party_key"]
    return key


def _first(records: Iterable[Row], name: str) -> Any:
    """The first known value over a person's records, by source name: the same every night."""
    known = sorted((row["party_key"], row[name]) for row in records if row[name] is not None)
    return known[0][1] if known else None


def _loan(row: Row) -> Row:
    return {
        "key": row["loan_key"],
        "product": row["product"],
        "creditor": row["creditor"],
        "currency": row["currency"],
        "annual_rate_bp": row["annual_rate_bp"],
        "autopay": row["autopay"],
        "principal_minor": row["principal_cents"],
        "outstanding_minor": row["outstanding_cents"],
        "overdue_minor": row["overdue_cents"],
        "overdue_principal_minor": row["overdue_principal_cents"],
        "overdue_interest_minor": row["overdue_interest_cents"],
        "overdue_costs_minor": row["overdue_costs_cents"],
        "oldest_due_on": _day(row["oldest_due_day"]),
        "next_due_on": _day(row["next_due_day"]),
        "next_due_minor": row["next_due_cents"],
        "next_due_parts": {
            part: row[f"next_{part}_cents"]
            for part in ("principal", "interest", "costs")
            if row[f"next_{part}_cents"] is not None
        },
        "days_past_due": row["days_past_due"] or 0,
        "bucket": row["bucket"] or "unknown",
        "basis": row["basis"] or "unknown",
        "source_file": row["source_file"],
        "source_row": row["source_row"],
        "import_id": row["import_id"],
    }


def _contact_points(rows: list[Row], vault: Vault) -> list[Row]:
    unique = {(row["kind"], row["value_index"]): row for row in sorted(rows, key=lambda row: row["party_key"])}
    return [
        {"kind": kind, "index": index, "value": vault.decrypt(row["value_enc"], CONTACT), "usable": row["usable"]}
        for (kind, index), row in unique.items()
    ]


def _consents(rows: list[Row]) -> list[Row]:
    """The newest word on each purpose."""
    newest = {row["purpose"]: row for row in sorted(rows, key=lambda row: row["granted_day"])}
    return [
        {"purpose": purpose, "granted_on": date_of(row["granted_day"]), "withdrawn_on": _day(row["withdrawn_day"])}
        for purpose, row in newest.items()
    ]


def _holds(rows: list[Row]) -> list[Row]:
    unique = {(row["flag"], row["from_day"], row["source"]): row for row in rows}
    return [
        {"kind": flag, "from_on": date_of(start), "until_on": _day(row["until_day"]), "source": source}
        for (flag, start, source), row in unique.items()
    ]


def _promise(row: Row, currency: str) -> Row:
    return {
        "made_on": date_of(row["made_day"]),
        "due_on": date_of(row["due_day"]),
        "amount_minor": row["amount_cents"],
        "currency": currency,
        "state": row["status"],
    }


def _proposal(row: Row, playbook: Playbook) -> Row:
    state = "open" if row["letter"] else "tasked"
    if row["deferred"] or row["step"] == "none":
        state = "deferred" if row["deferred"] else "nothing"
    return {
        "playbook": row["playbook"],
        "row": row["row"],
        "step": row["step"],
        "letter": row["letter"],
        "channels": [channel for channel in row["channels"].split(",") if channel],
        "priority": row["priority"],
        "why": dict(playbook.row(row["row"]).why),
        "state": state,
    }


def _day(number: int | None) -> Any:
    return None if number is None else date_of(number)


def _rows(frame: nw.LazyFrame[Any]) -> list[Row]:
    rows: list[Row] = frame.collect(backend="pyarrow").to_native().to_pylist()
    return rows


def _group(rows: Iterable[Row], name: str) -> ByPerson:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups

"""Everything we hold about one person, as a file they can take along: JSON for machines, words for the person.

Holds nobody else's data: members of staff appear as "staff", other people not at all. Read by the borrower who signed
in, or by staff who answer a request; making a copy is an act in the chain. Law: PIPL Art. 45.
"""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from forbear.care import consents
from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.fields import vault
from forbear.casefile.models import AuditEntry, Person
from forbear.contact import judging
from forbear.intake.lake import Lake
from forbear.intake.personal import CONTACT, NAME
from forbear.kernel.days import date_of
from forbear.kernel.errors import BadInput

FORMAT = "forbear-own-copy/1"
MACHINES = ("day", "dispatch", "portal", "system", "operator")
_TECHNICAL = ("row_hash", "key", "import_id", "source_row")
Row = dict[str, Any]


def own_copy(person_id: str, actor: str) -> bytes:
    """A zip of JSON files about one person; one entry in the chain."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise BadInput("there is no such person.", where=person_id)
    with action("person.exported", actor=actor, subject=person_id, basis="A6: access and portability") as act:
        files = {name: part(person) for name, part in _PARTS.items()}
        files["from_the_lenders_files.json"] = _lake(person_id)
        act.detail |= {"files": len(files)}
    about = {"format": FORMAT, "person": person_id, "made_at": clock.now().isoformat(timespec="seconds"),
             "lender": settings.FORBEAR_LENDER.names[person.language], "files": sorted(files)}  # fmt: skip
    return _zipped({"about.json": about, **files})


def _person(person: Person) -> Row:
    points = person.contact_points.order_by("kind", "pk")
    return {
        "number": person.pk, "customer_number": person.reference, "name": person.name, "birth_day": person.birth_day,
        "language": person.language, "timezone": person.timezone, "market": person.market,
        "addresses": [{"kind": point.kind, "value": point.value, "usable": point.usable} for point in points],
        "stage": person.stage, "risk_band": person.band, "risk_probability": person.probability,
        "risk_reasons": person.reasons, "facts_the_next_step_is_chosen_from": person.situation, "as_of": person.as_of,
    }  # fmt: skip


def _loans(person: Person) -> list[Row]:
    hidden = ("person_id", "import_id", "source_row")
    return [
        {field.attname: getattr(loan, field.attname) for field in loan._meta.concrete_fields
         if field.attname not in hidden}
        for loan in person.loans.order_by("key")
    ]  # fmt: skip


def _messages(person: Person) -> list[Row]:
    return [
        {"at": row.finished_at or row.created_at, "channel": row.channel, "state": row.state, "letter": row.letter,
         "purpose": row.purpose, "subject": row.subject, "text": row.text}
        for row in person.messages.order_by("created_at", "pk")
    ]  # fmt: skip


def _contacts(person: Person) -> list[Row]:
    return [
        {"at": row.at, "direction": row.direction, "channel": row.channel, "outcome": row.outcome, "note": row.note}
        for row in person.contacts.order_by("at", "pk")
    ]


def _decisions(person: Person) -> list[Row]:
    """Every verdict of the gate in words: what was meant to be done, whether it was allowed, by which rule, and why."""
    titles = {law.id: law.statement.by_language() for _, law in judging.lawbook().laws()}
    return [
        {"at": row.at, "what": f"{row.channel} / {row.purpose}", "verdict": row.outcome, "rules": row.pack,
         "because": [
             {"rule": reason["rule"], "says": titles.get(reason["rule"], {}).get(person.language, reason["statement"]),
              "law": reason["citation"], "remedy": reason["remedy"], "until": reason["until"]}
             for reason in row.verdict.get("reasons", [])],
         "facts_used": row.request}
        for row in person.decisions.order_by("at", "pk")
    ]  # fmt: skip


def _care(person: Person) -> Row:
    return {
        "promises": [{"made_on": row.made_on, "due_on": row.due_on, "amount_minor": row.amount_minor,
                      "currency": row.currency, "state": row.state} for row in person.promises.order_by("made_on")],
        "holds": [{"kind": row.kind, "from": row.from_on, "until": row.until_on, "reason": row.reason}
                  for row in person.holds.order_by("from_on", "pk")],
        "proposals": [{"day": row.as_of, "step": row.step, "letter": row.letter, "why": row.why, "state": row.state}
                      for row in person.proposals.order_by("as_of")],
        "tasks": [{"kind": row.kind, "opened": row.opened_on, "due": row.due_on, "why": row.why, "state": row.state,
                   "outcome": row.outcome} for row in person.tasks.order_by("opened_on", "pk")],
        "alerts": [{"kind": row.kind, "raised": row.raised_at, "evidence": row.evidence}
                   for row in person.alerts.order_by("raised_at")],
        "requests_about_data": [{"kind": row.kind, "received": row.received_at, "words": row.words,
                                 "state": row.state, "answer": row.answer}
                                for row in person.subject_requests.order_by("received_at")],
    }  # fmt: skip


def _consents(person: Person) -> list[Row]:
    listed = consents.preferences(person.pk, person.language)
    return [{"purpose": one.title, "why": one.why, "basis": one.basis, "law": one.cite, "data": one.data,
             "shared_with": one.shared_with, "state": one.state, "since": one.since} for one in listed]  # fmt: skip


def _entries(person: Person) -> list[Row]:
    """Who did what about the person, or read about them; a member of staff is named by their work alone."""
    listed = Q(action="people.listed", detail__contains={"people": [person.pk]})
    rows = AuditEntry.objects.filter(Q(subject=person.pk) | listed).order_by("number")
    return [{"number": row.number, "at": row.at, "who": _who(row.actor), "action": row.action, "reason": row.reason,
             "basis": row.basis} for row in rows.iterator()]  # fmt: skip


def _who(actor: str) -> str:
    return "you" if actor.startswith("borrower:") else actor if actor in MACHINES else "staff"


_PARTS: dict[str, Callable[[Person], Any]] = {
    "person.json": _person,
    "loans.json": _loans,
    "messages.json": _messages,
    "contacts.json": _contacts,
    "decisions.json": _decisions,
    "care.json": _care,
    "consents.json": _consents,
    "what_was_done.json": _entries,
}


def _lake(person_id: str) -> Row:
    """The person's rows in the lender's books; keys, indexes and lineage are left out, protected text is opened."""
    lake = Lake(settings.FORBEAR_HOME, import_string(settings.FORBEAR_ENGINE)())
    mine = _rows(lake.current("links").filter(nw.col("person_id") == person_id))
    parties = lake.engine.frame(_keys("party_key", [row["party_key"] for row in mine]))
    by_party = {table: _rows(lake.current(table).join(parties, on="party_key", how="semi")) for table in
                ("people", "loans", "contacts", "consents", "flags")}  # fmt: skip
    loans = lake.engine.frame(_keys("loan_key", [row["loan_key"] for row in by_party["loans"]]))
    by_loan = {table: _rows(lake.current(table).join(loans, on="loan_key", how="semi")) for table in
               ("instalments", "payments", "statements")}  # fmt: skip
    return {table: [_readable(row) for row in rows] for table, rows in {**by_party, **by_loan}.items()}


def _keys(name: str, values: list[str]) -> pa.Table:
    return pa.table({name: pa.array(sorted(set(values)), pa.string())})


def _rows(frame: nw.LazyFrame[Any]) -> list[Row]:
    rows: list[Row] = frame.collect("pyarrow").to_native().to_pylist()
    return rows


def _readable(row: Row) -> Row:
    contexts = {"name_enc": ("name", NAME), "value_enc": ("value", CONTACT)}
    shown: Row = {}
    for name, value in row.items():
        if name in _TECHNICAL or name.endswith("_index"):
            continue
        if name in contexts:
            shown[contexts[name][0]] = vault().decrypt(value, contexts[name][1]) if value else None
        elif name.endswith("_day") and value is not None:
            shown[name.removesuffix("_day") + "_on"] = date_of(value)
        else:
            shown[name] = value
    return shown


def _zipped(files: Row) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()

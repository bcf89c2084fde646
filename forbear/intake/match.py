"""The same person across sources: which customer records belong to one human being. Never by name alone.

Rules, strongest first: the identity number; a customer number that another system refers to, with a name that sounds
the same; name and birth day; name and phone. A join that contradicts an identity number, a birth day or a written
name is refused and reported. A person keeps their `person_id` for ever: new records join it, and when two people
prove to be one, the older id stays and the younger is written down in `merged_from`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from forbear.intake import schema
from forbear.intake.groups import Evidence, Groups
from forbear.intake.lake import Lake
from forbear.intake.personal import ROW_HASH, Vault

NAME = "match"
Record = dict[str, Any]


def match(lake: Lake, vault: Vault, day: int) -> dict[str, int]:
    """Link every customer record known on `day` to a person and append what is new; counts of what was done."""
    with lake.writing():
        people = {row["party_key"]: row for row in _rows(lake, "people", day)}
        before = {row["party_key"]: row for row in _rows(lake, "links", day)}
        groups = Groups({key: _evidence(row) for key, row in sorted(people.items())})
        _keep_settled(groups, before)
        references = _rows(lake, "references", day)
        _apply_rules(groups, people, references, _phones(_rows(lake, "contacts", day)))
        fresh = list(_links(groups, before, vault))
        _append(lake, vault, fresh, day)
        return _counts(groups, people, references, fresh)


def _rows(lake: Lake, table: str, day: int) -> list[Record]:
    columns = {
        "people": ["party_key", "name_index", "han_index", "national_id_index", "birth_day"],
        "links": ["party_key", "person_id", "rule", "merged_from", "recorded_day", "import_id"],
        "references": ["kind", "subject", "object"],
        "contacts": ["party_key", "kind", "value_index"],
    }
    frame = lake.current(table, day).select(columns[table]).sort(columns[table][0])
    return frame.collect(backend="pyarrow").to_native().to_pylist()  # type: ignore[no-any-return]


def _evidence(row: Record) -> Evidence:
    return Evidence({row["national_id_index"]} - {None}, {row["birth_day"]} - {None}, {row["han_index"]} - {None})


def _keep_settled(groups: Groups, before: dict[str, Record]) -> None:
    """Records that were one person stay one person."""
    first: dict[str, str] = {}
    for key, link in before.items():
        one = first.setdefault(link["person_id"], key)
        groups.join(one, key, link["rule"], settled=True)
        groups.rule[key] = link["rule"]


def _phones(contacts: Iterable[Record]) -> dict[str, str]:
    return {row["party_key"]: row["value_index"] for row in contacts if row["kind"] == "mobile"}


def _apply_rules(groups: Groups, people: dict[str, Record], references: list[Record], phones: dict[str, str]) -> None:
    rows = [people[key] for key in sorted(people)]
    groups.join_equal(_keyed(rows, "national_id_index"), "national_id")
    for reference in references:
        if _same_customer(reference, people):
            groups.join(reference["subject"], reference["object"], "customer_ref")
    groups.join_equal(_keyed(rows, "name_index", "birth_day"), "name_birth")
    called = [row | {"phone": phones.get(row["party_key"])} for row in rows]
    groups.join_equal(_keyed(called, "name_index", "phone"), "name_phone")


def _keyed(rows: Iterable[Record], *columns: str) -> Iterator[tuple[object, str]]:
    for row in rows:
        values = tuple(row[column] for column in columns)
        if all(value is not None for value in values):
            yield values, row["party_key"]


def _same_customer(reference: Record, people: dict[str, Record]) -> bool:
    """A customer number proves a person only where both records are there and the names sound the same."""
    subject, target = people.get(reference["subject"]), people.get(reference["object"])
    named = subject is not None and target is not None and subject["name_index"] is not None
    return reference["kind"] == "customer_ref" and named and subject["name_index"] == target["name_index"]  # type: ignore[index]


def _links(groups: Groups, before: dict[str, Record], vault: Vault) -> Iterator[Record]:
    """The links that are new or have another person now."""
    members: dict[str, list[str]] = {}
    for key in groups.rule:
        members.setdefault(groups.find(key), []).append(key)
    for keys in members.values():
        person = _person(keys, before, vault)
        for key in keys:
            old = before.get(key)
            if old is None or old["person_id"] != person:
                merged = old["person_id"] if old else None
                yield {"party_key": key, "person_id": person, "rule": groups.rule[key], "merged_from": merged}


def _person(keys: list[str], before: dict[str, Record], vault: Vault) -> str:
    """The oldest id among the members' links; a new one, made from the smallest key, where there is none."""
    known = [before[key] for key in keys if key in before]
    if known:
        oldest = min(known, key=lambda link: (link["recorded_day"], link["import_id"], link["person_id"]))
        return str(oldest["person_id"])
    return "P" + hashlib.sha256(vault.index(min(keys), "lake.person").encode()).hexdigest()[:12]


def _append(lake: Lake, vault: Vault, fresh: list[Record], day: int) -> None:
    if not fresh:
        return
    import_id = lake.next_import_id(NAME)
    for number, link in enumerate(fresh, 1):
        content = f"{link['party_key']}\0{link['person_id']}"
        link |= {"source": NAME, "import_id": import_id, "source_file": "", "source_row": number}
        link |= {"recorded_day": day, "row_hash": vault.index(content, ROW_HASH), "key": link["party_key"]}
    table = pa.Table.from_pylist(fresh, schema=schema.arrow("links"))
    lake.append(import_id, {"links": table}, {"source": NAME, "day": day, "files": []})


def _counts(groups: Groups, people: dict[str, Record], references: list[Record], fresh: list[Record]) -> dict[str, int]:
    refs = [one for one in references if one["kind"] == "customer_ref"]
    joined = Counter(rule for rule in groups.rule.values() if rule != "alone")
    return {
        "records": len(people),
        "people": len({groups.find(key) for key in people}),
        **{f"by_{rule}": count for rule, count in sorted(joined.items())},
        "new_links": len(fresh),
        "merged": sum(link["merged_from"] is not None for link in fresh),
        "refused": len(groups.refused),
        "unmatched_references": sum(not _same_customer(one, people) for one in refs),
    }

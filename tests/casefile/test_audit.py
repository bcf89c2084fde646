"""The evidence chain: what is written stays, and a change anywhere is found."""

import json
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from forbear.casefile import audit, chain
from forbear.casefile.action import action
from forbear.casefile.models import AuditEntry
from forbear.kernel.errors import BadInput
from forbear.project import postgres


@pytest.fixture
def three_acts(db: None) -> None:
    for number in range(3):
        with action("person.noted", actor="chen", subject="P1", reason="test", basis="none") as act:
            act.detail["number"] = number


def test_each_act_leaves_one_entry_and_the_chain_holds(three_acts: None) -> None:
    walked = audit.verify()
    assert walked.whole and walked.entries == 3


@pytest.mark.django_db
def test_an_act_that_fails_leaves_neither_change_nor_entry() -> None:
    with pytest.raises(ZeroDivisionError), action("person.noted", actor="chen", subject="P1"):
        raise ZeroDivisionError
    assert audit.verify().entries == 0


def test_an_entry_outside_an_act_is_refused(own_database: str) -> None:
    with pytest.raises(RuntimeError):
        audit.append(actor="chen", action="person.noted", subject="P1")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casefile_auditentry SET actor = 'x'",
        "DELETE FROM casefile_auditentry",
        "TRUNCATE casefile_auditentry",
        "UPDATE casefile_decision SET outcome = 'x'",
    ],
)
def test_the_application_may_not_change_evidence(three_acts: None, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.parametrize("change", ["UPDATE casefile_auditentry SET actor = 'x'", "DELETE FROM casefile_auditentry",
                                    "TRUNCATE casefile_auditentry"])  # fmt: skip
def test_the_database_refuses_even_the_owner_of_the_tables(
    request: pytest.FixtureRequest, own_database: str, change: str
) -> None:
    with action("person.noted", actor="chen", subject="P1"):
        pass
    connection.close()
    cluster = postgres.cluster(Path(connection.settings_dict["HOST"]).parents[1])
    with (
        psycopg.connect(cluster.url(postgres.OWNER, own_database)) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        owner.execute(change)


def _exported(path: Path) -> list[str]:
    audit.export(path)
    return path.read_text(encoding="utf-8").splitlines()


def test_an_untouched_export_is_whole(three_acts: None, tmp_path: Path) -> None:
    walked, _ = chain.check_export(_exported(tmp_path / "chain.jsonl"), "chain.jsonl")
    assert walked.whole and walked.entries == 3


def test_an_edited_entry_is_found_in_a_copied_export(three_acts: None, tmp_path: Path) -> None:
    lines = _exported(tmp_path / "chain.jsonl")
    edited = json.loads(lines[2])
    edited["actor"] = "somebody else"
    lines[2] = json.dumps(edited)
    walked, _ = chain.check_export(lines, "chain.jsonl")
    assert walked.broken == "entry 2 was changed after it was written"


def test_a_removed_entry_is_found(three_acts: None, tmp_path: Path) -> None:
    lines = _exported(tmp_path / "chain.jsonl")
    walked, _ = chain.check_export(lines[:2] + lines[3:], "chain.jsonl")
    assert "entry 2 is missing" in walked.broken


def test_a_shortened_export_is_found(three_acts: None, tmp_path: Path) -> None:
    lines = _exported(tmp_path / "chain.jsonl")
    walked, _ = chain.check_export(lines[:3], "chain.jsonl")
    assert "cut" in walked.broken
    footer = json.dumps({**json.loads(lines[-1]), "entries": 2, "head": json.loads(lines[2])["hash"]})
    walked, _ = chain.check_export([*lines[:3], footer], "chain.jsonl")
    assert "signature" in walked.broken


def test_a_file_that_is_no_export_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="not an audit export"):
        chain.check_export(['{"a": 1}'], "notes.jsonl")


def test_the_signed_checkpoint_names_the_head_before_it(three_acts: None) -> None:
    with transaction.atomic():
        entry = audit.checkpoint("system")
    head = AuditEntry.objects.get(number=3).hash
    assert entry.detail["head"] == head and entry.detail["entries"] == 3
    assert audit.verify().whole

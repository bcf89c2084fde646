"""Retention with a dry run, and the registers of assessments and breaches, through the command as well."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.casefile import clock
from forbear.casefile.models import Assessment, AuditEntry, Loan, Person, SignInCode
from forbear.cli import privacy
from forbear.intake.lake import Lake
from forbear.kernel.errors import BadInput
from forbear.oversight import registers
from forbear.oversight.retention import STILL_OWED, retention
from forbear.project.engines.duckdb import DuckDB
from tests.doors import small_day

LATER = datetime(2032, 2, 1, 1, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path, DuckDB())


@pytest.fixture
def settled(db: None) -> Iterator[None]:
    """The small day, five years on: two people settled long ago, one of them under a legal hold."""
    from forbear.casefile.models import Hold

    with clock.at(small_day.MORNING):
        small_day.make()
        first, second = Person.objects.order_by("pk")[:2]
        Loan.objects.filter(person__in=[first, second]).update(outstanding_minor=0, overdue_minor=0)
        Hold.objects.create(person=second, kind="legal_hold", from_on=small_day.AS_OF, source="recourse")
        SignInCode.objects.create(person=first, code_hash="x", made_at=clock.now(), expires_at=clock.now())
    with clock.at(LATER):
        yield


def test_a_dry_run_tells_and_changes_nothing(settled: None, lake: Lake) -> None:
    before = AuditEntry.objects.count()
    lines = {line.kind: line for line in retention(lake, "operator", dry_run=True)}
    assert (lines["sign_in_codes"].may_go, lines["people"].may_go) == (1, 1)
    assert lines["people"].kept["CN-RETAIN"] == 1 and lines["people"].kept[STILL_OWED] > 5
    assert AuditEntry.objects.count() == before and not Person.objects.exclude(erased_on=None).exists()


def test_what_the_dry_run_told_is_what_goes(settled: None, lake: Lake) -> None:
    told = retention(lake, "operator", dry_run=True)
    assert retention(lake, "operator", dry_run=False) == told
    erased = Person.objects.exclude(erased_on=None).get()
    assert erased.pk == "P000000000000" and erased.name == "" and not SignInCode.objects.exists()
    assert AuditEntry.objects.filter(action="person.erased", subject=erased.pk).count() == 1
    again = {line.kind: line.may_go for line in retention(lake, "operator", dry_run=False)}
    assert again == {"sign_in_codes": 0, "closed_requests": 0, "people": 0}


def test_before_its_time_nobody_goes(settled: None, lake: Lake) -> None:
    with clock.at(small_day.MORNING + timedelta(days=365)):
        people = retention(lake, "operator", dry_run=True)[-1]
    assert people.may_go == 0 and people.kept["CN-RETAIN"] == 2


@pytest.mark.django_db
def test_an_assessment_is_filed_with_the_digest_of_its_report(tmp_path: Path) -> None:
    report = tmp_path / "pia.pdf"
    report.write_bytes(b"assessed")
    asked = ["assessment", "add", "PIA-1", "--title", "Next steps", "--purpose", "automated_decision", "--scope", "all",
             "--done", "2026-11-01", "--until", "2029-11-01", "--report", str(report)]  # fmt: skip
    done = CliRunner().invoke(privacy.command, asked, catch_exceptions=False)
    row = Assessment.objects.get()
    assert done.exit_code == 0 and row.file_hash in done.output and row.purposes == ["automated_decision"]
    entry = AuditEntry.objects.get(action="assessment.filed")
    assert (entry.subject, entry.detail["file_hash"]) == ("PIA-1", row.file_hash)
    with pytest.raises(BadInput, match="on file already"):
        CliRunner().invoke(privacy.command, asked, catch_exceptions=False)
    listed = json.loads(CliRunner().invoke(privacy.command, ["assessment", "list", "--json"]).output)
    assert listed["id"] == "PIA-1" and listed["done_on"] == "2026-11-01"


@pytest.mark.django_db
def test_an_assessment_of_nothing_known_is_refused(tmp_path: Path) -> None:
    report = tmp_path / "pia.pdf"
    report.write_bytes(b"x")
    day = date(2026, 11, 1)
    for purposes, until in (((), None), (("profiling",), None), (("data_share",), date(2026, 10, 1))):
        with pytest.raises(BadInput):
            registers.file_assessment("PIA-2", "t", purposes, "s", day, until, report, "operator")
    with pytest.raises(BadInput, match="cannot be read"):
        registers.file_assessment("PIA-2", "t", ("data_share",), "s", day, None, tmp_path / "no.pdf", "operator")
    assert not Assessment.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_breach_is_open_until_the_authority_was_told() -> None:
    run = CliRunner().invoke
    assert run(privacy.command, ["breach", "list"]).exit_code == 0
    run(privacy.command, ["breach", "add", "A laptop was lost", "--people", "12", "--kind", "contact"])
    number = registers.breaches()[0].id
    assert run(privacy.command, ["breach", "list"]).exit_code == 1
    assert run(privacy.command, ["breach", "told", str(number), "authority"]).exit_code == 0
    told = registers.breaches()[0].told_authority_at
    registers.breach_told(number, "authority", "operator")
    assert registers.breaches()[0].told_authority_at == told  # the first time stands
    assert run(privacy.command, ["breach", "list", "--json"]).exit_code == 0
    with pytest.raises(BadInput):
        registers.breach_told(number + 1, "people", "operator")
    with pytest.raises(BadInput):
        registers.add_breach("  ", None, (), "", "operator")


@pytest.mark.django_db
def test_late_requests_end_with_one() -> None:
    from forbear.care import subject_requests
    from tests.contact.test_dispatch import a_person

    with clock.at(small_day.MORNING):
        subject_requests.ask(a_person().pk, "deletion")
        assert CliRunner().invoke(privacy.command, ["requests"]).exit_code == 0
    with clock.at(LATER):
        assert CliRunner().invoke(privacy.command, ["requests", "--json"]).exit_code == 1


def test_the_purpose_register_is_shown_in_each_language() -> None:
    for language, title in (("zh-Hans", "短信提醒"), ("zh-Hant", "簡訊提醒"), ("en", "Text messages")):
        shown = CliRunner().invoke(privacy.command, ["purposes", "--json", "--language", language])
        assert title in shown.output

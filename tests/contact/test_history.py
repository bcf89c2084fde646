"""What the casefile tells the night: every counter that any law names, and what began in the house."""

import re
from datetime import date
from pathlib import Path

import pytest

from forbear.casefile import clock
from forbear.casefile.models import Consent, ContactEvent, Hold
from forbear.contact import history, judging
from forbear.intake.nightly import COUNTERS
from forbear.project.engines.duckdb import DuckDB
from tests.conftest import REPOSITORY
from tests.contact.test_dispatch import DAY, MORNING, a_person

pytestmark = pytest.mark.django_db


def counters(path: Path) -> set[str]:
    return set(re.findall(r"counts: \{name: (\w+)", path.read_text(encoding="utf-8")))


def test_the_night_brings_every_counter_that_a_law_file_names() -> None:
    named = {name for path in (REPOSITORY / "forbear" / "laws").rglob("*.yaml") for name in counters(path)}
    assert named == set(COUNTERS)


def test_a_text_of_this_morning_is_in_the_counts() -> None:
    person = a_person()
    ContactEvent.objects.create(person=person, at=MORNING, direction="outbound", channel="sms", outcome="delivered")
    with clock.at(MORNING):
        rows = history.counts(DuckDB(), judging.lawbook(), clock.now()).collect().to_native().to_pylist()
    assert [(row["person_id"], row["texts_today"], row["texts_7d"]) for row in rows] == [(person.pk, 1, 1)]


def test_holds_from_a_source_are_left_to_the_lake_and_our_own_are_told() -> None:
    person = a_person()
    for source in ("core_banking_csv", "portal"):
        Hold.objects.create(person=person, kind="hardship", from_on=DAY, source=source)
    rows = history.holds(DuckDB()).collect().to_native().to_pylist()
    assert [(row["person_id"], row["flag"], row["until_day"]) for row in rows] == [(person.pk, "hardship", None)]


def test_a_channel_taken_back_is_told() -> None:
    person = a_person()
    Consent.objects.create(person=person, purpose="sms", granted_on=date(2026, 1, 1), withdrawn_on=DAY)
    Consent.objects.create(person=person, purpose="email", granted_on=date(2026, 1, 1))
    rows = history.stops(DuckDB()).collect().to_native().to_pylist()
    assert [(row["person_id"], row["purpose"]) for row in rows] == [(person.pk, "sms")]

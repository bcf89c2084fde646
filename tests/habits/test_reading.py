"""A habit of the house: nobody on the staff sees who somebody is without an entry that says so, on any page."""

from collections.abc import Callable

import pytest
from django.test import Client

from forbear.casefile.models import AuditEntry, ContactPoint, Person
from forbear.oversight.reading import LISTED, READ, REVEALED
from tests.doors import small_day
from tests.doors.conftest import a_small_day, as_role  # noqa: F401

In = Callable[[str], Client]
PERSON = f"people/{small_day.BORROWER}/"
PAGES = ("", "people/", "people/?stage=missed_1_30", "people/?q=B000010", PERSON, "tasks/", "alerts/", "refusals/",
         "outbox/", "audit/")  # fmt: skip


def _named(text: str) -> set[str]:
    """Everybody whose number stands beside their own clear name or address in a page."""
    names = {person.pk: person.name for person in Person.objects.all()}
    points = {point.person_id: point.value for point in ContactPoint.objects.all()}
    return {pk for pk in names if f"/{pk}/" in text and (names[pk] in text or points[pk] in text)}


def _kept(after: int) -> set[str]:
    seen: set[str] = set()
    for entry in AuditEntry.objects.filter(number__gt=after, action__in=(READ, LISTED, REVEALED)):
        seen |= set(entry.detail.get("people", [entry.subject]))
    return seen


@pytest.mark.parametrize("role", small_day.ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_whoever_is_seen_is_in_the_chain(as_role: In, role: str, page: str) -> None:  # noqa: F811
    client = as_role(role)
    before = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    answer = client.get(f"/desk/{page}", follow=True)
    text, kept = answer.content.decode(), _kept(before)
    linked = {pk for pk in Person.objects.values_list("pk", flat=True) if f"/people/{pk}/" in text}
    assert _named(text) <= kept
    if "refusals" not in page and "outbox" not in page:
        assert linked - {small_day.BORROWER} <= kept, "a list without its entry"
    if role in ("lead", "compliance", "analyst", "admin"):
        assert _named(text) == set(), "names are masked for this role"
    assert not any(point in text for point in ContactPoint.objects.values_list("value", flat=True))


def test_a_reason_shows_everything_once_and_is_kept(as_role: In) -> None:  # noqa: F811
    client, address = as_role("lead"), f"/desk/{PERSON}"
    name, phone = "徐丽华", "+8613800000010"
    assert name not in client.get(address).content.decode()
    shown = client.post(f"{address}reveal/", {"reason": "投诉复核 20261124"})
    assert name in shown.content.decode() and phone in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.filter(action=REVEALED).get()
    assert (entry.actor, entry.subject, entry.reason) == ("lead", small_day.BORROWER, "投诉复核 20261124")
    again = client.get(address).content.decode()
    assert phone not in again and name not in again and "投诉复核 20261124" in again


@pytest.mark.parametrize("reason", ["", "  ", "x", "y" * 121])
def test_without_a_proper_reason_nothing_is_shown(as_role: In, reason: str) -> None:  # noqa: F811
    answer = as_role("agent").post(f"/desk/{PERSON}reveal/", {"reason": reason})
    assert answer.status_code == 302 and not AuditEntry.objects.filter(action=REVEALED).exists()


@pytest.mark.parametrize("role", ["analyst", "admin"])
def test_who_works_with_nobody_reveals_nobody(as_role: In, role: str) -> None:  # noqa: F811
    assert as_role(role).post(f"/desk/{PERSON}reveal/", {"reason": "because"}).status_code == 403


def test_the_page_tells_who_read_before(as_role: In) -> None:  # noqa: F811
    as_role("agent").get("/desk/people/?stage=missed_1_30")
    readings = as_role("counsellor").get(f"/desk/{PERSON}").context["person"].readings
    assert [(reading.actor, reading.action) for reading in readings] == [("agent", LISTED)]


def test_a_search_never_keeps_what_was_typed(as_role: In) -> None:  # noqa: F811
    as_role("agent").get("/desk/people/", {"q": "13800000010"})
    assert not any("13800000010" in str(row) for row in AuditEntry.objects.values_list("detail", "reason"))


def test_nothing_personal_is_written_into_the_chain_or_the_log(
    as_role: In,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
) -> None:
    for role in small_day.ROLES:
        for page in PAGES:
            as_role(role).get(f"/desk/{page}")
    as_role("lead").post(f"/desk/{PERSON}reveal/", {"reason": "complaint 17"})
    borrower = Client()
    session = borrower.session
    session["borrower"] = small_day.BORROWER
    session.save()
    for address, body in (("time", {"choice": "illness", "words": "做了手术"}), ("preferences", {"withdraw": "sms"}),
                          ("my-data", {"choice": "correction", "words": "做了手术"}), ("my-data/copy", {}),
                          ("write", {"words": "做了手术"})):  # fmt: skip
        borrower.post(f"/{address}/", body)
    kept = " ".join(map(str, AuditEntry.objects.values_list("reason", "basis", "detail", "subject"))) + caplog.text
    secrets = {*(person.name for person in Person.objects.all()), "做了手术"}
    secrets |= set(ContactPoint.objects.all().values_list("value", flat=True))
    assert [secret for secret in secrets if secret in kept] == []

"""Staff pages: what each role sees and does, and that every number is the casefile's."""

from collections.abc import Callable

import pytest
from django.test import Client

from forbear.casefile.models import Alert, AuditEntry, ContactEvent, Task
from forbear.oversight import permissions
from tests.doors import small_day

In = Callable[[str], Client]
PAGES = {
    "": "board", "people/": "people", f"people/{small_day.BORROWER}/": "people", "tasks/": "tasks", "alerts/": "alerts",
    "refusals/": "refusals", "outbox/": "outbox", "audit/": "audit", "requests/": "requests",
}  # fmt: skip


@pytest.mark.parametrize("role", small_day.ROLES)
def test_each_role_sees_its_pages_and_no_other(as_role: In, role: str) -> None:
    client = as_role(role)
    for page, what in PAGES.items():
        wanted = 200 if permissions.may(role, what) else 302 if page == "" else 403
        assert client.get(f"/desk/{page}").status_code == wanted, page


def test_a_counsellor_sees_no_collection_task(as_role: In) -> None:
    page = as_role("counsellor").get("/desk/tasks/")
    kinds = {task.kind for task in page.context["tasks"]}
    assert kinds == {"counsellor"}


def test_an_analyst_sees_numbers_and_no_names(as_role: In) -> None:
    text = as_role("analyst").get("/desk/").content.decode()
    assert "陈玉兰" not in text and "/desk/people/" not in text


def test_reading_a_person_is_kept_in_the_chain(as_role: In) -> None:
    as_role("agent").get(f"/desk/people/{small_day.BORROWER}/")
    entry = AuditEntry.objects.filter(action="person.read").get()
    assert (entry.actor, entry.subject) == ("agent", small_day.BORROWER)


def test_a_person_nobody_knows_is_a_clear_page_and_no_entry(as_role: In) -> None:
    assert as_role("agent").get("/desk/people/Pnobody/").status_code == 404
    assert not AuditEntry.objects.filter(action="person.read").exists()


def test_the_verdict_comes_before_the_button(as_role: In) -> None:
    text = (
        as_role("agent").get(f"/desk/people/{small_day.BORROWER}/", headers={"accept-language": "en"}).content.decode()
    )
    assert 0 < text.index("Next lawful step") < text.index('<button class="slim">Record')
    assert "core_2026-11-23.csv:1210" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("B000010", True),
        (small_day.BORROWER, True),
        ("13800000010", True),
        ("core_banking_csv:L000010", True),
        ("徐丽华", False),
        ("B999999", False),
    ],
)
def test_people_are_found_by_number_and_exact_phone_only(as_role: In, asked: str, found: bool) -> None:
    answer = as_role("agent").get("/desk/people/", {"q": asked})
    assert (answer.status_code == 302) is found


def test_people_are_listed_by_stage_and_band(as_role: In) -> None:
    page = as_role("lead").get("/desk/people/", {"stage": "missed_1_30", "band": "high"})
    assert page.context["people"].lines
    assert all((line.stage, line.band) == ("missed_1_30", "high") for line in page.context["people"].lines)


def test_a_filter_by_htmx_gives_the_list_alone(as_role: In) -> None:
    text = as_role("lead").get("/desk/people/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text and 'id="people"' in text


def test_a_done_task_is_closed_once_with_its_outcome(as_role: In) -> None:
    client, task = as_role("agent"), Task.objects.filter(owner_role="agent").first()
    assert task is not None
    for _ in range(2):
        client.post(f"/desk/tasks/{task.pk}/done/", {"outcome": "答应周五付一半"})
    task.refresh_from_db()
    assert (task.state, task.outcome, task.owner and task.owner.username) == ("done", "答应周五付一半", "agent")
    assert AuditEntry.objects.filter(action="task.done", subject=task.person_id).count() == 1


def test_a_task_of_another_role_stays_open(as_role: In) -> None:
    task = Task.objects.filter(owner_role="counsellor").first()
    assert task is not None
    as_role("agent").post(f"/desk/tasks/{task.pk}/done/", {"outcome": "x"})
    task.refresh_from_db()
    assert task.state == "open" and not AuditEntry.objects.filter(action="task.done").exists()


def test_an_alert_is_seen_then_resolved(as_role: In) -> None:
    client, alert = as_role("agent"), Alert.objects.filter(owner_role="agent").first()
    assert alert is not None
    client.post(f"/desk/alerts/{alert.pk}/seen/")
    client.post(f"/desk/alerts/{alert.pk}/resolved/", {"resolution": "new address found"})
    alert.refresh_from_db()
    assert (alert.state, alert.resolution) == ("resolved", "new address found")
    assert list(AuditEntry.objects.filter(subject=f"alert:{alert.pk}").values_list("action", flat=True)) == [
        "alert.seen", "alert.resolved"]  # fmt: skip


def test_a_note_is_an_answer_not_a_contact_of_ours(as_role: In) -> None:
    as_role("agent").post(f"/desk/people/{small_day.BORROWER}/note/", {"channel": "voice", "text": "周五付"})
    event = ContactEvent.objects.get(person_id=small_day.BORROWER, direction="inbound")
    assert (event.channel, event.note, event.actor) == ("voice", "周五付", "agent")
    assert AuditEntry.objects.filter(action="person.noted").count() == 1


def test_an_empty_note_records_nothing(as_role: In) -> None:
    as_role("agent").post(f"/desk/people/{small_day.BORROWER}/note/", {"channel": "voice", "text": "  "})
    assert not ContactEvent.objects.filter(direction="inbound").exists()
    assert not AuditEntry.objects.filter(action="person.noted").exists()


def test_too_many_wrong_passwords_close_the_door(a_small_day: None) -> None:
    client = Client()
    codes = [client.post("/desk/sign-in/", {"username": "agent", "password": "wrong"}).status_code for _ in range(9)]
    assert codes[0] == 200 and codes[-1] == 429


def test_the_audit_page_walks_the_chain(as_role: In) -> None:
    page = as_role("compliance").get("/desk/audit/", {"walk": "all"})
    assert page.context["chain"].whole and page.context["chain"].walked == AuditEntry.objects.count()

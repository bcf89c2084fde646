"""A habit of the house: no page of the workbench or the portal opens without sign-in, but for a short list."""

from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

OPEN = {
    "workbench": {"sign_in", "sign_out"},
    "portal": {"sign_in", "code", "sign_out", "help", "type_size", "stop_from_mail"},
}
SAMPLES = {"person_id": "P00000000000a", "day": date(2026, 11, 24), "name": "stages", "theme": "light", "task_id": 1,
           "alert_id": 1, "request_id": 1, "what": "time",
           "message_id": "00000000-0000-0000-0000-000000000001"}  # fmt: skip


def _guarded() -> list[tuple[str, str]]:
    found = []
    for resolver in get_resolver().url_patterns:
        if not isinstance(resolver, URLResolver) or resolver.namespace not in OPEN:
            continue
        for pattern in resolver.url_patterns:
            assert isinstance(pattern, URLPattern)
            if pattern.name in OPEN[resolver.namespace]:
                continue
            names = {name: SAMPLES[name] for name in pattern.pattern.regex.groupindex if name in SAMPLES}
            found.append((resolver.namespace, reverse(f"{resolver.namespace}:{pattern.name}", kwargs=names)))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_opens_without_sign_in(method: str) -> None:
    pages = _guarded()
    assert len(pages) > 20
    for door, address in pages:
        answer = getattr(Client(), method)(address)
        wanted = "/desk/sign-in/" if door == "workbench" else "/sign-in/"
        closed = answer.status_code == 405  # a page that nobody can post to
        assert closed or (answer.status_code == 302 and answer["Location"].startswith(wanted)), address


@pytest.mark.django_db
def test_staff_sign_in_does_not_open_a_borrowers_page(as_role: "object") -> None:
    client = as_role("lead")  # type: ignore[operator]
    assert client.get("/")["Location"] == "/sign-in/"


def test_a_borrower_does_not_open_the_workbench(borrower: Client) -> None:
    assert borrower.get("/desk/people/")["Location"].startswith("/desk/sign-in/")

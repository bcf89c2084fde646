"""The API door: judge before acting, for signed-in staff only; health for whoever watches the machine."""

import json

import pytest
from django.test import Client

from forbear.casefile.models import Staff

REQUEST = {
    "id": "r-1", "jurisdiction": "CN", "actor": "lender", "party": "borrower", "channel": "sms",
    "purpose": "collection", "now": "2026-11-24T23:30:00+08:00", "borrower": {"timezone": "Asia/Shanghai"},
    "content": {"identifies_institution": True},
}  # fmt: skip


@pytest.fixture
def signed_in(db: None) -> Client:
    client = Client()
    client.force_login(Staff.objects.create_user("agent", password="a long enough one"), backend=BACKEND)
    return client


BACKEND = "django.contrib.auth.backends.ModelBackend"


def judge(client: Client, body: object) -> tuple[int, dict[str, object]]:
    answer = client.post("/api/v1/judge", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_an_act_is_judged_with_the_law_cited(signed_in: Client) -> None:
    status, verdict = judge(signed_in, REQUEST)
    assert status == 200 and verdict["verdict"] == "block"
    assert "CN-HOURS" in verdict["rules"]  # type: ignore[operator]


def test_a_stranger_gets_nothing(db: None) -> None:
    status, _ = judge(Client(), REQUEST)
    assert status == 401


def test_a_request_that_lacks_its_facts_is_refused_and_not_an_error(signed_in: Client) -> None:
    status, verdict = judge(signed_in, {"id": "r-2"})
    assert status == 200 and verdict["verdict"] == "block"


def test_the_document_describes_it(signed_in: Client) -> None:
    document = signed_in.get("/api/v1/openapi.json").json()
    assert "/api/v1/judge" in document["paths"]


def test_alive_answers_without_the_database_and_ready_names_each_dependence(db: None) -> None:
    assert Client().get("/healthz").json() == {"alive": True}
    ready = Client().get("/readyz")
    assert set(ready.json()) >= {"database", "chain"}

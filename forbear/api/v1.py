"""API version 1: judge an act before doing it. The OpenAPI document is at /api/v1/openapi.json."""

from typing import Any

from django.http import HttpRequest
from ninja import Body, NinjaAPI, Schema, Status
from ninja.security import django_auth

from forbear import __version__
from forbear.contact import judging
from forbear.kernel.errors import BadInput

api = NinjaAPI(title="Forbear", version=__version__, urls_namespace="api-v1", auth=django_auth, docs_url=None)


class Mistake(Schema):
    """Why a request could not be read."""

    error: str


@api.post("/judge", response={200: dict[str, Any], 422: Mistake}, summary="May this act be done?")
def judge(request: HttpRequest, body: Body[dict[str, Any]]) -> Status[Any]:
    """One request of the vocabulary in docs/reference/verdicts.md; answers with the gate's verdict."""
    try:
        return Status(200, judging.judge(body).as_json())
    except BadInput as error:
        return Status(422, Mistake(error=str(error)))

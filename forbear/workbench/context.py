"""What every workbench page knows: where one may go."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from forbear.oversight import permissions


def page(request: HttpRequest, here: str, **more: Any) -> dict[str, Any]:
    """The context of a page called `here`."""
    role = request.user.role  # type: ignore[union-attr]
    doors = (
        ("board", "workbench:board", _("Day")),
        ("people", "workbench:people", _("People")),
        ("tasks", "workbench:tasks", _("Tasks")),
        ("alerts", "workbench:alerts", _("Alerts")),
        ("requests", "workbench:requests", _("Data requests")),
        ("refusals", "workbench:refusals", _("Refusals")),
        ("outbox", "workbench:outbox", _("Outbox")),
        ("audit", "workbench:audit", _("Evidence")),
    )
    return {"here": here, "doors": [door for door in doors if permissions.may(role, door[0])],
            "may": permissions.sees(role), "role": role, **more}  # fmt: skip

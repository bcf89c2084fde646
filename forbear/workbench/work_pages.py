"""Work that waits for a human: tasks and alerts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forbear.kernel.errors import ForbearError
from forbear.oversight import actions
from forbear.oversight.permissions import works_for
from forbear.oversight.waiting import open_alerts, open_tasks
from forbear.workbench.context import page
from forbear.workbench.day_pages import number
from forbear.workbench.guard import sees

PAGE = 50


@sees("tasks")
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Open tasks of one's role."""
    roles = works_for(request.user.role)  # type: ignore[union-attr]
    lines, total = open_tasks(roles, PAGE, (number(request) - 1) * PAGE, request.user)  # type: ignore[arg-type]
    return render(request, "workbench/tasks.html", page(request, "tasks", tasks=lines, **_paging(request, total)))


@sees("tasks")
@require_POST
def task_done(request: HttpRequest, task_id: int) -> HttpResponse:
    """Close a task with what came of it."""
    try:
        actions.finish_task(task_id, request.POST.get("outcome", ""), request.user)  # type: ignore[arg-type]
    except ForbearError as error:
        return _said(request, messages.ERROR, _("Nothing was recorded: %(what)s") % {"what": _(error.what)}, "tasks")
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "workbench/task_closed.html")
    return _said(request, messages.SUCCESS, _("The task is done and recorded."), "tasks")


@sees("alerts")
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Alerts of one's role that are not resolved."""
    roles = works_for(request.user.role)  # type: ignore[union-attr]
    lines, total = open_alerts(roles, PAGE, (number(request) - 1) * PAGE, request.user)  # type: ignore[arg-type]
    return render(request, "workbench/alerts.html", page(request, "alerts", alerts=lines, **_paging(request, total)))


@sees("alerts")
@require_POST
def alert_moved(request: HttpRequest, alert_id: int, to: str) -> HttpResponse:
    """Seen, or resolved with what was done."""
    try:
        if to == "seen":
            actions.see_alert(alert_id, request.user)  # type: ignore[arg-type]
        else:
            actions.resolve_alert(alert_id, request.POST.get("resolution", ""), request.user)  # type: ignore[arg-type]
    except ForbearError as error:
        return _said(request, messages.ERROR, _("Nothing was recorded: %(what)s") % {"what": _(error.what)}, "alerts")
    return _said(request, messages.SUCCESS, _("The alert was updated."), "alerts")


def _paging(request: HttpRequest, total: int) -> dict[str, int]:
    return {"total": total, "page": number(request), "pages": max(1, -(-total // PAGE))}


def _said(request: HttpRequest, level: int, text: str, where: str) -> HttpResponse:
    messages.add_message(request, level, text)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe and back else f"workbench:{where}")

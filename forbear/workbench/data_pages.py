"""What people ask about their own data: the list that waits, and the answer in words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forbear.kernel.errors import ForbearError
from forbear.oversight import data_requests
from forbear.workbench.context import page
from forbear.workbench.guard import sees


@sees("requests")
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests that wait for an answer, the most pressing first."""
    waiting = data_requests.waiting(request.user)  # type: ignore[arg-type]
    shown = page(request, "requests", waiting=waiting, longest=data_requests.WORDS)
    return render(request, "workbench/requests.html", shown)


@sees("requests")
@require_POST
def answered(request: HttpRequest, request_id: int) -> HttpResponse:
    """Close one request: done as asked, or refused with the reason."""
    granted, words = request.POST.get("decision") == "granted", request.POST.get("answer", "")
    try:
        data_requests.answer(request_id, granted, words, request.user)  # type: ignore[arg-type]
        messages.success(request, _("The answer was recorded; the person reads it on their page."))
    except ForbearError as error:
        what = f"{_(error.what)} {error.mend}".strip()
        messages.error(request, _("Nothing was recorded: %(what)s") % {"what": what})
    return redirect("workbench:requests")

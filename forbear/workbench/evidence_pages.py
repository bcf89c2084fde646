"""The evidence chain: its state and its newest entries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forbear.oversight.evidence import chain_status, newest, whole_chain
from forbear.workbench.context import page
from forbear.workbench.guard import sees

SHOWN = 50


@sees("audit")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The chain; `?walk=all` walks every link, `?before=N` pages back, `?subject=` narrows."""
    before = request.GET.get("before", "")
    subject = request.GET.get("subject", "")[:80]
    walked_all = request.GET.get("walk") == "all"
    status = whole_chain() if walked_all else chain_status()
    entries = newest(SHOWN, int(before) if before.isdecimal() and len(before) < 19 else None, subject)
    return render(request, "workbench/audit.html", page(
        request, "audit", chain=status, entries=entries, subject=subject, walked_all=walked_all,
        more=entries[-1].number if len(entries) == SHOWN else None))  # fmt: skip

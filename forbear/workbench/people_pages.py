"""People: lists, search, and one person's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forbear.kernel.errors import BadInput
from forbear.oversight import actions
from forbear.oversight.board import BANDS, STAGES
from forbear.oversight.people import people, search
from forbear.oversight.person import REASON, PersonPage, read_person, reveal_person
from forbear.workbench.context import page
from forbear.workbench.day_pages import number
from forbear.workbench.guard import sees


@sees("people")
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """People at a stage and in a band; or the answer to a search."""
    asked = request.GET.get("q", "").strip()
    if asked:
        found = search(asked, request.user)  # type: ignore[arg-type]
        if len(found) == 1:
            return redirect("workbench:person", found[0].id)
        return render(request, "workbench/found.html", page(request, "people", found=found, asked=asked))
    stage, band = request.GET.get("stage", ""), request.GET.get("band", "")
    stage, band = stage if stage in STAGES else "", band if band in BANDS else ""
    listed = people(stage, band, number(request), by=request.user)  # type: ignore[arg-type]
    template = "workbench/people_table.html" if request.htmx else "workbench/people.html"  # type: ignore[attr-defined]
    return render(request, template, page(request, "people", people=listed, stages=STAGES, bands=BANDS))


@sees("people")
@require_safe
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """One person; reading is kept in the chain."""
    return _person(request, read_person(person_id, request.user))  # type: ignore[arg-type]


@sees("people")
@require_POST
def reveal(request: HttpRequest, person_id: str) -> HttpResponse:
    """Name and addresses in clear, for a reason; shown once and kept by no browser."""
    try:
        seen = reveal_person(person_id, request.POST.get("reason", ""), request.user)  # type: ignore[arg-type]
    except BadInput as error:
        messages.error(request, _("Nothing was shown: %(what)s") % {"what": _(error.what)})
        return redirect("workbench:person", person_id)
    return _person(request, seen)


@sees("people")
@require_POST
def note(request: HttpRequest, person_id: str) -> HttpResponse:
    """They contacted us, and what they said."""
    try:
        channel, text = request.POST.get("channel", ""), request.POST.get("text", "")
        actions.write_note(person_id, channel, text, request.user)  # type: ignore[arg-type]
        messages.success(request, _("The note was recorded."))
    except BadInput as error:
        messages.error(request, _("Nothing was recorded: %(what)s") % {"what": _(error.what)})
    return redirect("workbench:person", person_id)


def _person(request: HttpRequest, seen: PersonPage) -> HttpResponse:
    more = {"channels": actions.INBOUND_CHANNELS, "shortest": REASON[0], "longest": REASON[1]}
    answer = render(request, "workbench/person.html", page(request, "people", person=seen, **more))
    answer["Cache-Control"] = "private, no-store"
    return answer

"""A borrower's own data: take a copy, ask for a correction, for a restriction, for deletion, and read the answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from forbear.care import subject_requests
from forbear.care.home import home
from forbear.kernel.errors import BadInput
from forbear.portal.guard import own_page
from forbear.portal.templatetags.words import page_language

WISHES = {
    "correction": _("Something about me is not right"),
    "restriction": _("Do not use my data for anything but my loan"),
    "deletion": _("Delete my data"),
}


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest, person_id: str) -> HttpResponse:
    """What is held about me, and what I may ask."""
    words, wrong = "", False
    if request.method == "POST":
        words = request.POST.get("words", "")[: subject_requests.WORDS]
        try:
            subject_requests.ask(person_id, request.POST.get("choice", ""), words)
        except BadInput:
            wrong = True
        else:
            messages.success(request, _("We have your request. The answer will be on this page."))
            return redirect("portal:my_data")
    shown = {"home": home(person_id, page_language()), "choices": WISHES.items(), "words": words, "wrong": wrong,
             "longest": subject_requests.WORDS, "asked": subject_requests.requests_of(person_id)}  # fmt: skip
    return render(request, "portal/my_data.html", shown, status=422 if wrong else 200)


@own_page
@require_POST
def copy(request: HttpRequest, person_id: str) -> HttpResponse:
    """Everything that is held about me, as a file."""
    answer = HttpResponse(subject_requests.take_copy(person_id), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer

"""What a borrower asks for: time, a correction, a call, a complaint, silence. One question a page, one action each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from forbear.care import consents, requests
from forbear.care.home import home
from forbear.kernel.errors import BadInput
from forbear.portal.guard import own_page
from forbear.portal.templatetags.words import page_language

TIME = {
    "lost_work": _("I lost work or hours"),
    "illness": _("Illness, mine or in the family"),
    "family": _("Something happened in the family"),
    "late_income": _("My income comes later than usual"),
    "other": _("Something else"),
}
GROUNDS = {
    "already_paid": _("I have paid already"),
    "amount_incorrect": _("The amount is not right"),
    "not_mine": _("This loan is not mine"),
    "fraud": _("Somebody used my name"),
}
TIMES = {
    "morning": _("Morning, 9:00–12:00"),
    "afternoon": _("Afternoon, 12:00–17:00"),
    "evening": _("Early evening, 17:00–20:00"),
}
Ask = Callable[[str, str, str], requests.Asked]


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def time(request: HttpRequest, person_id: str) -> HttpResponse:
    """I need time."""
    return _asking(request, person_id, "time", TIME, requests.ask_for_time)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def not_right(request: HttpRequest, person_id: str) -> HttpResponse:
    """This is not right."""
    return _asking(request, person_id, "not_right", GROUNDS, requests.dispute)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, person_id: str) -> HttpResponse:
    """Call me back."""
    return _asking(request, person_id, "talk", TIMES, requests.call_me_back)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, person_id: str) -> HttpResponse:
    """I want to complain."""
    return _asking(request, person_id, "complain", {}, lambda person, _choice, words: requests.complain(person, words))


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, person_id: str) -> HttpResponse:
    """I would rather write."""
    return _asking(request, person_id, "write", {}, lambda person, _choice, words: requests.write_to_us(person, words))


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, person_id: str) -> HttpResponse:
    """No more messages on one channel."""
    if request.method != "POST":
        shown = {"home": home(person_id, page_language()), "stopped": requests.stopped(person_id)}
        return render(request, "portal/stop.html", shown)
    try:
        requests.stop(person_id, request.POST.get("channel", ""))
    except BadInput:
        return redirect("portal:stop")
    return redirect("portal:done", "stop")


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, person_id: str) -> HttpResponse:
    """What we use your data for, and what you can take back."""
    if request.method == "POST":
        return _decided(request, person_id)
    listed = consents.preferences(person_id, page_language())
    shown = {"home": home(person_id, page_language()), "yours": [one for one in listed if one.withdrawable],
             "fixed": [one for one in listed if not one.withdrawable]}  # fmt: skip
    return render(request, "portal/preferences.html", shown)


def _decided(request: HttpRequest, person_id: str) -> HttpResponse:
    try:
        if "agree" in request.POST:
            consents.agree(person_id, request.POST["agree"])
        else:
            consents.withdraw(person_id, request.POST.get("withdraw", ""))
    except BadInput:
        return redirect("portal:preferences")
    messages.success(request, _("Your choice holds from now on."))
    return redirect("portal:preferences")


@csrf_exempt  # mail programs press this button for their reader, without our cookie (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_from_mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """No more messages like the one that named this address; the same answer whether there was one or not."""
    if request.method == "POST":
        requests.stop_by_message(message_id)
    return render(request, "portal/stop_from_mail.html", {"stopped": request.method == "POST"})


@own_page
@require_safe
def done(request: HttpRequest, person_id: str, what: str) -> HttpResponse:
    """It is recorded, and this is what happens next."""
    shown = {"home": home(person_id, page_language()), "what": what}
    return render(request, "portal/done.html", shown)


def _asking(request: HttpRequest, person_id: str, what: str, choices: dict[str, Any], ask: Ask) -> HttpResponse:
    shown = {"home": home(person_id, page_language()), "choices": choices.items(), "longest": requests.WORDS,
             "complaint_line": settings.FORBEAR_LENDER.complaint_phone}  # fmt: skip
    if request.method != "POST":
        return render(request, f"portal/{what}.html", shown)
    choice, words = request.POST.get("choice", ""), request.POST.get("words", "")[: requests.WORDS]
    try:
        ask(person_id, choice, words)
    except BadInput:
        return render(request, f"portal/{what}.html", {**shown, "wrong": True, "words": words}, status=422)
    return redirect("portal:done", what)

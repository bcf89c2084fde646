"""Signing in with a customer number and a one-time code. Every answer is the same, whether the number exists or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from forbear.care import sign_in as codes
from forbear.care.home import preferred_language
from forbear.kernel.errors import Unavailable
from forbear.portal import guard

WAITING = "asked_for"
LONGEST = 32


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Who are you?"""
    if request.session.get(guard.KEY):
        return redirect("portal:home")
    if request.method != "POST":
        return render(request, "portal/sign_in.html")
    reference = request.POST.get("reference", "").strip()[:LONGEST]
    if not reference:
        return render(request, "portal/sign_in.html", {"empty": True}, status=422)
    try:
        codes.request_code(reference)
    except Unavailable:
        return render(
            request, "portal/sign_in.html", {"closed": True, "line": settings.FORBEAR_LENDER.service_phone}, status=503
        )
    request.session[WAITING] = reference
    return redirect("portal:code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code that we sent."""
    reference = request.session.get(WAITING)
    if not reference:
        return redirect("portal:sign_in")
    shown = {"minutes": codes.MINUTES, "demo": settings.FORBEAR_DEMO}
    if request.method != "POST":
        return render(request, "portal/code.html", shown)
    person_id = codes.redeem(reference, request.POST.get("code", "")[:LONGEST])
    if person_id is None:
        return render(request, "portal/code.html", {**shown, "wrong": True}, status=422)
    answer = redirect(guard.sign_in(request, person_id))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, preferred_language(person_id).lower(), samesite="Lax")
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave, and forget the session."""
    request.session.flush()
    return redirect("portal:sign_in")

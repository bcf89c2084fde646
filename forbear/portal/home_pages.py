"""What a borrower reads: the first page, what it is made of, how to pay, what we sent, how we decided, who helps."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from forbear.care.help_lines import lines_of
from forbear.care.home import BorrowerHome, home, messages
from forbear.portal.guard import KEY, own_page
from forbear.portal.templatetags.words import page_language

LARGE, YEAR = "large_type", 365 * 24 * 3600


@own_page
@require_safe
def first(request: HttpRequest, person_id: str) -> HttpResponse:
    """What do I owe, what can I do, who helps?"""
    return render(request, "portal/home.html", _page(person_id))


@own_page
@require_safe
def parts(request: HttpRequest, person_id: str) -> HttpResponse:
    """What is it made of?"""
    return render(request, "portal/parts.html", _page(person_id))


@own_page
@require_safe
def pay(request: HttpRequest, person_id: str) -> HttpResponse:
    """How to pay, safely."""
    return render(request, "portal/pay.html", _page(person_id))


@own_page
@require_safe
def sent(request: HttpRequest, person_id: str) -> HttpResponse:
    """Everything that we sent."""
    return render(request, "portal/messages.html", _page(person_id, messages=messages(person_id)))


@own_page
@require_safe
def why(request: HttpRequest, person_id: str) -> HttpResponse:
    """How we decided what to say to you."""
    return render(request, "portal/why.html", _page(person_id))


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Who helps, rights, what happens next: open to everybody."""
    person_id, lender = request.session.get(KEY), settings.FORBEAR_LENDER
    seen = home(person_id, page_language()) if person_id else None
    shown = {
        "home": seen,
        "line": lender.service_phone,
        "hours": lender.service_hours,
        "complaint_line": lender.complaint_phone,
        "lender_name": lender.names[page_language()],
        "public": lines_of(seen.market if seen else "", settings.CONFIGURATION.zone),
    }
    return render(request, "portal/help.html", shown)


@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Larger or usual type, remembered on this device."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    answer = redirect(back if safe else "/")
    if request.POST.get("size") == "large":
        answer.set_cookie(LARGE, "1", max_age=YEAR, samesite="Lax", httponly=True)
    else:
        answer.delete_cookie(LARGE, samesite="Lax")
    return answer


def _page(person_id: str, **more: Any) -> dict[str, Any]:
    seen: BorrowerHome = home(person_id, page_language())
    return {"home": seen, **more}

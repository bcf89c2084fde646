"""A borrower's own pages: signed in by a one-time code, for half an hour without use."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]
KEY = "borrower"
AFTER = "after_sign_in"
SECONDS = 30 * 60


def own_page(view: View) -> View:
    """Only for the signed-in borrower; the view is given their id."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        person_id = request.session.get(KEY)
        if not person_id:
            request.session[AFTER] = request.path
            return redirect("portal:sign_in")
        answer = view(request, person_id, *arguments, **named)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return guarded


def sign_in(request: HttpRequest, person_id: str) -> str:
    """Begin a session of this person alone; returns the page that was asked for before."""
    wanted = str(request.session.get(AFTER, "/"))
    request.session.flush()
    request.session[KEY] = person_id
    request.session.set_expiry(SECONDS)
    return wanted

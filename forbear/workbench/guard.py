"""No page without sign-in, and none beyond one's role. Errors raised on purpose become a page that says what to do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forbear.kernel.errors import BadInput, Refused
from forbear.oversight import permissions

View = Callable[..., HttpResponse]


def sees(what: str) -> Callable[[View], View]:
    """Only for signed-in staff whose role may see `what`."""

    def guarding(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if not permissions.may(request.user.role, what):  # type: ignore[union-attr]
                return no(request, what)
            try:
                return view(request, *arguments, **named)
            except Refused:
                return no(request, what)
            except BadInput as error:
                return render(request, "workbench/not_found.html", {"error": error}, status=404)

        return guarded

    return guarding


def no(request: HttpRequest, what: str) -> HttpResponse:
    """The page that says who may see this."""
    roles = permissions.roles_that_see(what)
    return render(request, "workbench/no.html", {"roles": roles}, status=403)

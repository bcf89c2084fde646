"""Staff sign-in and -out; too many wrong tries close the door for a while (axes)."""

from typing import Any

from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(views.LoginView):
    """Name and password."""

    template_name = "workbench/sign_in.html"
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """Leaves, and forgets the session."""


def locked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
    """What a door says that was closed after too many tries."""
    return render(request, "workbench/locked.html", status=429)

"""Is it alive, is it ready: for load balancers and people on call."""

from django.http import HttpRequest, JsonResponse

from forbear.oversight import readiness


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """Each thing that work depends on, and whether it is well; 503 if one is not."""
    checks = readiness.checks()
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)

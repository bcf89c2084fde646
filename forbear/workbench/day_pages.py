"""The day: its board, charts, refusals and outbox."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forbear.kernel.languages import LANGUAGES
from forbear.oversight import charts, permissions
from forbear.oversight.board import day_board
from forbear.oversight.outbox import outbox_page
from forbear.workbench.context import page
from forbear.workbench.guard import sees

CHART_SECONDS = 60


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The page on which a role's work begins."""
    if request.user.is_authenticated and not permissions.may(request.user.role, "board"):
        return redirect("workbench:tasks")
    return board(request)


@sees("board")
def board(request: HttpRequest) -> HttpResponse:
    """The day on one screen."""
    role = request.user.role  # type: ignore[union-attr]
    seen = day_board(_day(request), permissions.works_for(role), request.user)  # type: ignore[arg-type]
    drawn = charts.charts(seen, _language())
    return render(request, "workbench/board.html", page(request, "board", board=seen, charts=drawn))


@sees("board")
@require_safe
def chart(request: HttpRequest, day: date, name: str, theme: str) -> HttpResponse:
    """One chart as an image of its own, so that the page's policy stays strict."""
    drawn = charts.chart(name, day_board(day), _language()) if theme in charts.THEMES else None
    if drawn is None or not drawn.bars:
        raise Http404
    answer = HttpResponse(drawn.svg(theme), content_type="image/svg+xml")
    answer["Cache-Control"] = f"private, max-age={CHART_SECONDS}"
    return answer


@sees("refusals")
@require_safe
def refusals(request: HttpRequest) -> HttpResponse:
    """What the gate refused, by duty, with the law."""
    return render(request, "workbench/refusals.html", page(request, "refusals", board=day_board(_day(request))))


@sees("outbox")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Every message of the day and its state."""
    seen = outbox_page(_day(request) or day_board().as_of, request.GET.get("state", ""), number(request))
    where = reverse("workbench:outbox")
    return render(request, "workbench/outbox.html", page(request, "outbox", outbox=seen, where=where,
                                                         state=request.GET.get("state", "")))  # fmt: skip


def number(request: HttpRequest) -> int:
    """The page number asked for; the first for anything that is none."""
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _language() -> str:
    active = (get_language() or "").lower()
    return next((language for language in LANGUAGES if language.lower() == active), LANGUAGES[0])

"""The day's charts: Altair specifications drawn to SVG on the server, one look for page and report.

One accent and greys, direct labels, bars from zero, a title that states the finding, and a table behind each chart.
Must not fetch anything: no web font, no script. Look: tokens of LOOK.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forbear.care.words import said
from forbear.oversight.board import DayBoard
from forbear.oversight.labels import capital, label

FONTS = "Noto Sans, Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, Noto Sans TC, sans-serif"
WIDTH = 370  # of the whole drawing, so that all charts of a page have letters of one size
_BAR, _GAP = 22, 12


@dataclass(frozen=True)
class Palette:
    """The tokens a chart needs, for one theme."""

    ink: str
    soft: str
    accent: str
    grey: str


THEMES: Mapping[str, Palette] = {
    "light": Palette(ink="#1b2a2f", soft="#5a676b", accent="#0f6b66", grey="#b9bdb6"),
    "dark": Palette(ink="#e9ece8", soft="#a5b0b0", accent="#5cc2b8", grey="#55635f"),
}


@dataclass(frozen=True)
class Chart:
    """One chart and the table behind it. `bars` are (label, number, words on the bar, is the accent)."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[tuple[str, float, str, bool], ...]

    def svg(self, theme: str = "light") -> str:
        """The drawing, without style elements or attributes."""
        return _drawn(json.dumps(self.bars, ensure_ascii=False), theme)


def charts(board: DayBoard, language: str) -> tuple[Chart, ...]:
    """Every chart of the day that has something to show."""
    drawn = (make(board, language) for make in _CHARTS.values())
    return tuple(chart for chart in drawn if chart.bars)


def chart(name: str, board: DayBoard, language: str) -> Chart | None:
    """One chart by its name, or None where there is no such chart."""
    make = _CHARTS.get(name)
    return make(board, language) if make else None


def _stages(board: DayBoard, language: str) -> Chart:
    lines = [line for line in board.stages if line.stage != "not_due"]
    missed = sum(line.people for line in lines if line.stage != "pre_due")
    early = next((line.people for line in lines if line.stage == "missed_1_30"), 0)
    title = _("%(early)s of %(missed)s people who missed a payment are within 30 days") % {
        "early": f"{early:,}", "missed": f"{missed:,}"}  # fmt: skip
    bands = [band for band in board.bands if any(line.bands[band] for line in lines)]
    return Chart(
        "stages",
        title,
        (_("Stage"), _("People"), *(capital(label(band, "band")) for band in bands)),
        tuple(
            (label(line.stage, "stage"), f"{line.people:,}", *(f"{line.bands[band]:,}" for band in bands))
            for line in lines
        ),
        tuple(
            (label(line.stage, "stage"), line.people, f"{line.people:,}", line.stage == "missed_1_30") for line in lines
        ),
    )


def _bands(board: DayBoard, language: str) -> Chart:
    total, counted = sum(board.bands.values()), {band: n for band, n in board.bands.items() if n}
    title = _("%(share)s %% of the people who owe or soon owe are at high risk") % {
        "share": round(100 * counted.get("high", 0) / total) if total else 0}  # fmt: skip
    return Chart(
        "bands",
        title,
        (_("Risk"), _("People")),
        tuple((capital(label(band, "band")), f"{number:,}") for band, number in counted.items()),
        tuple((capital(label(band, "band")), n, f"{n:,}", band == "high") for band, n in counted.items()),
    )


def _funnel(board: DayBoard, language: str) -> Chart:
    funnel = board.funnel
    title = ngettext(
        "%(sent)s message left, out of %(due)s people who owe or soon owe",
        "%(sent)s messages left, out of %(due)s people who owe or soon owe",
        funnel.sent,
    ) % {"sent": f"{funnel.sent:,}", "due": f"{funnel.due:,}"}
    steps = [
        (_("Owe or soon owe"), funnel.due),
        (_("Message proposed"), funnel.proposed),
        (_("Permitted by the gate"), funnel.permitted),
        (_("Sent"), funnel.sent),
    ]
    rows = tuple((name, f"{number:,}") for name, number in steps)
    bars = tuple((name, number, f"{number:,}", name == _("Sent")) for name, number in steps) if funnel.due else ()
    return Chart("funnel", title, (_("Step"), _("Number")), rows, bars)


def _refusals(board: DayBoard, language: str) -> Chart:
    lines, total = board.refusals[:8], sum(line.count for line in board.refusals)
    title = ngettext(
        "The gate stopped %(total)s message, most often under %(rule)s",
        "The gate stopped %(total)s messages, most often under %(rule)s",
        total,
    ) % {"total": f"{total:,}", "rule": lines[0].rule if lines else ""}
    return Chart(
        "refusals",
        title,
        (_("Duty"), _("What it says"), _("Source"), _("Messages")),
        tuple((line.rule, said(line.statement, language), line.citation, f"{line.count:,}") for line in lines),
        tuple((line.rule, line.count, f"{line.count:,}", index == 0) for index, line in enumerate(lines)),
    )


def _helped(board: DayBoard, language: str) -> Chart:
    helped = board.helped
    parts = [
        (_("Promise is live"), helped.promises),
        (_("Plan is performing"), helped.plans),
        (_("Given time to breathe"), helped.breathing),
        (_("Talk with a counsellor"), helped.counsellor),
        (_("Call-back asked for"), helped.call_backs),
    ]
    shown = [(name, number) for name, number in parts if number]
    title = ngettext("%(people)s person is being helped", "%(people)s people are being helped", helped.people) % {
        "people": f"{helped.people:,}"}  # fmt: skip
    most = max((number for _name, number in shown), default=0)
    return Chart(
        "helped",
        title,
        (_("Kind of help"), _("People")),
        tuple((name, f"{number:,}") for name, number in shown),
        tuple((name, number, f"{number:,}", number == most) for name, number in shown),
    )


def _steps(board: DayBoard, language: str) -> Chart:
    slowest = max(board.steps, key=lambda step: step.seconds, default=None)
    title = _("The day took %(all)s s; the longest step was “%(step)s”") % {
        "all": f"{board.seconds:,.1f}", "step": label(slowest.name, "daystep") if slowest else ""}  # fmt: skip
    return Chart(
        "steps",
        title,
        (_("Step"), _("Seconds"), _("Counts")),
        tuple((label(step.name, "daystep"), f"{step.seconds:.2f}", counted(step.counts)) for step in board.steps),
        tuple((label(s.name, "daystep"), s.seconds, f"{s.seconds:.2f} s", s is slowest) for s in board.steps),
    )


def counted(counts: Mapping[str, Any]) -> str:
    """A step's counts in one line."""
    return " · ".join(
        f"{str(word).replace('_', ' ')} {number:,}"
        for word, number in counts.items()
        if isinstance(number, (int, float))
    )


_CHARTS: Mapping[str, Callable[[DayBoard, str], Chart]] = {
    "stages": _stages, "bands": _bands, "funnel": _funnel, "refusals": _refusals, "helped": _helped, "steps": _steps,
}  # fmt: skip
NAMES = tuple(_CHARTS)


@lru_cache(maxsize=128)
def _drawn(bars: str, theme: str) -> str:
    return _plain(vl_convert.vegalite_to_svg(_spec(json.loads(bars), THEMES[theme])))


def _spec(bars: Sequence[tuple[str, float, str, bool]], palette: Palette) -> dict[str, Any]:
    rows = [{"what": what, "number": number, "words": words, "accent": accent} for what, number, words, accent in bars]
    longest = max((number for _what, number, _words, _accent in bars), default=0) or 1
    base = alt.Chart({"values": rows}).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(
            domain=False, ticks=False, labelPadding=10, labelLimit=170, labelFontSize=13, labelColor=palette.ink)),
        x=alt.X("number:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.25], nice=False)),
    )  # fmt: skip
    color = alt.condition("datum.accent", alt.value(palette.accent), alt.value(palette.grey))
    marks = base.mark_bar(height=_BAR, cornerRadiusEnd=2).encode(color=color)
    words = base.mark_text(align="left", dx=6, fontSize=13, color=palette.ink).encode(text="words:N")
    layered = (marks + words).properties(
        width=WIDTH, height=len(rows) * (_BAR + _GAP), background="transparent",
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
    )  # fmt: skip
    spec: dict[str, Any] = layered.configure(font=FONTS, padding=2).configure_view(stroke=None).to_dict()
    return spec


def _plain(svg: str) -> str:
    """Without styles, which a strict policy refuses, and without clips, whose names collide on a shared page."""
    unwanted = r'\s(?:style|clip-path)="[^"]*"|<style.*?</style>|<defs>.*?</defs>'
    return re.sub(unwanted, "", svg, flags=re.DOTALL)

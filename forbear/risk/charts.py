"""The report's charts: Altair specifications drawn to SVG without a browser, script or network.

One accent and greys, direct labels, bars from zero; the finding is the title, set in HTML by the report. A chart must
not be the only place of a number: the report puts the same rows in a table behind it.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert as vlc

INK, QUIET, LINE, TEAL, WATCH = "#1b2a2f", "#6d7a7d", "#dcd8cc", "#0f6b66", "#a8650a"
FONT = "Noto Sans, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
WIDTH = 560


def _svg(chart: alt.Chart | alt.LayerChart) -> str:
    styled = (
        chart.configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            gridColor=LINE,
            domainColor=LINE,
            tickColor=LINE,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            labelLimit=260,
        )
    )
    return str(vlc.vegalite_to_svg(styled.to_dict()))


def _data(rows: Sequence[dict[str, Any]]) -> alt.Data:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def calibration(rows: Sequence[dict[str, float]]) -> str:
    """Predicted against observed rate of ten equal groups; the line is where they would be equal."""
    top = max(max(row["predicted"], row["observed"]) for row in rows) * 1.05
    scale = alt.Scale(domain=[0, top])
    equal = alt.Chart(_data([{"x": 0, "y": 0}, {"x": top, "y": top}])).mark_line(color=QUIET, strokeDash=[4, 4])
    points = alt.Chart(_data(rows)).mark_point(filled=True, size=90, color=TEAL, opacity=1)
    layered = equal.encode(x="x:Q", y="y:Q") + points.encode(
        x=alt.X("predicted:Q", title="foreseen", axis=alt.Axis(format=".0%"), scale=scale),
        y=alt.Y("observed:Q", title="came true", axis=alt.Axis(format=".0%"), scale=scale),
    )
    return _svg(layered.properties(width=360, height=360))


def bars(rows: Sequence[dict[str, Any]], label: str, value: str, form: str) -> str:
    """One bar a row in the order given, its number written at its end."""
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y(f"{label}:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X(f"{value}:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
    )
    text = base.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(text=alt.Text(f"{value}:Q", format=form))
    return _svg((base.mark_bar(color=TEAL, height=16) + text).properties(width=WIDTH - 200, height=24 * len(rows)))


def steps(rows: Sequence[dict[str, Any]], name: str) -> str:
    """A number's effect on the log-odds from one bin edge to the next."""
    chart = (
        alt.Chart(_data(rows))
        .mark_line(interpolate="step-after", color=TEAL, strokeWidth=2)
        .encode(x=alt.X("from:Q", title=name), y=alt.Y("points:Q", title="effect on the log-odds"))
    )
    return _svg(chart.properties(width=WIDTH - 120, height=160))


def groups(rows: Sequence[dict[str, Any]]) -> str:
    """Observed (filled) and foreseen (hollow) rate of each group, joined by a line as long as the error."""
    place = alt.Y("group:N", sort=None, title=None)
    base = alt.Chart(_data(rows))
    rule = base.mark_rule(color=QUIET).encode(y=place, x="observed:Q", x2="predicted:Q")
    rate: dict[str, Any] = {"title": "rate: ● came true   ○ foreseen", "axis": alt.Axis(format=".0%")}
    seen = base.mark_point(filled=True, size=80, color=TEAL, opacity=1).encode(y=place, x=alt.X("observed:Q", **rate))
    foreseen = base.mark_point(size=80, color=WATCH, opacity=1).encode(y=place, x=alt.X("predicted:Q", **rate))
    return _svg((rule + seen + foreseen).properties(width=WIDTH - 200, height=24 * len(rows)))

"""The day's report: a few panels in the terminal, and one self-contained HTML page with charts.

The page loads nothing from anywhere; its figures are the board's. Holds no personal data: totals, laws and codes only.
"""

from importlib.resources import files
from pathlib import Path

from django.template import Context, Engine, Template
from django.utils import translation
from django.utils.safestring import SafeString
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from forbear.care.words import said
from forbear.oversight import charts
from forbear.oversight.board import BANDS, DayBoard
from forbear.oversight.labels import label

_OWN = SafeString  # style sheets and drawings that we made ourselves
_STYLES = ("tokens.css", "pages.css")


def write_html(board: DayBoard, path: Path, language: str = "en") -> None:
    """Write the report of a day to one file, in one of the three languages."""
    with translation.override(language.lower()):
        drawn = charts.charts(board, language)
        text = _template().render(Context({
            "board": board,
            "language": language,
            "style": _OWN(_style()),
            "charts": [(chart, _OWN(chart.svg()), _OWN(chart.svg("dark"))) for chart in drawn],
            "bands": BANDS,
        }))  # fmt: skip
    path.write_text(text, encoding="utf-8")


def terminal(board: DayBoard, language: str = "en") -> RenderableType:
    """The report for a terminal: stages by band, the way from due to sent, refusals by duty, people helped."""
    with translation.override(language.lower()):
        parts: list[RenderableType] = [_headline(board), _stages(board), _funnel(board)]
        if board.refusals:
            parts.append(_refusals(board, language))
        parts.append(_waiting(board))
        return Group(*parts)


def _headline(board: DayBoard) -> Panel:
    chain = (
        f"chain whole, {board.chain.entries:,} entries" if board.chain.whole else f"CHAIN BROKEN: {board.chain.broken}"
    )
    took = f"{len(board.steps)} steps in {board.seconds:,.1f} s"
    return Panel(Text(f"{board.as_of:%A %d %B %Y}   {took}   {chain}"), title="The day", title_align="left")


def _stages(board: DayBoard) -> Table:
    table = Table("Stage", title="People by stage and risk", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for heading in ("People", *(label(band, "band") for band in BANDS)):
        table.add_column(heading, justify="right")
    for line in board.stages:
        numbers = (line.people, *(line.bands[band] for band in BANDS))
        table.add_row(label(line.stage, "stage"), *(f"{number:,}" if number else "·" for number in numbers))
    return table


def _funnel(board: DayBoard) -> Text:
    funnel, helped = board.funnel, board.helped
    lines = (
        f"\nowe or soon owe {funnel.due:,} → proposed {funnel.proposed:,} → permitted {funnel.permitted:,} "
        f"→ sent {funnel.sent:,}   (refused {funnel.refused:,}, waiting {funnel.waiting:,})",
        f"given to a person {funnel.tasked:,} · left in peace {funnel.let_be:,} · "
        f"no usable address {funnel.unreachable:,}",
        f"people helped {helped.people:,}: promises {helped.promises:,}, plans {helped.plans:,}, "
        f"given time {helped.breathing:,}, counsellor {helped.counsellor:,}, call-backs {helped.call_backs:,}\n",
    )
    return Text("\n".join(lines))


def _refusals(board: DayBoard, language: str) -> Table:
    table = Table(title="Refused by the gate", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("", justify="right")
    table.add_column("Duty", no_wrap=True)
    table.add_column("What it says")
    table.add_column("Source", overflow="fold")
    for line in board.refusals:
        table.add_row(f"{line.count:,}", line.rule, said(line.statement, language), line.citation)
    return table


def _waiting(board: DayBoard) -> Text:
    return Text(f"\nneeds a person now: {board.tasks_open:,} tasks · {board.alerts_open:,} alerts open")


def _style() -> str:
    folder = files("forbear") / "portal" / "static" / "forbear"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in _STYLES)


def _template() -> Template:
    text = (files("forbear.oversight") / "report.html").read_text(encoding="utf-8")
    return Engine.get_default().from_string(text)

"""The day's report: one file that loads nothing, and a terminal text; charts that state a finding."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.utils import translation
from rich.console import Console

from forbear.oversight import charts, report
from forbear.oversight.board import day_board

pytestmark = pytest.mark.usefixtures("a_small_day")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_html_report_is_one_file_without_people(tmp_path: Path, language: str) -> None:
    path = tmp_path / "day.html"
    report.write_html(day_board(), path, language)
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"""(src|href|srcset)=["'](?!#)|url\(|@import|<script|\bid="clip""", text)
    assert text.count("<svg") >= 8 and f'lang="{language}"' in text
    assert "李文静" not in text and "P0000000" not in text


def test_the_terminal_report_names_the_law() -> None:
    told = StringIO()
    Console(width=140, file=told).print(report.terminal(day_board()))
    text = told.getvalue()
    assert "CN-HOURS" in text and "GB/T 45251-2025" in text and "people helped" in text


def test_every_chart_has_a_table_with_the_same_figures() -> None:
    for chart in charts.charts(day_board(), "en"):
        assert len(chart.rows) == len(chart.bars) and all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_carries_no_style_and_no_script(theme: str) -> None:
    for chart in charts.charts(day_board(), "zh-Hans"):
        assert not re.search(r"<style|style=|<script|href=", chart.svg(theme))


def test_a_chart_states_its_finding() -> None:
    with translation.override("en"):
        titles = [chart.title for chart in charts.charts(day_board(), "en")]
    assert any(re.match(r"\d+ of \d+ people who missed a payment are within 30 days", title) for title in titles)

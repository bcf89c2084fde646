"""The reference page says what the code does: every table, column, reason and note is in it."""

from pathlib import Path

import pytest

from forbear.intake.clean.reasons import NOTES, REASONS
from forbear.intake.schema import LINEAGE, TABLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "lake.md"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_is_described(table):
    _, heading, rest = PAGE.read_text(encoding="utf-8").partition(f"\n### {table}\n")
    section = rest.partition("\n### ")[0]
    assert heading
    for column in TABLES[table]:
        assert f"| `{column.name}` | {column.type} | {'yes' if column.empty else 'no'} |" in section


def test_lineage_reasons_and_notes_are_described():
    page = PAGE.read_text(encoding="utf-8")
    for column in LINEAGE:
        assert f"| `{column.name}` |" in page
    for code, sentence in (REASONS | NOTES).items():
        assert f"| `{code}` |" in page
        assert sentence in page

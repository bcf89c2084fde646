"""The reference page says what the generator does."""

from pathlib import Path

from forbear.intake.demobank.notes import WORDS
from forbear.intake.demobank.situations import SITUATIONS

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "demo-bank.md").read_text("utf-8")


def test_every_situation_stands_on_the_page_with_its_share():
    for one in SITUATIONS:
        assert f"| {one.key} | {one.per_myriad / 100:g} | {one.words}" in PAGE


def test_every_note_of_core_banking_is_explained():
    assert [word for word in WORDS.values() if word not in PAGE] == []


def test_every_reason_code_of_a_bank_is_on_the_page(small_bank):
    assert {one["reason"] for one in small_bank.truth["broken"] if f"`{one['reason']}`" not in PAGE} == set()

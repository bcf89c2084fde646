"""The same seed and day give the same bytes; nothing else decides them."""

from datetime import date

import pytest

from forbear.intake.demobank import generate
from forbear.kernel.errors import BadInput

FILES = ("core_banking.csv", "payments.jsonl", "cards.xlsx", "statement.camt053.xml", "contacts.csv", "truth.json")


def test_the_same_seed_and_day_give_byte_identical_files(make_bank, small_bank):
    again = make_bank(people=300)
    assert sorted(path.name for path in again.folder.iterdir()) == sorted(FILES)
    for file in FILES:
        assert (again.folder / file).read_bytes() == (small_bank.folder / file).read_bytes(), file


def test_writing_over_an_earlier_bank_leaves_the_same_bytes(make_bank, small_bank):
    before = {file: (small_bank.folder / file).read_bytes() for file in FILES}
    other = make_bank(people=60)
    generate(other.folder, people=300, as_of=other.as_of, seed=7)
    assert {file: (other.folder / file).read_bytes() for file in FILES} == before


@pytest.mark.parametrize("change", [{"seed": 8}, {"as_of": date(2026, 11, 25)}])
def test_another_seed_or_day_gives_other_files(make_bank, small_bank, change):
    other = make_bank(people=300, **change)
    for file in FILES:
        assert (other.folder / file).read_bytes() != (small_bank.folder / file).read_bytes(), file


@pytest.mark.parametrize("wrong", [{"people": 49}, {"people": 100_001}, {"days": 179}, {"days": 366}])
def test_sizes_that_cannot_show_every_situation_are_refused_before_anything_is_written(tmp_path, wrong):
    with pytest.raises(BadInput):
        generate(tmp_path / "bank", as_of=date(2026, 11, 24), seed=7, **wrong)
    assert not (tmp_path / "bank").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "bank").write_text("something")
    with pytest.raises(BadInput, match="not a folder"):
        generate(tmp_path / "bank", as_of=date(2026, 11, 24), seed=7)

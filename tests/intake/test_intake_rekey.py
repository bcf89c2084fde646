"""A new key for the lake: every part is written anew, nothing else changes, and an unfinished run is finished."""

import pytest
from intake_samples import House

from forbear.intake import rekey
from forbear.kernel.errors import BadInput

HEADER = "ref;name;mobile;email;consent_sms;consent_email;consent_voice;consent_date;language"


@pytest.fixture
def two_imports(house: House, tmp_path) -> House:
    for number in (1, 2):
        path = tmp_path / f"contacts{number}.csv"
        row = f"C00000{number};李小梅;+86 1000 123456{number};li{number}@example.com;Y;N;Y;2026-03-01;简"
        path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8-sig")
        house.take("contacts_csv", path)
    return house


def _values(house: House) -> dict[str, str]:
    return {row["key"]: house.vault.decrypt(row["value_enc"], "lake.contacts.value") for row in house.rows("contacts")}


def test_every_part_comes_under_the_new_key_and_reads_as_before(two_imports: House) -> None:
    house, lake = two_imports, two_imports.lake
    before, rows = _values(house), [{**row, "value_enc": ""} for row in house.rows("contacts")]
    house.vault.keys.add()
    assert rekey.rekey(lake, house.vault) == sum(rekey.by_key(lake).values())
    assert set(rekey.by_key(lake)) == {2} and lake.verify() == []
    assert sum(lake.sweep(table) for table in rekey.SEALED) > 0
    house.vault.keys.retire(1)
    assert _values(house) == before and [{**row, "value_enc": ""} for row in house.rows("contacts")] == rows
    assert rekey.rekey(lake, house.vault) == 0


def test_a_reader_on_the_old_part_is_not_disturbed_until_the_sweep(two_imports: House) -> None:
    reading = two_imports.lake.current("contacts")
    two_imports.vault.keys.add()
    rekey.rekey(two_imports.lake, two_imports.vault)
    assert len(reading.collect(backend="pyarrow")) == 4


def test_a_run_killed_between_parts_is_finished_by_the_next(two_imports: House) -> None:
    house = two_imports
    before = _values(house)
    house.vault.keys.add()

    def killed(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rekey.rekey(house.lake, house.vault, killed)
    assert set(rekey.by_key(house.lake)) == {1, 2} and _values(house) == before
    rekey.rekey(house.lake, house.vault)
    assert set(rekey.by_key(house.lake)) == {2} and _values(house) == before


def test_a_lake_without_its_keys_stays_closed(two_imports: House) -> None:
    two_imports.vault.keys.add()
    two_imports.vault.keys.retire(1)
    with pytest.raises(BadInput, match="cannot be opened"):
        _values(House.at(two_imports.home, two_imports.lake.engine))

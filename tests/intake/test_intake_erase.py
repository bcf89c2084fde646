"""Erasing people from the lake: their names and addresses go from every part, everybody else's stay as they were."""

from intake_samples import House

from forbear.intake import erase

HEADER = "ref;name;mobile;email;consent_sms;consent_email;consent_voice;consent_date;language"


def _taken(house: House, tmp_path) -> None:
    for number in (1, 2):
        path = tmp_path / f"contacts{number}.csv"
        row = f"C00000{number};李小梅{number};+86 1000 123456{number};li{number}@example.com;Y;N;Y;2026-03-01;简"
        path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8-sig")
        house.take("contacts_csv", path)


def test_one_person_goes_and_the_other_stays(house: House, tmp_path) -> None:
    from intake_samples import TODAY

    from forbear.intake.match import match

    _taken(house, tmp_path)
    match(house.lake, house.vault, TODAY)
    mine, other = house.rows("links")
    kept = [row for row in house.rows("contacts") if row["party_key"] == other["party_key"]]
    stayed = [row for row in house.rows("people") if row["party_key"] == other["party_key"]]
    assert erase.erase(house.lake, [mine["person_id"]]) > 0
    assert house.rows("contacts") == kept and kept
    for row in house.rows("people"):
        if row["party_key"] == mine["party_key"]:
            assert (row["name_enc"], row["name_index"], row["birth_day"]) == (None, None, None)
    assert [row for row in house.rows("people") if row["party_key"] == other["party_key"]] == stayed
    assert house.lake.verify() == []
    assert erase.erase(house.lake, [mine["person_id"]]) == 0

    assert house.lake.parts("contacts") and len(list((house.lake.root / "contacts").glob("*.parquet"))) == len(
        house.lake.parts("contacts")
    )

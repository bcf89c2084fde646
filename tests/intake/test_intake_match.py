"""Who is the same person: the evidence that joins, the contradictions that forbid it, and ids that stay."""

from pathlib import Path

import pytest
from intake_samples import TODAY, core_line, write_core

from forbear.intake.clean.identity import check_character
from forbear.intake.groups import Evidence, Groups
from forbear.intake.match import match

HEADER = "ref;name;mobile;email;consent_sms;consent_email;consent_voice;consent_date;language"
ID_ONE, ID_TWO = (digits + check_character(digits) for digits in ("99999919800506123", "99999919800506125"))


@pytest.fixture
def people(house, tmp_path: Path):
    """Import core banking customers and contact rows, match, and give person ids by customer number."""

    def take(*customers: dict[str, str], contacts: tuple[str, ...] = (), day: int = TODAY) -> dict[str, str]:
        if customers:
            lines = [core_line(**{"贷款号": f"L{row['客户号'][1:]}"} | row) for row in customers]
            house.take("core_banking_csv", write_core(tmp_path / "core.csv", lines), day)
        if contacts:
            path = tmp_path / "contacts.csv"
            path.write_text("\n".join([HEADER, *contacts]), encoding="utf-8")
            house.take("contacts_csv", path, day)
        take.counts = match(house.lake, house.vault, day)
        return {row["party_key"]: row["person_id"] for row in house.rows("links")}

    return take


def core(number: int, **changes: str) -> dict[str, str]:
    return {"客户号": f"C{number:06}"} | changes


def key(number: int) -> str:
    return f"core_banking_csv:C{number:06}"


def test_a_person_id_is_p_and_twelve_hex_digits(people):
    (person,) = people(core(1)).values()
    assert person[0] == "P"
    assert len(person) == 13
    assert int(person[1:], 16) >= 0


def test_one_identity_number_is_one_person(people):
    found = people(core(1, 证件号码=ID_ONE), core(2, 证件号码=ID_ONE, 姓名="LI Xiaomei"))
    assert found[key(1)] == found[key(2)]


def test_one_name_alone_is_not_one_person(people):
    found = people(core(1, 出生日期=""), core(2, 出生日期=""))
    assert found[key(1)] != found[key(2)]


def test_name_and_birth_day_are_one_person_in_any_spelling(people):
    found = people(core(1), core(2, 姓名="LI Xiaomei"))
    assert found[key(1)] == found[key(2)]


def test_two_written_names_that_sound_alike_are_not_joined(people):
    found = people(core(1, 姓名="李小梅"), core(2, 姓名="李晓梅"))
    assert found[key(1)] != found[key(2)]
    assert people.counts["refused"] == 1


def test_different_identity_numbers_forbid_a_join_by_name_and_birth_day(people):
    found = people(core(1, 证件号码=ID_ONE), core(2, 证件号码=ID_TWO))
    assert found[key(1)] != found[key(2)]


def test_one_identity_number_with_two_birth_days_is_left_to_a_human(people):
    found = people(core(1, 证件号码=ID_ONE), core(2, 证件号码=ID_ONE, 出生日期="1990-01-01"))
    assert found[key(1)] != found[key(2)]
    assert people.counts["refused"] == 1


def test_a_customer_number_joins_when_the_names_sound_the_same(people):
    row = "C000001;LI Xiaomei;+86 1000 1234567;;N;N;N;;"
    found = people(core(1), contacts=(row,))
    assert found["contacts_csv:C000001"] == found[key(1)]


def test_a_customer_number_under_another_name_joins_nobody(people):
    found = people(core(1), contacts=("C000001;王大明;+86 1000 1234567;;N;N;N;;",))
    assert found["contacts_csv:C000001"] != found[key(1)]
    assert people.counts["unmatched_references"] == 1


def test_name_and_phone_are_one_person(people):
    rows = ("C000008;李小梅;+86 1000 1234567;;N;N;N;;", "K-000009;李小梅;1000 1234567;;N;N;N;;")
    found = people(contacts=rows)
    assert found["contacts_csv:C000008"] == found["contacts_csv:K-000009"]


def test_new_records_join_a_person_without_changing_the_id(people):
    before = people(core(5))
    after = people(core(5), core(2), contacts=("C000005;李小梅;;;N;N;N;;",), day=TODAY + 1)
    assert after[key(5)] == before[key(5)] == after[key(2)] == after["contacts_csv:C000005"]


def test_when_two_people_prove_to_be_one_the_older_id_stays_and_the_merge_is_recorded(people, house):
    first = people(core(9, 出生日期=""))
    second = people(core(9, 出生日期=""), core(1, 出生日期=""), day=TODAY + 1)
    assert first[key(9)] == second[key(9)] != second[key(1)]
    joined = [core(9, 出生日期="", 证件号码=ID_ONE), core(1, 出生日期="", 证件号码=ID_ONE)]
    third = people(*joined, day=TODAY + 2)
    assert third[key(9)] == third[key(1)] == first[key(9)]
    merged = [row for row in house.rows("links") if row["merged_from"]]
    assert [(row["party_key"], row["merged_from"]) for row in merged] == [(key(1), second[key(1)])]
    assert people.counts["merged"] == 1


def test_a_person_stays_one_when_the_evidence_is_corrected_away(people):
    before = people(core(1), core(2))
    after = people(core(1), core(2, 出生日期="1990-01-01"), day=TODAY + 1)
    assert after == before


def test_a_contradiction_inside_a_group_forbids_the_third(people):
    groups = Groups({"a": Evidence(ids={"1"}), "b": Evidence(), "c": Evidence(ids={"2"})})
    groups.join("a", "b", "name_phone")
    groups.join("b", "c", "name_phone")
    assert groups.find("a") == groups.find("b") != groups.find("c")
    assert groups.refused == [("b", "c", "name_phone")]

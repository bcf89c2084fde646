"""The contact file: how a person may be reached, and what they agreed to."""

import pytest
from intake_samples import TODAY

HEADER = "ref;name;mobile;email;consent_sms;consent_email;consent_voice;consent_date;language"
GOOD = "C000001;李小梅;+86 1000 1234567;li@example.com;Y;N;Y;2026-03-01;简"


@pytest.fixture
def contacts(house, tmp_path):
    def take(*lines):
        path = tmp_path / "contacts.csv"
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8-sig")
        return house.take("contacts_csv", path)[0]

    return take


def test_contacts_and_consents_are_taken_encrypted(contacts, house):
    report = contacts(GOOD)
    assert (report.encoding, report.taken, report.notes) == ("utf-8-sig", 1, {"phone_unassigned_range": 1})
    mail, phone = house.rows("contacts")
    assert house.vault.decrypt(phone["value_enc"], "lake.contacts.value") == "+8610001234567"
    assert phone["value_index"] == house.vault.index("+8610001234567", "lake.contacts.value_key")
    assert (mail["kind"], phone["kind"], phone["usable"], phone["country"]) == ("email", "mobile", True, "CN")
    assert [row["purpose"] for row in house.rows("consents")] == ["sms", "voice"]


@pytest.mark.parametrize(
    ("line", "reason", "contacts_left"),
    [
        (GOOD.replace("+86 1000 1234567", "转李经理"), "phone_impossible", 1),
        (GOOD.replace("+86 1000 1234567", "1000 123"), "phone_impossible", 1),
        (GOOD.replace("li@example.com", "li@@example.com"), "email_unreadable", 1),
        (GOOD.replace("+86 1000 1234567", "无").replace("li@example.com", "退信"), "phone_impossible", 0),
    ],
)
def test_a_broken_contact_is_set_aside_and_the_rest_of_the_row_is_taken(contacts, house, line, reason, contacts_left):
    report = contacts(line)
    assert (report.rows, report.quarantined, report.reasons) == (1, 1, {reason: 1})
    assert len(house.rows("contacts")) == contacts_left
    assert len(house.rows("consents")) == 2
    assert contacts(line).quarantined == 1
    assert len(house.lake.imports()) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (GOOD.replace("C000001", "X000001"), "unknown_value"),
        (GOOD.replace("李小梅", "=cmd"), "formula_cell"),
        (GOOD.replace("2026-03-01", "2026-12-01"), "date_future"),
        (GOOD.replace(";Y;N;Y;", ";Y;N;perhaps;"), "unknown_value"),
        ("C000001;李小梅;+86", "cut_record"),
    ],
)
def test_a_row_that_cannot_be_understood_is_set_aside_whole(contacts, house, line, reason):
    assert contacts(line).reasons == {reason: 1}
    assert house.rows("people") == house.rows("contacts") == house.rows("consents") == []


def test_a_consent_without_a_date_is_no_consent(contacts, house):
    assert contacts(GOOD.replace("2026-03-01", "")).taken == 1
    assert house.rows("consents") == []
    assert {row["recorded_day"] for row in house.rows("contacts")} == {TODAY}


def test_a_changed_number_is_a_new_version(contacts, house):
    contacts(GOOD)
    assert contacts(GOOD.replace("1234567", "7654321")).changed == 1
    assert len(house.rows("contacts")) == 2

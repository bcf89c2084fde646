"""Nobody in the demo bank exists: no number rings, no id validates, no address is anyone's."""

import re
from datetime import date
from random import Random

import phonenumbers
import pytest

from forbear.intake.demobank.names import compose, spell
from forbear.intake.demobank.people import birthday_of_age, right_check_digit


def test_every_phone_is_possible_in_length_and_valid_nowhere(bank):
    for person in bank.truth["people"]:
        number = phonenumbers.parse(person["phone"])
        assert phonenumbers.is_possible_number(number)
        assert not phonenumbers.is_valid_number(number)


def test_numbers_in_the_contact_file_as_typed_are_never_valid_and_possible_unless_listed_as_broken(bank):
    broken = {one["row"] for one in bank.truth["broken"] if one.get("field") == "mobile"}
    for at, row in bank.contacts.items():
        assert possible(row["mobile"]) is (at not in broken), row["mobile"]


def possible(typed):
    """Whether the library finds a possible mainland number in what was typed; a valid one fails the test."""
    try:
        number = phonenumbers.parse(typed, "CN")
    except phonenumbers.NumberParseException:
        return False
    assert not phonenumbers.is_valid_number(number), typed
    return not any(character.isalpha() for character in typed) and phonenumbers.is_possible_number(number)


def test_the_whole_demo_block_lies_in_no_assigned_range():
    for last in range(0, 10**7, 9973):
        assert not phonenumbers.is_valid_number(phonenumbers.parse(f"+861000{last:07d}"))


def test_no_number_begins_like_a_service_line(bank):
    assert {person["phone"][:8] for person in bank.truth["people"]} <= {f"+861000{digit}" for digit in "2345678"}


def test_phones_ids_and_addresses_are_unique(bank):
    for field in ("id", "phone", "national_id", "email"):
        values = [person[field] for person in bank.truth["people"]]
        assert len(set(values)) == len(values), field


def test_every_id_names_no_region_and_fails_its_check_digit(bank):
    for person in bank.truth["people"]:
        number = person["national_id"]
        assert re.fullmatch(r"999999\d{11}[\dX]", number)
        assert number[6:14] == person["birthday"].replace("-", "")
        assert number[17] != right_check_digit(number[:17])


def test_the_check_digit_is_that_of_the_published_example():
    """GB 11643-1999, annex: 11010519491231002X."""
    assert right_check_digit("11010519491231002") == "X"


def test_every_address_lies_at_a_reserved_example_domain(bank):
    for person in bank.truth["people"]:
        assert person["email"].rpartition("@")[2] in {"example.com", "example.org", "example.net"}


@pytest.mark.parametrize("as_of", [date(2026, 11, 24), date(2028, 2, 29), date(2027, 1, 1)])
def test_ages_are_completed_years_on_the_day(as_of):
    rng = Random(1)
    for _ in range(500):
        born = birthday_of_age(rng, as_of, (16, 17))
        years = as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
        assert 16 <= years <= 17


def test_birthdays_lie_between_1938_and_2010(bank):
    assert all("1938" <= person["birthday"][:4] <= "2010" for person in bank.truth["people"])


def test_one_name_is_spelled_in_three_ways():
    name = spell("刘", "丽华")
    assert (name.simplified, name.traditional, name.pinyin) == ("刘丽华", "劉麗華", "LIU Lihua")


def test_names_have_two_or_three_characters():
    rng = Random(3)
    lengths = {len(compose(rng, woman=bool(n % 2)).simplified) for n in range(300)}
    assert lengths == {2, 3}

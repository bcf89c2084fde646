"""Mobile numbers in E.164. A possible number is kept; whether its range is assigned is noted, not decided here.

Numbering plans come from the `phonenumbers` library (Google's libphonenumber data).
"""

from dataclasses import dataclass

import phonenumbers

from forbear.intake.clean.reasons import Unreadable, shape
from forbear.intake.clean.text import number


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` such as +8613800138000, its ISO 3166 `country` (None: shared or unassigned), `assigned` range or not."""

    e164: str
    country: str | None
    assigned: bool


def mobile(cell: str, region: str) -> Phone:
    """The mobile number typed in `cell`, read as in `region` unless it names its country."""
    text = number(cell)
    if any(char.isalpha() for char in text):
        raise Unreadable("phone_impossible", shape(text))
    try:
        found = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise Unreadable("phone_impossible", shape(text)) from error
    if not phonenumbers.is_possible_number_for_type(found, phonenumbers.PhoneNumberType.MOBILE):
        raise Unreadable("phone_impossible", shape(text))
    e164 = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    country = phonenumbers.region_code_for_country_code(found.country_code or 0)
    return Phone(e164, None if country in ("ZZ", "001") else country, phonenumbers.is_valid_number(found))

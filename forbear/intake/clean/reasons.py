"""Why a row is set aside: the closed list of reason codes, each with what it means and how to mend it."""

REASONS: dict[str, str] = {
    "amount_ambiguous": "An amount can be read in two ways; state the decimal mark in the source's mapping.",
    "amount_impossible": "An amount is zero or larger than any loan where that cannot be.",
    "amount_negative": "An amount is negative where it cannot be.",
    "amount_too_fine": "An amount has more decimals than its currency has minor units.",
    "amount_unreadable": "An amount is not a number.",
    "control_character": "A text holds invisible control characters.",
    "cut_record": "The record ends too early; ask for the file again.",
    "date_far_future": "A date lies beyond the end of the loan's term.",
    "date_future": "A date that must be past lies after the day of the import.",
    "date_impossible": "A date does not exist in the calendar, or precedes what it must follow.",
    "date_unreadable": "A date is in none of the known forms.",
    "duplicate_key": "The same key came before in this file with other content; the first is kept.",
    "email_unreadable": "An e-mail address is malformed.",
    "encoding": "Bytes of this row do not decode in the file's encoding.",
    "extra_fields": "The row has more fields than the header.",
    "entry_without_reference": "A statement entry has no reference of its own: a repeat could not be told apart.",
    "failed_payment": "The payment failed; no money moved.",
    "formula_cell": "A cell holds a formula or begins like one; spreadsheets would run it.",
    "field_too_long": "A field is longer than 10,000 characters.",
    "id_unreadable": "An identity number does not have the form of one.",
    "mended": "The same row was accepted by a later import; it no longer waits.",
    "loan_missing": "The loan number is empty or cannot be found in the text.",
    "missing_value": "A required field is empty.",
    "not_a_number": "A whole number was expected.",
    "not_a_repayment": "Money going out, or not for a loan.",
    "not_booked": "The entry is pending or for information; it may never be booked.",
    "not_needed": "Not needed for looking after loans; counted, and by data minimisation not kept.",
    "phone_impossible": "A phone number cannot exist (too short, too long, letters).",
    "currency_unknown": "The currency is not one that the ledger knows.",
    "unknown_flag": "A customer mark is not in the vocabulary.",
    "unknown_loan": "No loan of this number is in the lake; import the loans, then this file again.",
    "unknown_language": "The language is not one of the three spoken here.",
    "unknown_value": "A value is not in the source's vocabulary.",
    "unknown_zone": "The time zone is not an IANA zone.",
}

MENDED = "mended"
# Set aside for good: nothing waits for a repair.
FINAL = frozenset({MENDED, "failed_payment", "not_a_repayment", "not_needed"})

NOTES: dict[str, str] = {
    "id_check_failed": "An identity number fails its check digit; kept only as a blind index.",
    "missing_value": "An optional value is marked as missing.",
    "phone_unassigned_range": "A possible phone number lies in no assigned range.",
    "balance_mismatch": "A statement's entries do not add up to its closing balance.",
}


class Unreadable(Exception):  # a refusal is an outcome here, not an error
    """A cell or row that must be set aside; `reason` is a key of `REASONS`, `detail` names field and shape."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{REASONS[reason]} {detail}".strip())

    def at(self, field: str) -> "Unreadable":
        """The same refusal, naming the field it was found in."""
        return Unreadable(self.reason, f"({field}{': ' + self.detail if self.detail else ''})")


def shape(text: str) -> str:
    """What a text looks like without what it says: `2026-02-30` becomes `9999-99-99`; at most 24 characters."""
    marks = ("9" if char.isnumeric() else "a" if char.isalnum() else char for char in text[:24])
    return "".join(marks) + ("…" if len(text) > 24 else "")

"""The canonical tables of the lake: names, types, units and allowed values. Holds no data and reads no file.

Money is int64 minor units in `*_cents`; a calendar day is int32 days since 1970-01-01 in `*_day`; personal text is
ciphertext in `*_enc` and a keyed blind index in `*_index`. Published as docs/reference/lake.md.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES
from forbear.kernel.money import EXPONENTS

VERSION = 1
TEXT, DAY, CENTS, SMALL, YES_NO = pa.string(), pa.int32(), pa.int64(), pa.int32(), pa.bool_()
FLAGS = (
    *("hardship", "unemployed", "deaf", "blind", "cognitive", "disputed", "complaint_open", "deceased", "minor"),
    *("lost_contact", "wilful", "moratorium", "plan_performing", "promise", "cease_request", "ageing_pause"),
    *("named_helper", "bereavement", "mental_capacity_concern"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type, whether it may be empty, what it means (with units), and its closed vocabulary."""

    name: str
    type: pa.DataType
    means: str
    empty: bool = False
    allowed: tuple[str, ...] = ()


LINEAGE = (
    Column("source", TEXT, "the source that reported the fact, as `forbear intake --list` names it"),
    Column("import_id", TEXT, "the import that brought it; sorts in the order of imports"),
    Column("source_file", TEXT, "name of the file it stands in"),
    Column("source_row", pa.int64(), "line, spreadsheet row or entry number in that file, from 1"),
    Column("recorded_day", DAY, "day on which the lender knew it; for payments the booking day"),
    Column("row_hash", TEXT, "keyed hash of the content, to tell changed from unchanged"),
    Column("key", TEXT, "natural key within source and table"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "people": (
        Column("party_key", TEXT, "`<source>:<customer id>`: one customer as one source knows them"),
        Column("name_enc", TEXT, "full name, encrypted (context lake.people.name)", empty=True),
        Column("name_index", TEXT, "blind index of the name's pinyin or Latin key", empty=True),
        Column(
            "han_index", TEXT, "blind index of the name in simplified characters; empty for Latin names", empty=True
        ),
        Column(
            "national_id_index", TEXT, "blind index of the identity number; the number itself is not kept", empty=True
        ),
        Column("birth_day", DAY, "birth day", empty=True),
        Column("language", TEXT, "language the person reads", empty=True, allowed=LANGUAGES),
        Column("timezone", TEXT, "IANA zone the person lives in", empty=True),
        Column("market", TEXT, "ISO 3166 country whose law applies"),
    ),
    "loans": (
        Column("loan_key", TEXT, "`<source>:<loan id>`"),
        Column("party_key", TEXT, "the borrower's customer record"),
        Column("product", TEXT, "product as the source names it"),
        Column("creditor", TEXT, "who the money is owed to"),
        Column("currency", TEXT, "ISO 4217 currency of every amount of this loan", allowed=tuple(EXPONENTS)),
        Column("principal_cents", CENTS, "amount lent; 0 for revolving credit"),
        Column("limit_cents", CENTS, "credit line", empty=True),
        Column("opened_day", DAY, "day the loan was paid out; empty where the source does not say", empty=True),
        Column("term_months", SMALL, "number of monthly instalments agreed", empty=True),
        Column("annual_rate_bp", SMALL, "agreed yearly rate in basis points (14.40 % = 1440)", empty=True),
        Column("autopay", YES_NO, "a standing order or direct debit pays it"),
        Column("status", TEXT, "state in the source", allowed=("open", "settled", "written_off")),
        Column("market", TEXT, "ISO 3166 country whose law applies"),
    ),
    "instalments": (
        Column("loan_key", TEXT, "the loan"),
        Column("number", SMALL, "position in the schedule, from 1"),
        Column("due_day", DAY, "day it falls due"),
        Column("principal_cents", CENTS, "principal due"),
        Column("interest_cents", CENTS, "interest due"),
        Column("costs_cents", CENTS, "fees and costs due"),
    ),
    "payments": (
        Column("payment_key", TEXT, "`<source>:<payment id>`"),
        Column("loan_key", TEXT, "the loan it pays; may precede the loan's own arrival"),
        Column("value_day", DAY, "day from which the payment counts for the borrower"),
        Column("amount_cents", CENTS, "amount; a refund or reversal is negative"),
        Column("channel", TEXT, "how it was paid, as the source names it"),
    ),
    "statements": (
        Column("loan_key", TEXT, "the card account"),
        Column("month_day", DAY, "last day of the statement's month"),
        Column("status_months", SMALL, "-2 no use, -1 paid in full, 0 minimum paid, 1..8 months past due"),
        Column("billed_cents", CENTS, "amount of the bill; negative is a credit balance"),
        Column("paid_cents", CENTS, "amount paid in that month"),
        Column("limit_cents", CENTS, "credit line"),
    ),
    "contacts": (
        Column("party_key", TEXT, "whose contact it is"),
        Column("kind", TEXT, "what it is", allowed=("mobile", "email", "post")),
        Column("value_enc", TEXT, "E.164 number or address, encrypted (context lake.contacts.value)"),
        Column("value_index", TEXT, "blind index of the value"),
        Column("usable", YES_NO, "well formed; says nothing about consent"),
        Column("country", TEXT, "ISO 3166 country of a phone number", empty=True),
    ),
    "consents": (
        Column("party_key", TEXT, "who consented"),
        Column("purpose", TEXT, "what to, e.g. sms, email, voice, hours_exception"),
        Column("granted_day", DAY, "day given"),
        Column("withdrawn_day", DAY, "day taken back", empty=True),
    ),
    "flags": (
        Column("party_key", TEXT, "who it is about"),
        Column("loan_key", TEXT, "which loan, when only one", empty=True),
        Column("flag", TEXT, "what holds", allowed=FLAGS),
        Column("from_day", DAY, "first day; 0 when the source gives no day and it always held"),
        Column("until_day", DAY, "last day; empty while it lasts", empty=True),
        Column("detail", TEXT, "JSON; a promise has amount_cents and due_day; otherwise an empty text"),
    ),
    "references": (
        Column("kind", TEXT, "what ties them", allowed=("customer_ref", "account_owner", "standing_order")),
        Column("subject", TEXT, "the record that refers"),
        Column("object", TEXT, "the record referred to"),
        Column("amount_cents", CENTS, "amount of a standing order", empty=True),
    ),
    "links": (
        Column("party_key", TEXT, "one customer record"),
        Column("person_id", TEXT, "`P` and 12 hex digits: the person behind it; never changes but by a merge"),
        Column("rule", TEXT, "why: alone, national_id, name_birth, name_phone, customer_ref"),
        Column("merged_from", TEXT, "the person id this record had before two people proved to be one", empty=True),
    ),
    "quarantine": (
        Column("reason", TEXT, "reason code (docs/reference/lake.md)"),
        Column("sentence", TEXT, "the same for a reader, without personal data"),
        Column(
            "raw_enc",
            TEXT,
            "the row as it stood, encrypted (context lake.quarantine); empty when not needed",
            empty=True,
        ),
    ),
}


def columns(table: str) -> tuple[Column, ...]:
    """The columns of a canonical table, its own first and lineage last."""
    if table not in TABLES:
        raise BadInput(f"the lake has no table {table!r}.", mend=f"Tables: {', '.join(TABLES)}.")
    return TABLES[table] + LINEAGE


def arrow(table: str) -> pa.Schema:
    """The Arrow schema of a canonical table."""
    return pa.schema([pa.field(column.name, column.type, nullable=column.empty) for column in columns(table)])


def conform(table: str, batch: pa.Table) -> pa.Table:
    """`batch` in the table's column order and types; refused with the column and row that do not fit."""
    expected = columns(table)
    _same_names(table, [column.name for column in expected], batch.column_names)
    for column in expected:
        _check(table, column, batch[column.name])
    _unique(table, batch)
    return batch.select([column.name for column in expected]).cast(arrow(table))


def _same_names(table: str, expected: list[str], found: list[str]) -> None:
    missing, extra = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    if missing or extra:
        what = f"columns do not fit: missing {missing or 'none'}, unknown {extra or 'none'}."
        raise BadInput(what, where=f"lake table {table}", mend="See docs/reference/lake.md.")


def _check(table: str, column: Column, values: pa.ChunkedArray) -> None:
    where = f"lake table {table}, column {column.name}"
    try:
        cast = values.cast(column.type)
    except pa.ArrowInvalid as error:
        raise BadInput(f"a value is not {column.type}: {error}.", where=where) from error
    if not column.empty and cast.null_count:
        row = pc.index(pc.is_null(cast), True).as_py() + 1
        raise BadInput(f"empty in row {row}, but every row needs it.", where=where, mend=f"It is: {column.means}.")
    if column.allowed:
        wrong = set(pc.unique(cast.drop_null()).to_pylist()) - set(column.allowed)
        if wrong:
            known = ", ".join(column.allowed)
            raise BadInput(f"unknown value {min(wrong)!r}.", where=where, mend=f"Known: {known}.")


def _unique(table: str, batch: pa.Table) -> None:
    names = ["source", "key", "recorded_day"]
    if batch.group_by(names).aggregate([]).num_rows != batch.num_rows:
        raise BadInput("the same key comes twice for one day.", where=f"lake table {table}", mend="Keep one version.")

"""The PKDD'99 "Berka" folder of a Czech bank: loans, their owners, standing orders and loan repayments (CZK).

Taken: the borrower's birth day (never the sex that the birth number also encodes), the loan with its schedule, who
owns the account, and repayments (k_symbol UVER). Everything else in the eight files is how clients live and spend; it
is counted as `not_needed` and not kept. The schedule falls due monthly from one month after the loan's day; its
amount is the standing order's where one exists, because the loan table rounds it to whole crowns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from forbear.intake import delimited
from forbear.intake.clean.amounts import amount, positive
from forbear.intake.clean.days import month_later, short_day
from forbear.intake.clean.reasons import Unreadable, shape
from forbear.intake.clean.text import number, one_of, text, whole
from forbear.intake.sources.port import Aside, Broken, Column, Fact, Note, Opened, Row
from forbear.kernel.days import date_of, day_number
from forbear.kernel.errors import BadInput

NAME, CREDITOR, MARKET, ZONE, CURRENCY = "berka", "Berka bank", "CZ", "Europe/Prague", "CZK"
MONEY = positive(amount("."))
ONE_CROWN = 100
# A: finished and paid. B: finished unpaid. C, D: running. The code was written at the end of 1998.
STATES = {"A": "settled", "B": "open", "C": "open", "D": "open"}
FILES = ("client.asc", "disp.asc", "loan.asc", "order.asc", "account.asc", "card.asc", "district.asc")
TRANSACTIONS = "trans_prefix.asc"
Item = Opened | Row | Broken
Cells = Mapping[str, str]
Extra = dict[str, str] | None


def birth_day(cell: str) -> int:
    """The birth day in a Czech birth number YYMMDD; 50 is added to the month for women and is taken off unread."""
    digits = number(cell)
    if len(digits) != 6 or not digits.isdecimal():
        raise Unreadable("date_unreadable", shape(digits))
    month = int(digits[2:4])
    return short_day(f"{digits[:2]}{month - 50 if month > 50 else month:02d}{digits[4:]}")


@dataclass(slots=True)
class _Joins:
    """Which rows belong together: loan and owner by account, and each loan's standing order."""

    loans: dict[str, Row] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    def learn(self, item: Item) -> None:
        if not isinstance(item, Row):
            return
        cells, account = item.fields, item.fields.get("account_id", "")
        if item.file == "loan.asc":
            self.loans[account] = item
        elif item.file == "disp.asc" and cells["type"] == "OWNER":
            self.owners[account] = cells["client_id"]
        elif item.file == "order.asc" and cells["k_symbol"] == "UVER":
            self.orders.setdefault(account, []).append(cells["amount"])

    def since(self, account: str) -> Extra:
        """The day of the account's loan, from which its owner is a borrower; nothing where there is no loan."""
        return {"since": self.loans[account].fields["date"]} if account in self.loans else None

    def settle(self) -> None:
        """When all is learnt: find the account of each client who has a loan."""
        self.accounts = {self.owners[account]: account for account in self.loans if account in self.owners}

    def order(self, account: str, payment: str) -> str:
        """The amount of the standing order that pays this instalment (equal but for crowns' rounding), or nothing."""
        wanted = _cents(payment)
        fitting = [one for one in self.orders.get(account, []) if abs(_cents(one) - wanted) < ONE_CROWN]
        return fitting[0] if len(fitting) == 1 else ""


def _cents(cell: str) -> int:
    """The amount in cents; 0, which fits no instalment, when it cannot be read (its own row says so)."""
    try:
        return int(MONEY(cell))
    except Unreadable:
        return 0


class Berka:
    """The whole source; see the module."""

    name = NAME
    title = "PKDD'99 Berka folder: Czech loans and repayments (semicolons, YYMMDD)"
    takes: Literal["file", "folder"] = "folder"
    columns: Mapping[str, tuple[Column, ...]] = {
        "client.asc": (
            Column("client_id", "client", text),
            Column("birth_number", "people.birth_day", birth_day),
            Column("since", "since", short_day, past=True),
        ),
        "disp.asc": (
            Column("client_id", "client", text),
            Column("account_id", "account", text),
            Column("since", "since", short_day, past=True),
        ),
        "loan.asc": (
            Column("loan_id", "loan", text, empty_is="loan_missing"),
            Column("client_id", "client", text),
            Column("date", "loans.opened_day", short_day, past=True),
            Column("amount", "loans.principal_cents", MONEY),
            Column("duration", "loans.term_months", whole),
            Column("payments", "payment", MONEY),
            Column("standing_order", "order", MONEY, empty_is=None),
            Column("status", "loans.status", one_of(STATES)),
        ),
        "order.asc": (
            Column("order_id", "order", text),
            Column("account_id", "account", text),
            Column("amount", "references.amount_cents", MONEY),
            Column("since", "since", short_day, past=True),
        ),
        TRANSACTIONS: (
            Column("trans_id", "transaction", text),
            Column("loan_id", "loan", text, empty_is="unknown_loan"),
            Column("date", "payments.value_day", short_day, past=True),
            Column("amount", "payments.amount_cents", MONEY),
        ),
    }

    def read(self, path: Path) -> Iterator[Item]:
        """Every record of the eight files, with the keys that join them."""
        files = {name: list(delimited.read(_there(path / name), ";", _NEEDS[name])) for name in FILES}
        joins = _Joins()
        for items in files.values():
            for item in items:
                joins.learn(item)
        joins.settle()
        for items in files.values():
            yield from (_sift(item, joins) for item in items)
        for item in delimited.read(_there(path / TRANSACTIONS), ";", _NEEDS[TRANSACTIONS]):
            yield _sift(item, joins)

    def facts(self, values: Mapping[str, object]) -> Iterable[Fact | Note | Aside]:
        """What one record of one file states."""
        return _FACTS[str(values["file"])](values)


def _there(path: Path) -> Path:
    if not path.is_file():
        mend = f"The folder must hold {', '.join((*FILES, TRANSACTIONS))}."
        raise BadInput(f"{path.name} is missing.", where=str(path.parent), mend=mend)
    return path


def _sift(item: Item, joins: _Joins) -> Item:
    """The record with what joins it to its loan; or set aside as not needed, its content not kept."""
    if not isinstance(item, Row):
        return item
    needed = _NEEDED.get(item.file)
    extra = needed(item.fields, joins) if needed else None
    if extra is None:
        notes = ("missing_value",) if "?" in item.fields.values() else ()
        return Broken(item.file, item.number, "not_needed", "", notes=notes)
    return Row(item.file, item.number, {**item.fields, **extra}, item.raw)


def _client(cells: Cells, joins: _Joins) -> Extra:
    return joins.since(joins.accounts.get(cells["client_id"], ""))


def _disposition(cells: Cells, joins: _Joins) -> Extra:
    return joins.since(cells["account_id"]) if cells["type"] == "OWNER" else None


def _loan(cells: Cells, joins: _Joins) -> Extra:
    account = cells["account_id"]
    return {"client_id": joins.owners.get(account, ""), "standing_order": joins.order(account, cells["payments"])}


def _order(cells: Cells, joins: _Joins) -> Extra:
    return joins.since(cells["account_id"]) if cells["k_symbol"] == "UVER" else None


def _transaction(cells: Cells, joins: _Joins) -> Extra:
    if cells["k_symbol"] != "UVER":
        return None
    loan = joins.loans.get(cells["account_id"])
    return {"loan_id": loan.fields["loan_id"] if loan else ""}


_NEEDED: dict[str, Callable[[Cells, _Joins], Extra]] = {
    "client.asc": _client,
    "disp.asc": _disposition,
    "loan.asc": _loan,
    "order.asc": _order,
    TRANSACTIONS: _transaction,
}
_NEEDS = {
    "client.asc": ("client_id", "birth_number"),
    "disp.asc": ("client_id", "account_id", "type"),
    "loan.asc": ("loan_id", "account_id", "date", "amount", "duration", "payments", "status"),
    "order.asc": ("order_id", "account_id", "amount", "k_symbol"),
    "account.asc": ("account_id",),
    "card.asc": ("card_id",),
    "district.asc": ("A1",),
    TRANSACTIONS: ("trans_id", "account_id", "date", "amount", "k_symbol"),
}


def _client_facts(values: Mapping[str, object]) -> Iterable[Fact]:
    party, born = f"{NAME}:{values['client']}", int(str(values["people.birth_day"]))
    person = {"party_key": party, "birth_day": born, "language": None, "timezone": ZONE, "market": MARKET}
    yield Fact("people", party, person, int(str(values["since"])))


def _disposition_facts(values: Mapping[str, object]) -> Iterable[Fact]:
    account, owner = f"{NAME}:account:{values['account']}", f"{NAME}:{values['client']}"
    yield _reference("account_owner", account, owner, None, values["since"])


def _order_facts(values: Mapping[str, object]) -> Iterable[Fact]:
    account, order = f"{NAME}:account:{values['account']}", f"{NAME}:order:{values['order']}"
    yield _reference("standing_order", account, order, values["references.amount_cents"], values["since"])


def _reference(kind: str, subject: str, target: str, cents: object, since: object) -> Fact:
    values = {"kind": kind, "subject": subject, "object": target, "amount_cents": cents}
    return Fact("references", f"{kind}:{subject}:{target}", values, int(str(since)))


def _loan_facts(values: Mapping[str, object]) -> Iterable[Fact]:
    """The loan as it was opened; as it ended, known on its last due day; and its instalments."""
    loan, opened = f"{NAME}:{values['loan']}", int(str(values["loans.opened_day"]))
    months = int(str(values["loans.term_months"]))
    due = [day_number(month_later(date_of(opened), n)) for n in range(1, months + 1)]
    terms = _terms(values, loan)
    yield Fact("loans", loan, terms | {"status": "open"}, opened, dated=True)
    if values["loans.status"] == "settled":
        yield Fact("loans", loan, terms | {"status": "settled"}, max(opened + 1, due[-1]), dated=True)
    cents = int(str(values["order"] or values["payment"]))
    for position, due_day in enumerate(due, 1):
        place = {"loan_key": loan, "number": position, "due_day": due_day}
        parts = {"principal_cents": cents, "interest_cents": 0, "costs_cents": 0}
        yield Fact("instalments", f"{loan}:{position}", place | parts, opened)


def _terms(values: Mapping[str, object], loan: str) -> dict[str, object]:
    return {
        "loan_key": loan,
        "party_key": f"{NAME}:{values['client']}",
        "product": "personal loan",
        "creditor": CREDITOR,
        "currency": CURRENCY,
        "principal_cents": values["loans.principal_cents"],
        "limit_cents": None,
        "opened_day": values["loans.opened_day"],
        "term_months": values["loans.term_months"],
        "annual_rate_bp": None,
        "autopay": values["order"] is not None,
        "market": MARKET,
    }


def _transaction_facts(values: Mapping[str, object]) -> Iterable[Fact]:
    key, paid = f"{NAME}:{values['transaction']}", int(str(values["payments.value_day"]))
    payment = {"payment_key": key, "loan_key": f"{NAME}:{values['loan']}", "value_day": paid, "channel": "transfer"}
    yield Fact("payments", key, payment | {"amount_cents": values["payments.amount_cents"]}, paid)


_FACTS: dict[str, Callable[[Mapping[str, object]], Iterable[Fact]]] = {
    "client.asc": _client_facts,
    "disp.asc": _disposition_facts,
    "loan.asc": _loan_facts,
    "order.asc": _order_facts,
    TRANSACTIONS: _transaction_facts,
}

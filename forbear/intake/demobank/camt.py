"""statement.camt053.xml: the lender's collection account, ISO 20022 camt.053.001.08, one statement.

Credits name the loan in EndToEndId or in the remittance text; debits and the bank's own interest are no repayments.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from forbear.intake.demobank.portfolio import Customer
from forbear.intake.demobank.routing import BANK, Payment
from forbear.intake.demobank.spoiled import Broken, Export

FILE = BANK
OPENING_CENTS = 5_000_000_00
DEBITS = ("手续费", "放款划出", "短信费", "代扣费用")
DEBITS_PER_HUNDRED = 4
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>ANHE-{day:%Y%m%d}</MsgId><CreDtTm>{day}T23:59:59+08:00</CreDtTm></GrpHdr>
  <Stmt>
   <Id>ANHE-STMT-{day:%Y%m%d}</Id><CreDtTm>{day}T23:59:59+08:00</CreDtTm>
   <Acct><Id><Othr><Id>DEMO-0000000001</Id></Othr></Id><Ccy>CNY</Ccy><Ownr><Nm>安禾小额贷款</Nm></Ownr></Acct>
"""
FOOT = "  </Stmt>\n </BkToCstmrStmt>\n</Document>\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the statement; `loan` empty where the bank names none; `reason` when it is no repayment."""

    booked: date
    value: date
    cents: int
    reference: str
    loan: str
    text: str
    reason: str = ""


def write(folder: Path, customers: list[Customer], as_of: date, days: int, rng: Random) -> Export:
    """Writes the file and says what is in it."""
    entries = [
        _credit(rng, one, who.person.name.simplified) for who in customers for one in who.payments if one.route == FILE
    ]
    cents = sum(one.cents for one in entries)
    entries += _others(rng, len(entries), as_of, days)
    entries.sort(key=lambda one: (one.booked, one.reference))
    (folder / FILE).write_bytes(_document(entries, as_of, days).encode())
    broken = [Broken(FILE, row, one.reason) for row, one in enumerate(entries, start=1) if one.reason]
    return Export(FILE, len(entries), cents, broken)


def _credit(rng: Random, one: Payment, name: str) -> Entry:
    in_text = rng.random() < 0.5
    text = f"还款 {one.loan} {name}" if in_text else "贷款还款"
    return Entry(one.booked_day, one.value_day, one.cents, one.reference, "" if in_text else one.loan, text)


def _others(rng: Random, credits: int, as_of: date, days: int) -> Iterable[Entry]:
    for n in range(1, credits * DEBITS_PER_HUNDRED // 100 + 3):
        day = as_of - timedelta(days=rng.randint(1, days - 1))
        yield Entry(day, day, -rng.randint(100, 900_000), f"DB{n:08d}", "", rng.choice(DEBITS), "not_a_repayment")
    for n in (1, 2):
        day = as_of - timedelta(days=60 * n)
        yield Entry(day, day, rng.randint(1_000, 30_000), f"IN{n:08d}", "", "存款利息", "loan_missing")


def _document(entries: list[Entry], as_of: date, days: int) -> str:
    closing = OPENING_CENTS + sum(one.cents for one in entries)
    start = as_of - timedelta(days=days)
    balances = _balance("OPBD", OPENING_CENTS, start) + _balance("CLBD", closing, as_of)
    return HEAD.format(day=as_of) + balances + "".join(_entry(one) for one in entries) + FOOT


def _money(cents: int) -> str:
    side = "DBIT" if cents < 0 else "CRDT"
    return f'<Amt Ccy="CNY">{abs(cents) // 100}.{abs(cents) % 100:02d}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _balance(code: str, cents: int, day: date) -> str:
    return f"   <Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_money(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>\n"


def _entry(one: Entry) -> str:
    dates = f"<BookgDt><Dt>{one.booked}</Dt></BookgDt><ValDt><Dt>{one.value}</Dt></ValDt>"
    code = "<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>"
    refs = f"<Refs><EndToEndId>{one.loan or 'NOTPROVIDED'}</EndToEndId></Refs>"
    text = f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf>"
    return (
        f"   <Ntry>{_money(one.cents)}<Sts><Cd>BOOK</Cd></Sts>{dates}<AcctSvcrRef>{one.reference}</AcctSvcrRef>{code}"
        f"<NtryDtls><TxDtls>{refs}{text}</TxDtls></NtryDtls></Ntry>\n"
    )

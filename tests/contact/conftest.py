"""Fixed facts for letters, the library itself, a library of one's own to break, and messages for channels."""

import shutil
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import forbear
from forbear.contact.channels.port import Outbound
from forbear.contact.letters import Library
from forbear.kernel.money import Money

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
LETTERS = Path(forbear.__file__).parent / "letters"
SITE = "https://anhe.example"
NAMES = {
    "zh-Hans": {"person": "李女士", "creditor": "安禾小额贷款", "helper": "陈雨"},
    "zh-Hant": {"person": "李女士", "creditor": "安禾小額貸款", "helper": "陳雨"},
    "en": {"person": "Ms Li", "creditor": "Anhe Microloans", "helper": "Chen Yu"},
}
FACTS: dict[str, Any] = {
    "agency": None,
    "as_of": date(2026, 11, 24),
    "amount": Money(128_000, "CNY"),
    "principal": Money(110_000, "CNY"),
    "interest": Money(15_500, "CNY"),
    "costs": Money(2_500, "CNY"),
    "due_day": date(2026, 11, 18),
    "days_past_due": 6,
    "days_until_due": 3,
    "consequence": "interest_and_credit_record",
    "details_url": f"{SITE}/m/8Kq2vR",
    "pay_url": f"{SITE}/pay/8Kq2vR",
    "help_url": f"{SITE}/help/8Kq2vR",
    "object_url": f"{SITE}/object/8Kq2vR",
    "complaint_url": f"{SITE}/complain/8Kq2vR",
    "opt_out_url": f"{SITE}/stop/8Kq2vR",
    "service_phone": "400-000-0000",
    "service_hours": "9:00-18:00",
    "complaint_phone": "400-000-0001",
    "promise_amount": Money(50_000, "CNY"),
    "promise_day": date(2026, 11, 28),
    "callback_day": date(2026, 11, 25),
    "callback_time": "14:00-16:00",
    "write_to": "care@anhe.example",
}


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="session")
def facts_for(library: Library) -> Callable[..., dict[str, Any]]:
    """`facts_for(letter, language, **changes)`: exactly the facts that a letter needs."""

    def facts(letter: str, language: str, **changes: Any) -> dict[str, Any]:
        needs = library.needs(letter)
        every = {**FACTS, **NAMES[language]}
        if "days_until_due" in needs:
            every["due_day"] = date(2026, 11, 27)
        if letter == "promise_missed":
            every["promise_day"] = date(2026, 11, 21)
        return {name: every[name] for name in needs} | changes

    return facts


@pytest.fixture
def own_letters(tmp_path: Path) -> Path:
    """A copy of the letters that a test may change."""
    return Path(shutil.copytree(LETTERS, tmp_path / "letters"))


@pytest.fixture
def now() -> Callable[[], datetime]:
    return lambda: NOW


@pytest.fixture
def message(library: Library, facts_for: Callable[..., dict[str, Any]]) -> Callable[..., Outbound]:
    """`message(to, key)`: a real letter as an outgoing e-mail."""

    def outbound(
        to: str = "li@example.org", key: str = "2026-11-24.P0a1b2c3d4e5f.missed_payment", **changes: Any
    ) -> Outbound:
        facts = facts_for("missed_payment", "zh-Hans")
        letter = library.render("missed_payment", language="zh-Hans", channel="email", facts=facts, variant="a")
        given = {
            "message_id": str(uuid.uuid5(uuid.NAMESPACE_URL, key)),
            "idempotency_key": key,
            "channel": "email",
            "to": to,
            "language": "zh-Hans",
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
        }
        return Outbound(**(given | changes))

    return outbound

"""A believable small day in the casefile: some forty people at every stage, with verdicts, tasks, alerts and a chain.

Everything is made up and fixed: the same day every time.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from forbear.casefile import audit, clock
from forbear.casefile.action import action
from forbear.casefile.fields import vault
from forbear.casefile.models import (
    Alert,
    ContactEvent,
    ContactPoint,
    DayRun,
    Decision,
    Hold,
    Loan,
    Message,
    Person,
    Promise,
    Proposal,
    Staff,
    StepRun,
    Task,
)
from forbear.intake.personal import CONTACT_INDEX

AS_OF = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 0, 2, tzinfo=UTC)  # 08:02 in Shanghai
PASSWORD = "a long demo password"
ROLES = ("agent", "lead", "compliance", "analyst", "counsellor", "admin")
BORROWER = "P00000000000a"
REFERENCE = "B000010"
_NAMES = ("李文静", "王磊", "张秀英", "刘洋", "陈玉兰", "杨帆", "赵敏", "黄建国", "周婷", "吴昊", "徐丽华", "孙志强")
_STAGES = (
    ("pre_due", 0, 5), ("pre_due", 0, 2), ("pre_due", 0, 1), ("missed_1_30", 6, None), ("missed_1_30", 17, None),
    ("missed_1_30", 29, None), ("missed_31_60", 44, None), ("missed_61_90", 71, None), ("missed_91_plus", 133, None),
    ("not_due", 0, 21),
)  # fmt: skip
_BANDS = ("low", "medium", "high", "medium", "low", "high", "unknown")
_WHY = {
    "zh-Hans": "本期未到账，先给出具体的帮助办法。",
    "zh-Hant": "本期尚未入帳，先提供具體的協助辦法。",
    "en": "The payment has not arrived; concrete help comes first.",
}
_REASONS = [
    {
        "zh-Hans": "最近两期只付了不到一半。",
        "zh-Hant": "最近兩期只繳了不到一半。",
        "en": "Less than half of the last two bills was paid.",
    },
    {
        "zh-Hans": "过去半年有两次晚于到期日付款。",
        "zh-Hant": "過去半年有兩次晚於到期日付款。",
        "en": "Two payments in the last half year came after the due date.",
    },
]
_HOURS = {
    "rule": "CN-HOURS",
    "statement": "No collection contact between 22:00 and 8:00 in the person's own time.",
    "citation": "GB/T 45251-2025",
    "facts": {"local_time": "07:40"},
    "until": "2026-11-24T08:00:00+08:00",
    "remedy": "Wait until 8:00.",
}
_PLAN = {
    "rule": "CN-PLAN",
    "statement": "A plan that is performing stops collection.",
    "citation": "CBA guideline 2026, Art. 31",
    "facts": {"flag": "plan_performing"},
    "until": None,
    "remedy": "Nothing, while the plan performs.",
}


def make() -> None:
    """Fill the casefile. Runs where the clock stands at MORNING."""
    with clock.at(MORNING):
        _staff()
        helper = Staff.objects.get(username="agent")
        for number in range(40):
            _person(number, helper)
        _run()
        with action("chain.kept", actor="system", subject="chain"):
            audit.checkpoint("system")


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def _staff() -> None:
    for role in ROLES:
        staff = Staff(username=role, role=role, display_name={"agent": "陈宇", "lead": "林岚"}.get(role, role.title()))
        staff.password = _hashed()
        staff.direct_line = "400-000-0001" if role == "agent" else ""
        staff.save()


def _person(number: int, helper: Staff) -> None:
    stage, days, to_due = _STAGES[number % len(_STAGES)]
    if number == 10:
        stage, days, to_due = "missed_1_30", 6, None
    overdue = 0 if to_due is not None else 128_000 + 7_300 * number
    person = Person.objects.create(
        id=f"P{number:012x}", reference=f"B{number:06d}", name=_NAMES[number % len(_NAMES)], market="CN",
        birth_day=date(1954 + number, 3, 9),
        language="zh-Hans" if number == 10 else ("zh-Hans", "zh-Hant", "en")[number % 3],
        timezone="Asia/Shanghai", stage=stage, band=_BANDS[number % len(_BANDS)], probability=0.05 + number / 60,
        reasons=_REASONS, days_past_due=days, days_to_due=to_due, overdue_minor=overdue, next_due_minor=64_000,
        currency="CNY", situation={"older": number < 7, "deaf": number % 11 == 3, "hardship": number % 9 == 4},
        as_of=AS_OF, helper=helper if number % 2 == 0 else None,
    )  # fmt: skip
    _loans(person, number, days, overdue, to_due)
    mobile = f"+8613800000{number:03d}"
    index = vault().index(mobile, CONTACT_INDEX)
    point = ContactPoint.objects.create(person=person, kind="mobile", value=mobile, index=index)
    _proposed(person, number, point)
    if number % 9 == 4:
        Hold.objects.create(person=person, kind="hardship", from_on=AS_OF - timedelta(days=3), source="call")
    if number % 8 == 5:
        Hold.objects.create(
            person=person, kind="plan_performing", from_on=AS_OF - timedelta(days=40), source="loan:plan"
        )
    if number % 6 == 1:
        Promise.objects.create(person=person, made_on=AS_OF - timedelta(days=2), due_on=AS_OF + timedelta(days=5),
                               amount_minor=60_000, currency="CNY")  # fmt: skip
    if number % 5 == 3:
        late = AS_OF - timedelta(days=1) if number % 2 else AS_OF + timedelta(days=1)
        Task.objects.create(person=person, kind="human_call" if number % 10 == 3 else "counsellor", opened_on=AS_OF,
                            owner_role="agent" if number % 10 == 3 else "counsellor", due_on=late,
                            why=_WHY)  # fmt: skip
    if number % 13 == 2:
        Alert.objects.create(
            key=f"lost-{number}", kind="lost_contact", severity="act" if number == 2 else "watch", person=person,
            evidence={"unanswered": 4, "days": 12}, owner_role="agent" if number < 20 else "compliance",
            raised_at=MORNING, due_at=MORNING + timedelta(days=1), as_of=AS_OF,
        )  # fmt: skip


def _loans(person: Person, number: int, days: int, overdue: int, to_due: int | None) -> None:
    due = AS_OF + timedelta(days=to_due) if to_due is not None else AS_OF + timedelta(days=24)
    Loan.objects.create(
        key=f"core_banking_csv:L{number:06d}", person=person, product="personal_loan", creditor="安禾小额贷款",
        currency="CNY", autopay=number % 10 == 0, principal_minor=2_000_000, outstanding_minor=1_100_000 + overdue,
        overdue_minor=overdue, overdue_principal_minor=overdue * 4 // 5,
        overdue_interest_minor=overdue - overdue * 4 // 5,
        overdue_costs_minor=0, oldest_due_on=AS_OF - timedelta(days=days) if days else None, next_due_on=due,
        next_due_minor=64_000, days_past_due=days, bucket="1-30" if days else "current", basis="schedule",
        source_file="core_2026-11-23.csv", source_row=1200 + number, import_id="a1b2c3d4e5f60718", as_of=AS_OF,
    )  # fmt: skip


def _proposed(person: Person, number: int, point: ContactPoint) -> None:
    quiet = person.stage == "not_due"
    state = Proposal.State.NOTHING if quiet else Proposal.State.QUEUED
    proposal = Proposal.objects.create(
        person=person, as_of=AS_OF, playbook="standard@1", row="first-miss", step="none" if quiet else "letter",
        letter="" if quiet else "help_offer", channels=["sms"], why=_WHY, state=state,
    )  # fmt: skip
    if quiet:
        return
    reason = {4: _HOURS, 6: _PLAN}.get(number % 8)
    decision = _decision(person, number, reason)
    outcome = Message.State.REFUSED if reason else Message.State.UNKNOWN if number == 21 else Message.State.SENT
    message = Message.objects.create(
        id=UUID(int=number + 1), person=person, proposal=proposal, decision=decision, as_of=AS_OF, letter="help_offer",
        letter_version="1", purpose="collection", language=person.language, channel="sms", contact_point=point,
        text="【安禾】您好，您11月18日的还款还没有到账。如果最近不方便，请告诉我们，我们一起想办法。\n回T退订。",
        content_hash="0" * 64, idempotency_key=f"day-{number}", state=outcome, created_at=MORNING, finished_at=MORNING,
    )  # fmt: skip
    if not reason:
        ContactEvent.objects.create(person=person, at=MORNING, direction="outbound", channel="sms", outcome="delivered",
                                    actor="lender", message=message)  # fmt: skip


def _decision(person: Person, number: int, reason: dict[str, Any] | None) -> Decision:
    verdict = {"id": str(number), "verdict": "block" if reason else "allow", "reasons": [reason] if reason else [],
               "rules": [reason["rule"]] if reason else [], "pack": {"name": "cn", "version": "2026-02"}}  # fmt: skip
    decision = Decision.objects.create(
        id=UUID(int=number + 1000), at=MORNING, person=person, outcome=verdict["verdict"], channel="sms",
        purpose="collection", rules=verdict["rules"], pack="cn@2026-02", request={}, verdict=verdict, as_of=AS_OF,
    )  # fmt: skip
    with action("contact.decided", actor="dispatch", subject=person.pk, reason=f"sms: {decision.outcome}", basis="A1"):
        pass
    return decision


def _run() -> None:
    run = DayRun.objects.create(as_of=AS_OF, started_at=MORNING - timedelta(minutes=2), finished_at=MORNING)
    steps: tuple[tuple[str, dict[str, int], float], ...] = (
        ("collect", {"rows": 5210, "taken": 5102, "unchanged": 60, "quarantined": 48}, 3.1),
        ("match", {"people": 40}, 0.4),
        ("age", {"loans": 40}, 0.8), ("score", {"people": 40}, 0.3), ("propose", {"proposals": 40}, 0.5),
        ("send", {"sent": 26, "refused": 9}, 1.6), ("close", {"entries": 37}, 0.1),
    )  # fmt: skip
    for number, (name, counts, seconds) in enumerate(steps, 1):
        StepRun.objects.create(day=run, name=name, number=number, counts=counts, seconds=seconds, finished_at=MORNING)

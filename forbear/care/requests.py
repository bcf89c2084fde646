"""What a borrower may ask for on their own page. Each is one action: a hold, a task for a human, one audit entry.

A hold takes effect at once, before anybody looks: the gate reads it at the next act. Must not contact anyone. One's
own words go to the task alone, so that only those who take it read them.
Asking twice changes nothing the second time. Requirements C2, C6, D3; holds: CN-HOLD duties in laws/.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from forbear.care import consents
from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Consent, ContactEvent, Hold, Message, Person, Task
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES

SOURCE = "portal"
TIME_REASONS = ("lost_work", "illness", "family", "late_income", "other")
DISPUTE_GROUNDS = ("already_paid", "amount_incorrect", "not_mine", "fraud")
TIMES_OF_DAY = ("morning", "afternoon", "evening")
CHANNELS_TO_STOP = consents.CHANNELS
COMPLAINT_DAYS = 3  # for a first answer; the legal time for the decision is a duty in laws/
WORDS = 160  # characters of one's own words; the hold's reason holds 200


@dataclass(frozen=True)
class Asked:
    """What a request did: whether something new was opened, and by which day a human answers."""

    new: bool
    answer_days: int


def ask_for_time(person_id: str, reason: str, words: str = "") -> Asked:
    """Open a hardship hold and a talk with a counsellor."""
    _known(reason, TIME_REASONS, "reason")
    with action("hardship.told", actor=f"borrower:{person_id}", subject=person_id, reason=reason, basis="C2") as act:
        opened = _hold(person_id, "hardship", reason)
        tasked = _task(person_id, "counsellor", "counsellor", 2, 80, _with(_WHY_TIME, words))
        act.detail |= {"hold_opened": opened, "task_opened": tasked}
    return Asked(opened or tasked, 2)


def dispute(person_id: str, ground: str, words: str = "") -> Asked:
    """Open a dispute: collection stops until somebody independent has answered."""
    _known(ground, DISPUTE_GROUNDS, "ground")
    with action("dispute.opened", actor=f"borrower:{person_id}", subject=person_id, reason=ground, basis="C6") as act:
        opened = _hold(person_id, "disputed", ground)
        tasked = _task(person_id, "hold_review", "compliance", 3, 85, _with(_WHY_DISPUTE, words))
        act.detail |= {"hold_opened": opened, "task_opened": tasked}
    return Asked(opened or tasked, 3)


def call_me_back(person_id: str, when: str, words: str = "") -> Asked:
    """Ask a human to call at a time of day that suits."""
    _known(when, TIMES_OF_DAY, "time of day")
    with action("call_back.asked", actor=f"borrower:{person_id}", subject=person_id, reason=when, basis="C4") as act:
        why = {language: text[when] for language, text in _WHY_CALL.items()}
        tasked = _task(person_id, "call_back", "agent", 1, 75, _with(why, words))
        act.detail |= {"task_opened": tasked}
    return Asked(tasked, 1)


def complain(person_id: str, words: str) -> Asked:
    """Open a complaint: collection stops, and somebody independent answers within the legal time."""
    if not words.strip():
        raise BadInput("a few words are needed.", where="words", mend="Say what went wrong.")
    with action("complaint.opened", actor=f"borrower:{person_id}", subject=person_id, basis="C6") as act:
        opened = _hold(person_id, "complaint_open", "")
        tasked = _task(person_id, "complaint", "compliance", COMPLAINT_DAYS, 95, _with(_WHY_COMPLAINT, words))
        act.detail |= {"hold_opened": opened, "task_opened": tasked}
    return Asked(opened or tasked, COMPLAINT_DAYS)


def write_to_us(person_id: str, words: str) -> Asked:
    """Take a written message: it counts as an answer, and a human writes back. The way for people who do not hear."""
    if not words.strip():
        raise BadInput("a few words are needed.", where="words", mend="Write your message.")
    with action("message.written", actor=f"borrower:{person_id}", subject=person_id, basis="D2") as act:
        event = ContactEvent.objects.create(
            person_id=person_id, at=clock.now(), direction="inbound", channel="portal", outcome="connected",
            actor="borrower", note=_short(words),
        )  # fmt: skip
        tasked = _task(person_id, "write_back", "agent", 1, 75, dict.fromkeys(LANGUAGES, _short(words)))
        act.detail |= {"event": event.pk, "task_opened": tasked}
    return Asked(True, 1)


def stop(person_id: str, channel: str) -> Asked:
    """Take back consent to one channel; nothing more goes out on it."""
    _known(channel, CHANNELS_TO_STOP, "channel")
    return Asked(consents.withdraw(person_id, channel), 0)


def stop_by_message(message_id: UUID) -> Asked:
    """Stop the channel of one message: its id, which only its reader was given, is leave enough (RFC 8058)."""
    row = (
        Message.objects.filter(pk=message_id, channel__in=CHANNELS_TO_STOP).values_list("person_id", "channel").first()
    )
    return stop(*row) if row else Asked(False, 0)


def stopped(person_id: str) -> tuple[str, ...]:
    """The channels that this person has stopped."""
    rows = Consent.objects.filter(person_id=person_id, purpose__in=CHANNELS_TO_STOP, withdrawn_on__isnull=False)
    return tuple(sorted(rows.values_list("purpose", flat=True)))


def _hold(person_id: str, kind: str, reason: str) -> bool:
    if Hold.objects.filter(person_id=person_id, kind=kind, until_on=None).exists():
        return False
    today = clock.now().date()
    Hold.objects.get_or_create(
        person_id=person_id, kind=kind, from_on=today, source=SOURCE, defaults={"reason": reason[:200]}
    )
    return True


def _task(person_id: str, kind: str, role: str, days: int, priority: int, why: Mapping[str, str]) -> bool:
    today = clock.now().date()
    Person.objects.select_for_update().get(pk=person_id)
    defaults = {"owner_role": role, "opened_on": today, "due_on": today + timedelta(days=days), "priority": priority,
                "why": dict(why)}  # fmt: skip
    _, made = Task.objects.get_or_create(person_id=person_id, kind=kind, state=Task.State.OPEN, defaults=defaults)
    return made


def _with(why: Mapping[str, str], words: str) -> dict[str, str]:
    """The reason for a task, with the person's own words for whoever takes it: nobody else is shown them."""
    own = _short(words)
    return {language: f"{text} “{own}”" if own else text for language, text in why.items()}


def _known(value: str, values: tuple[str, ...], where: str) -> None:
    if value not in values:
        raise BadInput("one of the choices is needed.", where=where, mend=f"Choose: {', '.join(values)}.")


def _short(words: str) -> str:
    return " ".join(words.split())[:WORDS]


_WHY_TIME = {
    "zh-Hans": "本人说需要宽限，请先了解情况再谈还款。",
    "zh-Hant": "本人表示需要寬限，請先了解情況再談還款。",
    "en": "They say that they need time. Understand the situation before speaking of payment.",
}
_WHY_DISPUTE = {
    "zh-Hans": "本人对账目有异议，请由未参与催收的人员核对并答复。",
    "zh-Hant": "本人對帳目有異議，請由未參與催收的人員核對並答覆。",
    "en": "They dispute the figures. Somebody who takes no part in collection checks and answers.",
}
_WHY_COMPLAINT = {
    "zh-Hans": "本人投诉，请由独立人员受理并在法定期限内答复。",
    "zh-Hant": "本人申訴，請由獨立人員受理並於法定期限內答覆。",
    "en": "A complaint. Somebody independent takes it and answers within the legal time.",
}
_WHY_CALL = {
    "zh-Hans": {"morning": "请上午回电。", "afternoon": "请下午回电。", "evening": "请傍晚回电。"},
    "zh-Hant": {"morning": "請上午回電。", "afternoon": "請下午回電。", "evening": "請傍晚回電。"},
    "en": {
        "morning": "Asks for a call in the morning.",
        "afternoon": "Asks for a call in the afternoon.",
        "evening": "Asks for a call in the early evening.",
    },
}

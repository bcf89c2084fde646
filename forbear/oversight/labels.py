"""Codes of the casefile as people read them, in the page's language. A code without words shows as itself.

Must not decide anything. Words never blame: see the house list of words.
"""

from collections.abc import Mapping

from django.utils.functional import Promise as Lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, "Lazy | str"]

STAGE: Words = {
    "not_due": _("Nothing due"),
    "pre_due": _("Due soon"),
    "missed_1_30": _("1–30 days"),
    "missed_31_60": _("31–60 days"),
    "missed_61_90": _("61–90 days"),
    "missed_91_plus": _("91 days or more"),
}
BAND: Words = {"low": _("low"), "medium": _("medium"), "high": _("high"), "unknown": _("not scored")}
MESSAGE: Words = {
    "queued": _("queued"),
    "waiting": _("waits for its hour"),
    "permitted": _("permitted"),
    "handing_over": _("being handed over"),
    "sent": _("sent"),
    "failed": _("failed"),
    "unknown": _("not certain: the provider is asked"),
    "refused": _("refused by the gate"),
    "lapsed": _("its day went by"),
}
PROPOSAL: Words = {
    "open": _("open"),
    "queued": _("queued to be sent"),
    "tasked": _("given to a person"),
    "deferred": _("waits for free hours"),
    "nothing": _("nothing to do"),
    "unreachable": _("no usable address"),
    "incomplete": _("a fact for the letter is missing"),
    "lapsed": _("its day went by"),
}
TASK: Words = {
    "human_call": _("Call by a person"),
    "call_back": _("Call-back asked for"),
    "counsellor": _("Talk with a counsellor"),
    "data_task": _("Find a working address"),
    "hold_review": _("Review of a hold"),
    "legal_review": _("Review of the legal road"),
    "human_review": _("Decision by a person"),
    "complaint": _("Complaint"),
    "write_back": _("Answer in writing"),
}
STEP: Words = {
    **TASK,
    "none": _("Nothing: leave in peace"),
    "letter": _("A message"),
}
ALERT: Words = {
    "message_unknown": _("Message not certain"),
    "lost_contact": _("Lost contact"),
    "promise_missed": _("Promise missed"),
    "quarantine": _("Rows set aside"),
    "complaint_open": _("Complaint open"),
    "self_harm_risk": _("Somebody may harm themselves"),
    "unreachable": _("No usable address"),
    "incomplete": _("A fact for letters is missing"),
    "chain_broken": _("Evidence chain broken"),
}
SEVERITY: Words = {"info": _("for information"), "watch": _("watch"), "act": _("act now")}
CHANNEL: Words = {
    "sms": _("text message"),
    "email": _("e-mail"),
    "voice": _("call"),
    "ai_voice": _("automated call"),
    "letter": _("letter"),
    "visit": _("visit"),
    "portal": _("own page"),
    "app_push": _("app notice"),
}
OUTCOME: Words = {
    "connected": _("spoke"),
    "delivered": _("delivered"),
    "no_answer": _("no answer"),
    "busy": _("busy"),
    "refused": _("refused"),
    "out_of_service": _("out of service"),
    "voicemail_left": _("left a message"),
    "opt_out": _("opted out"),
    "letter_sent": _("posted"),
    "done": _("done"),
    "closed": _("no longer needed"),
    "live": _("live"),
    "kept": _("kept"),
    "partly": _("partly kept"),
    "missed": _("missed"),
    "allow": _("allowed"),
    "block": _("refused"),
    "escalate": _("a person decides"),
}
HOLD: Words = {
    "hardship": _("hard times"),
    "unemployed": _("lost work"),
    "deaf": _("hearing need: no calls"),
    "blind": _("sight need"),
    "older": _("older person"),
    "cognitive": _("understanding need"),
    "mental_capacity_concern": _("capacity concern"),
    "bereavement": _("bereavement"),
    "disputed": _("disputed"),
    "complaint_open": _("complaint open"),
    "deceased": _("deceased"),
    "minor": _("minor"),
    "lost_contact": _("lost contact"),
    "wilful": _("able but unwilling (reviewed)"),
    "moratorium": _("moratorium"),
    "plan_performing": _("plan performing"),
    "promise": _("promise"),
    "cease_request": _("asked us to stop"),
    "ageing_pause": _("days not counted"),
    "named_helper": _("named helper"),
    "restricted": _("data used for nothing but the loan"),
    "legal_hold": _("records held for a court or an inquiry"),
}
PRODUCT: Words = {
    "personal_loan": _("Personal loan"),
    "consumer_loan": _("Consumer loan"),
    "online_consumer_loan": _("Online consumer loan"),
    "microloan": _("Small loan"),
    "credit_card": _("Credit card"),
    "auto_loan": _("Car loan"),
    "mortgage": _("Home loan"),
    "student_loan": _("Student loan"),
    # As core systems in China name them; a reader of another language is told what it is.
    "微额信用贷": _("Small credit loan"),
    "消费分期": _("Instalment purchase"),
    "家电分期": _("Appliance instalments"),
    "经营周转贷": _("Working-capital loan"),
    "助农贷": _("Farm loan"),
    "遗产清偿": _("Debt of an estate"),
}
LETTER: Words = {
    "pre_due_reminder": _("Reminder before the due date"),
    "missed_payment": _("Missed payment"),
    "help_offer": _("Offer of help"),
    "promise_thanks": _("Thanks for a promise"),
    "promise_missed": _("Promise not met"),
    "human_callback": _("A person will call"),
    "hearing_accessible": _("For people who do not hear"),
}
ROLE: Words = {
    "agent": _("agent"),
    "lead": _("team lead"),
    "compliance": _("compliance officer"),
    "analyst": _("analyst"),
    "counsellor": _("counsellor"),
    "admin": _("administrator"),
}
SOURCE: Words = {
    "primary": _("read in the original"),
    "secondary": _("read in a report of it"),
    "memory": _("not yet verified"),
}
FORCE: Words = {
    "law": _("law"),
    "regulator": _("regulator"),
    "national standard": _("national standard"),
    "association": _("industry association"),
    "policy": _("own policy"),
}
DAYSTEP: Words = {
    "collect": _("collect"),
    "match": _("match"),
    "age": _("age"),
    "score": _("score"),
    "forecast": _("forecast"),
    "propose": _("propose"),
    "record": _("record"),
    "queue": _("compose"),
    "send": _("send"),
    "watch": _("watch"),
    "close": _("close"),
}
FACT: Words = {
    "amount_minor": _("amount"),
    "due_on": _("due on"),
    "since": _("since"),
    "source": _("source"),
    "people": _("people"),
    "examples": _("examples"),
    "rows": _("rows"),
    "quarantined": _("set aside"),
    "unanswered": _("unanswered"),
    "days": _("days"),
    "day": _("day"),
    "message": _("message"),
    "channel": _("channel"),
    "letter": _("letter"),
}
ADDRESS: Words = {"mobile": _("mobile"), "email": _("e-mail"), "post": _("postal address")}
READING: Words = {
    "person.read": _("read their page"),
    "person.revealed": _("saw name and addresses in clear"),
    "person.exported": _("made a copy of their data"),
    "people.listed": _("saw them in a list"),
}
WISH: Words = {
    "access": _("A copy of the data"),
    "correction": _("Correction"),
    "restriction": _("Use for nothing but the loan"),
    "deletion": _("Deletion"),
}
LANGUAGE: Words = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
LISTS: Mapping[str, Words] = {
    "stage": STAGE, "band": BAND, "message": MESSAGE, "proposal": PROPOSAL, "task": TASK, "step": STEP, "alert": ALERT,
    "severity": SEVERITY, "channel": CHANNEL, "outcome": OUTCOME, "hold": HOLD, "product": PRODUCT, "letter": LETTER,
    "role": ROLE, "source": SOURCE, "force": FORCE, "daystep": DAYSTEP, "fact": FACT,
    "language": LANGUAGE, "address": ADDRESS, "reading": READING, "wish": WISH,
}  # fmt: skip


def label(code: object, kind: str) -> str:
    """The words for `code` among those of `kind`; the code itself, without underscores, where there are none."""
    known = LISTS[kind].get(str(code))
    return str(known) if known is not None else str(code).replace("_", " ")


def capital(text: str) -> str:
    """The text with a capital at its start, where the language has capitals."""
    return str(capfirst(text))

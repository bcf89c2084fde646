"""The law at hand: one lawbook a process, and verdicts stored as decisions. The rules themselves are in `laws/`."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from forbear.casefile import audit, clock
from forbear.casefile.chain import canonical
from forbear.casefile.facts import request_for
from forbear.casefile.models import Decision, Person
from forbear.compliance import gate
from forbear.compliance.lawbook import Lawbook, overlay
from forbear.compliance.verdict import Verdict
from forbear.kernel.errors import BadInput

# What an honest call or message of ours says about itself; a preview assumes nothing more.
PREVIEW_CONTENT: dict[str, Any] = {
    "identifies_institution": True,
    "identity_verified": True,
    "recording": True,
    "complaint_channel": True,
    "has_dispute_channel": True,
    "includes_opt_out": True,
    "contact_point_shown": True,
    "synthetic_voice_disclosed": True,
}


@cache
def lawbook() -> Lawbook:
    """The rule packs of this version and this installation's overlays, loaded once; a broken file stops the start."""
    return Lawbook.load(overlays=[overlay(name) for name in settings.FORBEAR_OVERLAYS])


def judge(request: Mapping[str, Any]) -> Verdict:
    """A verdict that is shown and not stored: for previews and for other systems asking first."""
    return gate.judge(request, lawbook())


def preview(person_id: str, channel: str, purpose: str = "collection") -> Verdict:
    """What the gate would say now to a proper contact of this kind with this person."""
    person = Person.objects.get(pk=person_id)
    request = request_for(
        person, id=f"preview-{person_id}-{channel}", now=clock.now(), channel=channel, purpose=purpose,
        content=PREVIEW_CONTENT,
    )  # fmt: skip
    return judge(request)


def decide(person: Person, request: Mapping[str, Any], *, actor: str, as_of: date) -> Decision:
    """Judge and store, with one audit entry that pins both. Runs inside the act's transaction."""
    verdict = judge(request)
    answer = verdict.as_json()
    decision = Decision.objects.create(
        id=request["id"], at=clock.now(), person=person, outcome=answer["verdict"], channel=request["channel"],
        purpose=request["purpose"], rules=answer["rules"], pack=f"{answer['pack']['name']}@{answer['pack']['version']}",
        request=request, verdict=answer, as_of=as_of,
    )  # fmt: skip
    audit.append(
        actor=actor,
        action="contact.judged",
        subject=person.pk,
        reason=f"{request['channel']} for {request['purpose']}: {answer['verdict']}",
        basis="; ".join(sorted({reason["citation"] for reason in answer["reasons"]})),
        detail={
            "decision": str(decision.pk),
            "verdict": answer["verdict"],
            "rules": answer["rules"],
            "pack": decision.pack,
            "digest": digest(request, answer),
        },
    )
    return decision


def digest(request: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """What the chain remembers of a stored decision; a changed row no longer matches its entry."""
    return sha256(canonical([request, answer]).encode()).hexdigest()


def replay(decision_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The stored verdict of a decision and the one that the law of its day gives again."""
    decision = Decision.objects.filter(pk=_as_uuid(decision_id)).first()
    if decision is None:
        raise BadInput("there is no decision with this id.", where=decision_id, mend="Copy it from a verdict's page.")
    return decision.verdict, judge(decision.request).as_json()


def _as_uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise BadInput("this is not a decision's id.", where=text, mend="It looks like 0192f0c1-….") from error

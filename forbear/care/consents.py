"""The consent register of one person: what they agreed to, what they took back. Each change is one act in the chain.

Taking back works at once: the gate reads it at the next act. Nothing is asked and nothing is lost by it (PIPL Arts.
15-16). Agreeing again is as easy. Must not contact anyone.
"""

from dataclasses import dataclass
from datetime import date

from forbear.care.purposes import Purpose, purposes
from forbear.care.words import said
from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Consent
from forbear.casefile.recording import OWN_PAGE
from forbear.kernel.errors import BadInput

CHANNELS = ("sms", "email", "voice")  # open under the contract until somebody stops them


@dataclass(frozen=True)
class Preference:
    """One purpose as its person sees it. `state`: agreed, stopped, open (a channel never spoken of) or not_given."""

    purpose: str
    title: str
    why: str
    basis: str
    cite: str
    data: tuple[str, ...]
    shared_with: tuple[str, ...]
    withdrawable: bool
    state: str
    since: date | None
    source: str


def preferences(person_id: str, language: str) -> tuple[Preference, ...]:
    """Every purpose in force, with what this person decided about it."""
    today = clock.now().date()
    decided = {row.purpose: row for row in Consent.objects.filter(person_id=person_id)}
    return tuple(
        _preference(name, purpose, decided.get(name), language)
        for name, purpose in purposes().items()
        if purpose.from_ <= today and (purpose.until is None or today <= purpose.until)
    )


def withdraw(person_id: str, purpose: str, actor: str = "") -> bool:
    """Take a consent back from now on; returns whether anything changed."""
    _known(purpose)
    today = clock.now().date()
    with action("consent.withdrawn", actor=actor or f"borrower:{person_id}", subject=person_id, reason=purpose,
                basis="A6") as act:  # fmt: skip
        row, made = _row(person_id, purpose, today)
        changed = made or row.withdrawn_on is None
        if changed:
            row.withdrawn_on, row.source = today, OWN_PAGE
            row.save(update_fields=["withdrawn_on", "source"])
        act.detail |= {"channel": purpose, "changed": changed}
    return changed


def agree(person_id: str, purpose: str, actor: str = "") -> bool:
    """Give a consent, or give it again; returns whether anything changed."""
    _known(purpose)
    today = clock.now().date()
    with action("consent.given", actor=actor or f"borrower:{person_id}", subject=person_id, reason=purpose,
                basis="A6") as act:  # fmt: skip
        row, made = _row(person_id, purpose, today)
        changed = made or row.withdrawn_on is not None
        if changed:
            row.granted_on, row.withdrawn_on, row.until_on, row.source = today, None, None, OWN_PAGE
            row.save(update_fields=["granted_on", "withdrawn_on", "until_on", "source"])
        act.detail |= {"channel": purpose, "changed": changed}
    return changed


def _row(person_id: str, purpose: str, today: date) -> tuple[Consent, bool]:
    return Consent.objects.select_for_update().get_or_create(
        person_id=person_id, purpose=purpose, defaults={"granted_on": today, "source": OWN_PAGE}
    )


def _known(purpose: str) -> None:
    if purpose not in purposes() or not purposes()[purpose].withdrawable:
        choices = ", ".join(name for name, one in purposes().items() if one.withdrawable)
        raise BadInput("one of the choices is needed.", where="purpose", mend=f"Choose: {choices}.")


def _preference(name: str, purpose: Purpose, row: Consent | None, language: str) -> Preference:
    state, since = "not_given", None
    if row:
        state, since = ("stopped", row.withdrawn_on) if row.withdrawn_on else ("agreed", row.granted_on)
    elif name in CHANNELS:
        state = "open"
    return Preference(
        name, said(purpose.title, language), said(purpose.why, language), purpose.basis, purpose.cite, purpose.data,
        purpose.shared_with, purpose.withdrawable, state, since, row.source if row else "",
    )  # fmt: skip

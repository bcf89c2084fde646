"""How a borrower signs in: a customer number, then a one-time code that lives for minutes.

1. `request_code` answers alike whether the number exists or not, and does the same work.
2. A code is six digits, kept as a hash bound to its row, good for MINUTES and TRIES attempts, once.
3. At most CODES_AN_HOUR codes an hour for one person; the newest alone is valid.

In demo mode the code is printed on the console. Elsewhere it needs a way out that the gate permits; without one the
start of a sign-in is refused for everyone alike.
"""

import hmac
import secrets
import sys
from datetime import timedelta
from hashlib import sha256

from django.conf import settings

from forbear.casefile import clock
from forbear.casefile.action import action
from forbear.casefile.models import Person, SignInCode
from forbear.kernel.errors import Unavailable

MINUTES = 10
TRIES = 5
CODES_AN_HOUR = 5
DIGITS = 6


def request_code(reference: str) -> None:
    """Make and hand over a code for the person with this customer number, if there is one and it is not too often."""
    if not settings.FORBEAR_DEMO:
        raise Unavailable("no way of handing over sign-in codes is set up.", mend="Ask the help line.")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with action("sign_in.code_asked", actor="portal", subject="sign-in") as act:
        person = _person(reference)
        act.detail["known"] = person is not None
        if person is None or _asked_too_often(person):
            return
        row = SignInCode(person=person, made_at=clock.now(), expires_at=clock.now() + timedelta(minutes=MINUTES))
        row.code_hash = _hash(code, person.pk)
        row.save()
    sys.stderr.write(f"forbear demo: sign-in code for {person.reference}: {code}\n")
    sys.stderr.flush()


def redeem(reference: str, code: str) -> str | None:
    """The id of the person whose newest code this is, or None. Every try counts; a code works once."""
    now = clock.now()
    with action("sign_in.tried", actor="portal", subject="sign-in") as act:
        person = _person(reference)
        row = _newest(person) if person else None
        good = False
        if person and row and row.tries < TRIES and row.used_at is None and row.expires_at > now:
            row.tries += 1
            good = hmac.compare_digest(row.code_hash, _hash(code.strip(), person.pk))
            row.used_at = now if good else None
            row.save(update_fields=["tries", "used_at"])
        act.detail |= {"person": person.pk if person else None, "signed_in": good}
    return person.pk if person and good else None


def _person(reference: str) -> Person | None:
    return Person.objects.filter(reference=reference.strip().upper(), erased_on=None).first()


def _newest(person: Person) -> SignInCode | None:
    return SignInCode.objects.select_for_update().filter(person=person).order_by("-made_at", "-pk").first()


def _asked_too_often(person: Person) -> bool:
    recent = SignInCode.objects.filter(person=person, made_at__gt=clock.now() - timedelta(hours=1))
    return recent.count() >= CODES_AN_HOUR


def _hash(code: str, person_id: str) -> str:
    """Keyed, so that a copied table does not give up a million possible codes."""
    return hmac.new(settings.SECRET_KEY.encode(), f"sign-in\0{person_id}\0{code}".encode(), sha256).hexdigest()

"""Rules laid over a pack: those of a state, or of the lender itself. They may only tighten (rule X-4).

An overlay is a folder of law files, `laws/<place>/overlays/<name>/` or any folder with an overlay.yaml that names the
place. Its duties are asked beside those of the pack, so none of them can open what the pack closes. A file that means
to loosen (a larger cap, a wider window, fewer purposes, a softer effect) is refused all the same, because whoever
wrote it believes that it works.

How each kind tightens: frequency and limit by a stricter number, hours by a narrower window or fewer days, hold and
forbidden by more conditions, party by fewer, required by more; and every kind by more purposes, channels, parties and
actors, a stricter effect and fewer exceptions. A duty with no counterpart in the pack is new, and so only tightens.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from forbear.compliance.lawfile import Law
from forbear.compliance.vocabulary import CLOSED
from forbear.kernel.errors import BadInput

EFFECTS = ("allow", "warn", "escalate", "block")
LOOSE = frozenset({"core", "general", "permission"})


def check(overlay: Iterable[Law], base: Iterable[Law], name: str) -> None:
    """BadInput on the first law of an overlay that would loosen a law of the pack."""
    known = list(base)
    for law in overlay:
        _check_kind(law, name)
        like = [each for each in known if each.id == (law.tightens or law.id)]
        if law.tightens is not None and not like:
            raise BadInput(f"the pack has no rule {law.tightens} to tighten.", where=f"{law.file}, tightens")
        same = [each for each in like if _comparable(law, each)]
        why = [loosening for each in same if (loosening := _loosens(law, each))]
        if same and len(why) == len(same):
            mend = "An overlay may only tighten: make it stricter than the pack, or remove the file."
            raise BadInput(f"the overlay {name} loosens {same[0].id}: {why[0]}.", where=law.file, mend=mend)


def _check_kind(law: Law, name: str) -> None:
    if law.duty in LOOSE or law.on_breach == "allow":
        mend = "Write a duty that refuses, escalates or warns."
        raise BadInput(f"the overlay {name} holds a {law.duty} that only allows.", where=f"{law.file}, duty", mend=mend)


def _comparable(law: Law, base: Law) -> bool:
    if law.duty != base.duty:
        return False
    if law.duty == "frequency":
        return bool(_counted(law) == _counted(base))
    return bool(law.terms.get("measure") == base.terms.get("measure"))


def _counted(law: Law) -> Any:
    counts = law.terms.get("counts")
    return counts.get("name") if isinstance(counts, Mapping) else None


def _loosens(law: Law, base: Law) -> str | None:
    """Why the law is looser than the one of the pack, in words; None when it is not."""
    return _reach(law, base) or _effect(law, base) or _exceptions(law, base) or _numbers(law, base) or _terms(law, base)


def _reach(law: Law, base: Law) -> str | None:
    for fact in CLOSED:
        missing = _spoken_to(base, fact) - _spoken_to(law, fact)
        if missing:
            return f"it no longer speaks to {fact} {', '.join(sorted(missing))}"
    return None


def _spoken_to(law: Law, fact: str) -> frozenset[str]:
    named = getattr(law.applies, fact)
    words = CLOSED[fact] if named is None else frozenset(named)
    return words - frozenset(law.applies.other_than.get(fact, ()))  # type: ignore[call-overload]


def _effect(law: Law, base: Law) -> str | None:
    if EFFECTS.index(law.on_breach) >= EFFECTS.index(base.on_breach):
        return None
    return f"a breach leads to {law.on_breach} where the pack says {base.on_breach}"


def _exceptions(law: Law, base: Law) -> str | None:
    added = [each for each in law.unless or [] if each not in (base.unless or [])]
    return f"it adds the exception {added[0]}" if added else None


def _numbers(law: Law, base: Law) -> str | None:
    """Each value of the overlay against the value of the pack on the same day, and on every later change."""
    days = sorted({*law.values, *(day for day in base.values if day >= min(law.values))})
    for day in days:
        own, theirs = law.value_on(day), base.value_on(day)
        if own is not None and theirs is not None:
            why = _looser_number(own.numbers, theirs.numbers)
            if why:
                return why
    return None


def _looser_number(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> str | None:
    for name, bound in theirs.items():
        looser = LOOSER.get(name)
        given = own.get(name, bound if name in ("days", "holidays") else None)
        if looser is not None and given is None and not _optional(name, bound):
            return f"{name} is missing, where the pack says {_said(bound)}"
        if looser is not None and given is not None and looser(given, bound):
            return f"{name} is {_said(given)} where the pack says {_said(bound)}"
    if own.get("agreed_days", 0) > theirs.get("agreed_days", 0):
        return "it lets agreed calls go uncounted for longer"
    return None


def _optional(name: str, bound: Any) -> bool:
    return name == "agreed_days" or (name == "after_opening" and not bound)


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(each.isoformat() if isinstance(each, date) else str(each) for each in value)
    return str(value)


LOOSER: dict[str, Callable[[Any, Any], bool]] = {
    "at_most": lambda own, theirs: own > theirs,
    "at_least": lambda own, theirs: own < theirs,
    "opens": lambda own, theirs: own < theirs,
    "closes": lambda own, theirs: own > theirs,
    "after_opening": lambda own, theirs: theirs and not own,
    "days": lambda own, theirs: not set(own) <= set(theirs),
    "holidays": lambda own, theirs: not set(own) >= set(theirs),
}


def _terms(law: Law, base: Law) -> str | None:
    wider = {"during": "states", "when": "cases"} if law.duty in ("hold", "forbidden") else {"must": "evidence"}
    if law.duty in ("hold", "forbidden", "required"):
        for name, what in wider.items():
            lost = [each for each in base.terms.get(name) or [] if each not in (law.terms.get(name) or [])]
            if lost and law.terms.get(name) is not None:
                return f"it leaves out some {what}: {lost[0]}"
    if law.duty == "party":
        added = [each for each in law.terms.get("only") or [] if each not in (base.terms.get("only") or [])]
        return f"it lets more people be addressed: {added[0]}" if added else None
    return None

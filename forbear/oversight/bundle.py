"""An evidence bundle: what the chain says about one person or one period, to be checked without Forbear.

A zip with the links and their Merkle proofs against signed roots, the verdicts as they were given, the hashes of
messages, a cover page for people, and verify.py. People appear by their pseudonymous number; no name or address is in
it. Making one is itself an act in the chain. Requirement A7.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template import Context, Engine
from django.utils import translation

from forbear.casefile import audit, clock
from forbear.casefile.action import action
from forbear.casefile.chain import CHECKPOINT, SEALED, Signer, canonical
from forbear.casefile.merkle import Proofs
from forbear.casefile.models import AuditEntry, Decision, Message, Person
from forbear.kernel.errors import BadInput
from forbear.oversight.next_step import reasons_of

FORMAT = "forbear-bundle/1"

_STAMP = (1980, 1, 1, 0, 0, 0)  # a zip that says nothing about when or where it was made
Row = dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """One person, or two days (both included) in the lender's zone."""

    person: str = ""
    days: tuple[date, date] | None = None

    @property
    def subject(self) -> str:
        """What the chain says that the bundle is about."""
        return f"days {self.days[0]} to {self.days[1]}" if self.days else self.person


@dataclass(frozen=True)
class Made:
    """What a bundle holds, and the key that signed it."""

    entries: int
    decisions: int
    messages: int
    public_key: str


def bundle(scope: Scope, path: Path, actor: str, language: str = "zh-Hans") -> Made:
    """Write the bundle of `scope` to a zip file, with a fresh checkpoint so that every link is under a signed root."""
    if scope.person and not Person.objects.filter(pk=scope.person).exists():
        raise BadInput("there is no such person.", where=scope.person, mend="Copy the id from the person's page.")
    if bool(scope.person) == bool(scope.days) or (scope.days and scope.days[0] > scope.days[1]):
        raise BadInput("a person or two days in order are needed.", mend="Give --person, or --from and --to.")
    with action("evidence.bundled", actor=actor, subject=scope.subject, basis="A7"):
        pass
    with action("chain.sealed", actor=actor, subject="chain", reason="evidence bundle"):
        audit.checkpoint(actor)
    return _write(scope, path, language)


def _write(scope: Scope, path: Path, language: str) -> Made:
    rows = list(_entries(scope))
    links = [audit.as_link(row) for row in rows]
    proofs, seals = _proofs([row.number for row in rows])
    decisions, messages = _decisions(rows), _messages(rows)
    signer = Signer(settings.FORBEAR_KEYS)
    content = {
        "links.jsonl": _lines(links),
        "proofs.jsonl": _lines(proofs),
        "checkpoints.jsonl": _lines(seals),
        "decisions.jsonl": _lines(decisions),
        "messages.jsonl": _lines(messages),
        "index.html": _cover(scope, rows, decisions, messages, signer.public_key, language).encode(),
        "verify.py": (files("forbear.oversight") / "verify_bundle.py").read_bytes(),
        "public.key": f"{signer.public_key}\n".encode(),
    }
    content["bundle.json"] = _contents(scope, [row.number for row in rows], content, signer)
    path.write_bytes(_zipped(content))
    return Made(len(links), len(decisions), len(messages), signer.public_key)


def _entries(scope: Scope) -> "QuerySet[AuditEntry]":
    rows = AuditEntry.objects.filter(number__lt=audit.next_to_seal()).order_by("number")
    if scope.days is None:
        messages = Message.objects.filter(person_id=scope.person).values_list("pk", flat=True)
        subjects = [scope.person, *(str(message) for message in messages)]
        return rows.filter(Q(subject__in=subjects) | Q(detail__person=scope.person))
    zone = ZoneInfo(settings.FORBEAR_MARKET_ZONE)
    start, end = (datetime.combine(day, time(), zone) for day in (scope.days[0], scope.days[1] + timedelta(days=1)))
    return rows.filter(at__gte=start, at__lt=end)


def _proofs(numbers: Sequence[int]) -> tuple[list[Row], list[Row]]:
    """A proof for each link, and the checkpoints that they lead to."""
    proofs: list[Row] = []
    seals: list[Row] = []
    signed = AuditEntry.objects.filter(action=CHECKPOINT, detail__has_key="root").order_by("number")
    for entry in signed.iterator():
        first, last = entry.detail["first"], entry.detail["entries"]
        covered = [number for number in numbers if first <= number <= last]
        if not covered:
            continue
        sealed = AuditEntry.objects.filter(number__gte=first, number__lte=last).order_by("number")
        hashes = list(sealed.values_list("hash", flat=True))
        tree = Proofs(hashes)
        proofs += [
            {"number": number, "hash": hashes[number - first], "checkpoint": entry.number, "index": number - first,
             "path": tree.of(number - first)}
            for number in covered
        ]  # fmt: skip
        seals.append({"number": entry.number, **{name: entry.detail[name] for name in (*SEALED, "signature")}})
    return proofs, seals


def _decisions(rows: Iterable[AuditEntry]) -> list[Row]:
    ids = [row.detail["decision"] for row in rows if row.action == "contact.judged"]
    return [
        {"id": str(one.pk), "at": one.at.isoformat(), "outcome": one.outcome, "channel": one.channel,
         "purpose": one.purpose, "pack": one.pack, "request": one.request, "verdict": one.verdict}
        for one in Decision.objects.filter(pk__in=ids).order_by("at", "pk")
    ]  # fmt: skip


def _messages(rows: Iterable[AuditEntry]) -> list[Row]:
    ids = [row.subject for row in rows if row.action.startswith("message.") and "-" in row.subject]
    found = Message.objects.filter(pk__in=ids).defer("subject", "text", "html").order_by("created_at", "pk")
    return [
        {"id": str(one.pk), "letter": one.letter, "version": one.letter_version, "language": one.language,
         "channel": one.channel, "state": one.state, "content_hash": one.content_hash}
        for one in found
    ]  # fmt: skip


def _contents(scope: Scope, numbers: list[int], content: dict[str, bytes], signer: Signer) -> bytes:
    listed: Row = {
        "format": FORMAT,
        "about": scope.subject,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "public_key": signer.public_key,
        "numbers": numbers,
        "files": {name: sha256(data).hexdigest() for name, data in sorted(content.items())},
    }
    signed = {**listed, "signature": signer.sign_text(canonical(listed))}
    return json.dumps(signed, ensure_ascii=False, indent=1).encode()


def _lines(rows: Iterable[Row]) -> bytes:
    return "".join(f"{canonical(row)}\n" for row in rows).encode()


def _cover(
    scope: Scope, rows: list[AuditEntry], decisions: list[Row], messages: list[Row], key: str, language: str
) -> str:
    text = (files("forbear.oversight") / "bundle.html").read_text(encoding="utf-8")
    judged = [(row, datetime.fromisoformat(row["at"]), reasons_of(row["verdict"])) for row in decisions]
    with translation.override(language.lower()):
        return Engine.get_default().from_string(text).render(Context({
            "scope": scope, "entries": rows, "decisions": judged, "messages": messages, "key": key,
            "language": language, "made": clock.now(), "lender": settings.FORBEAR_LENDER.names[language],
        }))  # fmt: skip


def _zipped(content: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()

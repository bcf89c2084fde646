"""The evidence chain itself, without a database: how a link is hashed, how a chain is walked, how a head is signed.

A link's hash is SHA-256 over the previous hash and the link's canonical JSON. A signature (Ed25519) over the number
and hash of the last link makes it evident when the end of a chain is cut off.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from forbear.kernel.errors import BadInput

GENESIS = "0" * 64
FORMAT = "forbear-audit/1"
FIELDS = ("number", "at", "actor", "action", "subject", "reason", "basis", "detail")


def canonical(value: Any) -> str:
    """One spelling for equal data: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link_hash(previous: str, link: Mapping[str, Any]) -> str:
    """The hash of a link given the hash before it; `link` has exactly the keys of FIELDS."""
    content = canonical({name: link[name] for name in FIELDS})
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


@dataclass(frozen=True)
class Walk:
    """The outcome of walking a chain: how many links held, the hash at its end, and what broke, if anything."""

    entries: int
    head: str
    broken: str = ""

    @property
    def whole(self) -> bool:
        return not self.broken


def walk(links: Iterable[Mapping[str, Any]]) -> Walk:
    """Follow the links in order from the first; stop at the first that does not hold."""
    previous, expected = GENESIS, 1
    for link in links:
        if link["number"] != expected:
            return Walk(expected - 1, previous, f"entry {expected} is missing (found {link['number']})")
        if link["previous"] != previous:
            return Walk(expected - 1, previous, f"entry {expected} does not follow from the entry before it")
        if link_hash(previous, link) != link["hash"]:
            return Walk(expected - 1, previous, f"entry {expected} was changed after it was written")
        previous, expected = link["hash"], expected + 1
    return Walk(expected - 1, previous)


class Signer:
    """Signs heads with the key of this installation (made on first use, readable by the owner only)."""

    def __init__(self, folder: Path) -> None:
        path = folder / "audit.key"
        if not path.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(Ed25519PrivateKey.generate().private_bytes_raw())
        self._key = Ed25519PrivateKey.from_private_bytes(path.read_bytes())

    @property
    def public_key(self) -> str:
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, number: int, head: str) -> str:
        return base64.b64encode(self._key.sign(f"{number}:{head}".encode())).decode()


def signature_holds(public_key: str, number: int, head: str, signature: str) -> bool:
    """Whether `signature` was made for this head by the holder of `public_key` (both base64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(base64.b64decode(signature), f"{number}:{head}".encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def check_export(lines: Iterable[str], name: str) -> tuple[Walk, str]:
    """Verify an exported chain offline. Returns the walk and the public key it was signed with.

    The file starts with a header line, holds one link a line, and ends with a signed footer.
    """
    rows = [_parsed(line, f"{name} line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not rows or rows[0].get("format") != FORMAT:
        raise BadInput(f"this is not an audit export ({FORMAT}).", where=name, mend="Make one: forbear audit verify "
                       "--export FILE.")  # fmt: skip
    header, links = rows[0], rows[1:]
    if not links or "signature" not in links[-1]:
        return Walk(0, GENESIS, "the signed last line is missing: the file was cut"), header["public_key"]
    footer = links.pop()
    walked = walk(links)
    if walked.whole and (walked.entries != footer["entries"] or walked.head != footer["head"]):
        walked = Walk(walked.entries, walked.head, f"{footer['entries']} entries were signed, {walked.entries} found")
    if walked.whole and not signature_holds(header["public_key"], walked.entries, walked.head, footer["signature"]):
        walked = Walk(walked.entries, walked.head, "the signature does not belong to this chain")
    return walked, header["public_key"]


def _parsed(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadInput("this line is not JSON.", where=where, mend="Export the chain again.") from error
    if not isinstance(row, dict):
        raise BadInput("this line is not an entry.", where=where, mend="Export the chain again.")
    return row

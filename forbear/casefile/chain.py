"""The evidence chain itself, without a database: how a link is hashed, how a chain is walked, how it is sealed.

A link's hash is SHA-256 over the previous hash and the link's canonical JSON. A checkpoint is a link that signs
(Ed25519) the head before it and the Merkle root over the links since the checkpoint before: whoever hashes a changed
chain again cannot sign it again. A signature over the last link makes it evident when the end of a chain is cut off.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from forbear.casefile.merkle import Tree
from forbear.kernel.errors import BadInput

GENESIS = "0" * 64
FORMAT = "forbear-audit/2"
FORMATS = ("forbear-audit/1", FORMAT)  # the first had checkpoints that sign the head alone
CHECKPOINT = "chain.checkpoint"
SEALED = ("entries", "first", "head", "root")
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


def walk(links: Iterable[Mapping[str, Any]], public_key: str = "") -> Walk:
    """Follow the links in order from the first; stop at the first that does not hold.

    With a public key, every checkpoint must have been signed by its holder for exactly the links before it.
    """
    previous, expected, tree, first = GENESIS, 1, Tree(), 1
    for link in links:
        if link["number"] != expected:
            return Walk(expected - 1, previous, _out_of_place(link["number"], expected))
        if link["previous"] != previous:
            return Walk(expected - 1, previous, f"entry {expected} does not follow from the entry before it")
        if link_hash(previous, link) != link["hash"]:
            return Walk(expected - 1, previous, f"entry {expected} was changed after it was written")
        if link["action"] == CHECKPOINT:
            flaw = _flaw(link, Seal(first, expected - 1, previous, tree.root), public_key)
            if flaw:
                return Walk(expected - 1, previous, flaw)
            if "root" in link["detail"]:
                tree, first = Tree(), expected
        tree.add(link["hash"])
        previous, expected = link["hash"], expected + 1
    return Walk(expected - 1, previous)


def _out_of_place(found: int, expected: int) -> str:
    if found < expected:
        return f"entry {found} stands after entry {expected - 1}: entries were swapped or repeated"
    return f"entry {expected} is missing (found {found})"


@dataclass(frozen=True)
class Seal:
    """What a checkpoint vouches for: links `first` to `entries`, the hash of the last, the Merkle root over them."""

    first: int
    entries: int
    head: str
    root: str

    @property
    def statement(self) -> str:
        """The sentence that is signed."""
        return f"forbear-checkpoint/2\n{canonical({name: getattr(self, name) for name in SEALED})}"


def _flaw(link: Mapping[str, Any], seal: Seal, public_key: str) -> str:
    """What is wrong with a checkpoint that should vouch for `seal`; empty when nothing is."""
    detail, where = link["detail"], f"the checkpoint at entry {link['number']}"
    sealed = {name: getattr(seal, name) for name in SEALED if name in detail}
    if not {"entries", "head", "signature"} <= set(detail) or any(detail[name] != sealed[name] for name in sealed):
        return f"{where} does not fit the entries before it: they were hashed again"
    if public_key and not seal_holds(public_key, detail):
        return f"{where} is not signed with this key: it was written again by somebody else"
    return ""


def seal_holds(public_key: str, detail: Mapping[str, Any]) -> bool:
    """Whether a checkpoint's own statement was signed by the holder of `public_key`."""
    signature = str(detail.get("signature", ""))
    if "root" not in detail:
        return signature_holds(public_key, int(detail.get("entries", -1)), str(detail.get("head")), signature)
    seal = Seal(*(detail[name] for name in ("first", "entries", "head", "root")))
    return text_holds(public_key, seal.statement, signature)


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
        """Sign the end of a chain."""
        return self.sign_text(f"{number}:{head}")

    def sign_text(self, text: str) -> str:
        """Sign a statement; base64."""
        return base64.b64encode(self._key.sign(text.encode())).decode()

    def seal(self, seal: Seal) -> dict[str, Any]:
        """The detail of a checkpoint."""
        statement = {name: getattr(seal, name) for name in SEALED}
        return {**statement, "signature": self.sign_text(seal.statement)}


def own_public_key(folder: Path) -> str:
    """The public key of this installation, or nothing where it has none yet."""
    return Signer(folder).public_key if (folder / "audit.key").exists() else ""


def signature_holds(public_key: str, number: int, head: str, signature: str) -> bool:
    """Whether `signature` was made for this head by the holder of `public_key` (both base64)."""
    return text_holds(public_key, f"{number}:{head}", signature)


def text_holds(public_key: str, text: str, signature: str) -> bool:
    """Whether `signature` was made for this text by the holder of `public_key` (both base64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(base64.b64decode(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def check_export(lines: Iterable[str], name: str, trusted: str = "") -> tuple[Walk, str]:
    """Verify an exported chain offline. Returns the walk and the public key it was signed with.

    The file starts with a header line, holds one link a line, and ends with a signed footer. `trusted` is the public
    key that must have signed it; without one the file is only shown to be consistent with the key that it names.
    """
    rows = [_parsed(line, f"{name} line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not rows or rows[0].get("format") not in FORMATS:
        raise BadInput(f"this is not an audit export ({FORMAT}).", where=name, mend="Make one: forbear audit verify "
                       "--export FILE.")  # fmt: skip
    header, links = rows[0], rows[1:]
    key = str(header["public_key"])
    if not links or "signature" not in links[-1]:
        return Walk(0, GENESIS, "the signed last line is missing: the file was cut"), key
    return _sealed(links[:-1], links[-1], key, trusted), key


def _sealed(links: list[dict[str, Any]], footer: Mapping[str, Any], key: str, trusted: str) -> Walk:
    walked = walk(links, key)
    flaws = {
        f"{footer['entries']} entries were signed, {walked.entries} found": (
            walked.entries != footer["entries"] or walked.head != footer["head"]
        ),
        "the signature does not belong to this chain": (
            not signature_holds(key, walked.entries, walked.head, str(footer["signature"]))
        ),
        "it is signed with another key than the one you trust": bool(trusted) and key != trusted,
    }
    broken = walked.broken or next((flaw for flaw, found in flaws.items() if found), "")
    return Walk(walked.entries, walked.head, broken)


def exported(links: Iterable[Mapping[str, Any]], signer: Signer) -> Iterator[str]:
    """The lines of an export."""
    yield canonical({"format": FORMAT, "public_key": signer.public_key})
    number, head = 0, GENESIS
    for link in links:
        number, head = int(link["number"]), str(link["hash"])
        yield canonical(link)
    yield canonical({"entries": number, "head": head, "signature": signer.sign(number, head)})


def _parsed(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadInput("this line is not JSON.", where=where, mend="Export the chain again.") from error
    if not isinstance(row, dict):
        raise BadInput("this line is not an entry.", where=where, mend="Export the chain again.")
    return row

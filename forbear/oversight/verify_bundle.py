"""Verifies an evidence bundle without Forbear: Python's standard library and `cryptography`, nothing else.

    python verify.py [FOLDER] [--key PUBLIC_KEY]

FOLDER holds the unpacked bundle (default: where this file lies). PUBLIC_KEY is the lender's key as you know it from
elsewhere; without it the files are only shown to agree with the key that they name themselves. Every fault is named:
an entry that was changed, removed, swapped, hashed again or signed by somebody else. Exit 0 whole, 1 not, 2 unreadable.
"""

import argparse
import base64
import hashlib
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = ("number", "at", "actor", "action", "subject", "reason", "basis", "detail")
SEALED = ("entries", "first", "head", "root")
Row = dict[str, Any]


def canonical(value: Any) -> str:
    """One spelling for equal data: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(data: bytes) -> bytes:
    """The digest of some bytes."""
    return hashlib.sha256(data).digest()


def signed(key: str, text: str, signature: str) -> bool:
    """Whether the holder of the key (base64) signed this text."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def link_hash(link: Row) -> str:
    """The hash that an entry must have: over the hash before it and its own content."""
    content = canonical({name: link[name] for name in FIELDS})
    return sha256(f"{link['previous']}\n{content}".encode()).hex()


def root_from(link: str, index: int, size: int, path: list[str]) -> str:
    """The Merkle root to which a proof leads (RFC 6962 shape)."""
    node, rest = sha256(b"\x00" + bytes.fromhex(link)), [bytes.fromhex(sister) for sister in path]
    while size > 1:
        if index ^ 1 < size:
            if not rest:
                return ""
            sister = rest.pop(0)
            node = sha256(b"\x01" + sister + node) if index % 2 else sha256(b"\x01" + node + sister)
        index, size = index // 2, (size + 1) // 2
    return "" if rest else node.hex()


def rows_of(folder: Path, name: str) -> list[Row]:
    """The rows of one file, a JSON object a line."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def cover_faults(folder: Path, bundle: Row, trusted: str) -> list[str]:
    """What is wrong with the list of contents, its signature, and the bytes of the files."""
    faults = []
    unsigned = {name: value for name, value in bundle.items() if name != "signature"}
    if trusted and bundle["public_key"] != trusted:
        faults.append("the bundle is signed with another key than the one you trust")
    if not signed(bundle["public_key"], canonical(unsigned), bundle["signature"]):
        faults.append("bundle.json was changed after it was signed")
    for name, digest in sorted(bundle["files"].items()):
        path = folder / name
        if not path.is_file():
            faults.append(f"{name} was removed")
        elif sha256(path.read_bytes()).hex() != digest:
            faults.append(f"{name} is not as it was when the bundle was signed")
    return faults


def order_faults(found: list[int], promised: list[int]) -> list[str]:
    """Which entries are missing, in the wrong place, or strange."""
    missing = [number for number in promised if number not in set(found)]
    tail = [number for number in missing if not found or number > max(found)]
    faults = [f"entry {number} was removed" for number in missing if number not in tail]
    if tail:
        faults.append(f"the end was cut: entries {tail[0]} to {tail[-1]} are missing")
    faults += [f"entry {number} does not belong here" for number in found if number not in set(promised)]
    faults += [
        f"entries {one} and {other} were swapped"
        for one, other in pairwise(found)
        if other <= one
    ]  # fmt: skip
    return faults


def link_faults(links: list[Row], proofs: dict[int, Row], seals: dict[int, Row]) -> list[str]:
    """Which entries were changed, swapped or hashed again."""
    faults = []
    number_of = {proof["hash"]: number for number, proof in proofs.items()}
    for link in links:
        number, known = link["number"], proofs.get(link["number"])
        if link_hash(link) != link["hash"]:
            faults.append(f"entry {number} was changed after it was written")
        elif known is None:
            faults.append(f"entry {number} has no proof")
        elif link["hash"] != known["hash"]:
            other = number_of.get(link["hash"])
            faults.append(f"entries {number} and {other} were swapped" if other else f"entry {number} was hashed again")
        elif not under_root(known, seals):
            faults.append(f"entry {number} was hashed again: it is not under the signed root")
    for before, after in pairwise(links):
        if after["number"] == before["number"] + 1 and after["previous"] != before["hash"]:
            faults.append(f"entry {after['number']} does not follow from the entry before it")
    return faults


def under_root(proof: Row, seals: dict[int, Row]) -> bool:
    """Whether a proof leads to the root of its checkpoint, at the place that its number has there."""
    seal = seals.get(proof["checkpoint"])
    if seal is None or proof["number"] - seal["first"] != proof["index"]:
        return False
    size = seal["entries"] - seal["first"] + 1
    return root_from(proof["hash"], proof["index"], size, proof["path"]) == str(seal["root"])


def seal_faults(seals: list[Row], key: str) -> list[str]:
    """Which checkpoints the holder of the key did not sign."""
    faults = []
    for seal in seals:
        statement = f"forbear-checkpoint/2\n{canonical({name: seal[name] for name in SEALED})}"
        if not signed(key, statement, seal["signature"]):
            faults.append(f"the checkpoint at entry {seal['number']} is not signed with this key")
    return faults


def record_faults(links: list[Row], decisions: list[Row], messages: list[Row]) -> list[str]:
    """Which verdicts and messages are not those that the chain remembers."""
    faults, judged = [], {row["id"]: row for row in decisions}
    hashes = {row["id"]: row["content_hash"] for row in messages}
    for link in links:
        detail = link["detail"]
        if link["action"] == "contact.judged":
            row = judged.get(detail["decision"])
            text = canonical([row["request"], row["verdict"]]).encode() if row else b""
            if row is None:
                faults.append(f"the verdict of entry {link['number']} was removed")
            elif sha256(text).hex() != detail["digest"]:
                faults.append(f"the verdict of entry {link['number']} was changed")
        if "content" in detail and link["subject"] in hashes and hashes[link["subject"]] != detail["content"]:
            faults.append(f"the message of entry {link['number']} is not the one that left")
    return faults


def faults_of(folder: Path, trusted: str) -> tuple[Row, list[str]]:
    """The bundle's list of contents and everything that is wrong; an empty list means whole."""
    bundle = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    names = ("links.jsonl", "proofs.jsonl", "checkpoints.jsonl", "decisions.jsonl", "messages.jsonl")
    links, proofs, seals, decisions, messages = (rows_of(folder, name) for name in names)
    faults = order_faults([link["number"] for link in links], bundle["numbers"])
    faults += link_faults(links, {row["number"]: row for row in proofs}, {row["number"]: row for row in seals})
    faults += seal_faults(seals, trusted or bundle["public_key"])
    faults += record_faults(links, decisions, messages)
    return bundle, list(dict.fromkeys(faults + cover_faults(folder, bundle, trusted)))


def tell(line: str) -> None:
    """Say one line."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Say what is wrong, or that nothing is."""
    parser = argparse.ArgumentParser(description="Verify an evidence bundle.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", default="", help="the lender's public key, as you know it from elsewhere")
    asked = parser.parse_args()
    try:
        bundle, faults = faults_of(asked.folder, asked.key)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        tell(f"The bundle in {asked.folder} cannot be read: {type(error).__name__} {error}.")
        return 2
    for fault in faults:
        tell(f"- {fault}")
    if faults:
        tell(f"NOT WHOLE: {len(faults)} faults in {len(bundle['numbers'])} entries.")
        return 1
    tell(f"WHOLE: {len(bundle['numbers'])} entries, signed with {bundle['public_key']}")
    if not asked.key:
        tell("Compare this key with the one that the lender published, or give it with --key.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Merkle trees over the hashes of links: one root for many, and a short proof that one of them is under it.

Shape of RFC 6962, section 2.1: a leaf is SHA-256(0x00 ‖ link hash), a node SHA-256(0x01 ‖ left ‖ right), and the odd
node at the end of a row moves up as it is. Knows no link, no key and no database.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").hexdigest()


class Tree:
    """Takes leaves one by one and keeps only the roots of whole subtrees: memory grows with the logarithm."""

    def __init__(self, hashes: Iterable[str] = ()) -> None:
        self._peaks: list[tuple[int, bytes]] = []
        for link_hash in hashes:
            self.add(link_hash)

    def add(self, link_hash: str) -> None:
        """Append one leaf, given the hash of its link in hex."""
        size, node = 1, _leaf(link_hash)
        while self._peaks and self._peaks[-1][0] == size:
            node, size = _node(self._peaks.pop()[1], node), size * 2
        self._peaks.append((size, node))

    @property
    def root(self) -> str:
        """The root over every leaf so far, in hex."""
        if not self._peaks:
            return EMPTY
        node = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            node = _node(left, node)
        return node.hex()


class Proofs:
    """Every row of one tree, so that many proofs cost one pass over the leaves."""

    def __init__(self, hashes: Sequence[str]) -> None:
        self._rows = [[_leaf(link_hash) for link_hash in hashes]]
        while len(row := self._rows[-1]) > 1:
            pairs = [_node(*row[at : at + 2]) for at in range(0, len(row) - 1, 2)]
            self._rows.append(pairs + row[len(pairs) * 2 :])

    def of(self, index: int) -> list[str]:
        """The sister nodes (hex) from leaf `index` (from 0) up to the root."""
        path = []
        for row in self._rows[:-1]:
            if index ^ 1 < len(row):
                path.append(row[index ^ 1].hex())
            index //= 2
        return path


def root_from(link_hash: str, index: int, size: int, path: Sequence[str]) -> str:
    """The root (hex) to which a proof leads; empty text for a proof that cannot belong to a tree of this size."""
    node, left_over = _leaf(link_hash), list(path)
    if not 0 <= index < size:
        return ""
    while size > 1:
        if index ^ 1 < size:
            if not left_over:
                return ""
            sister = bytes.fromhex(left_over.pop(0))
            node = _node(sister, node) if index % 2 else _node(node, sister)
        index, size = index // 2, (size + 1) // 2
    return "" if left_over else node.hex()


def _leaf(link_hash: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(link_hash)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()

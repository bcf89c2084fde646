"""How somebody with a copy would try to falsify it: hash it again, sign it with a key of their own."""

import json
from typing import Any

from forbear.casefile.chain import CHECKPOINT, GENESIS, Seal, Signer, canonical, link_hash
from forbear.casefile.merkle import Tree

Row = dict[str, Any]


def hashed_again(links: list[Row], signer: Signer | None = None) -> list[Row]:
    """The links with every hash made anew; with a signer, every checkpoint is signed anew as well."""
    previous, tree, first, again = GENESIS, Tree(), 1, []
    for number, link in enumerate(links, 1):
        link = {**link, "number": number, "previous": previous}
        if link["action"] == CHECKPOINT:
            seal = Seal(first, number - 1, previous, tree.root)
            link["detail"] = signer.seal(seal) if signer else {**link["detail"], "head": previous, "root": tree.root}
            tree, first = Tree(), number
        link["hash"] = link_hash(previous, link)
        tree.add(link["hash"])
        previous = link["hash"]
        again.append(link)
    return again


def as_export(links: list[Row], signer: Signer) -> list[str]:
    """The lines of an export of these links, signed by `signer`."""
    number, head = links[-1]["number"], links[-1]["hash"]
    footer = {"entries": number, "head": head, "signature": signer.sign(number, head)}
    header = {"format": "forbear-audit/2", "public_key": signer.public_key}
    return [canonical(row) for row in (header, *links, footer)]


def rows(text: str) -> list[Row]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]

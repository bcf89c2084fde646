"""Checkpoints: a chain that was hashed again is found, whoever signed it; proofs hold for exactly their leaf."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from forbear.casefile import audit, chain
from forbear.casefile.action import action
from forbear.casefile.chain import Signer
from forbear.casefile.merkle import Proofs, Tree, root_from
from forbear.cli import audit as audit_command
from tests.casefile import sealed

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=40)


@given(HASHES, st.data())
def test_every_leaf_has_a_proof_and_no_other_leaf_fits_it(hashes: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    path, root = Proofs(hashes).of(index), Tree(hashes).root
    assert root_from(hashes[index], index, len(hashes), path) == root
    assert root_from("ff" * 32 if hashes[index] != "ff" * 32 else "00" * 32, index, len(hashes), path) != root
    assert root_from(hashes[index], index, len(hashes), [*path, "00" * 32]) == ""
    assert root_from(hashes[index], len(hashes), len(hashes), path) == ""


@pytest.fixture
def links(db: None) -> list[sealed.Row]:
    """Two sealed runs of three acts and one act after them."""
    for run in range(2):
        for number in range(3):
            with action("person.noted", actor="chen", subject=f"P{number}", reason=f"run {run}"):
                pass
        with transaction.atomic():
            audit.checkpoint("day")
    with action("person.noted", actor="chen", subject="P1"):
        pass
    return list(audit.links())


@pytest.fixture
def key(links: list[sealed.Row]) -> str:
    from django.conf import settings

    return Signer(settings.FORBEAR_KEYS).public_key


def test_each_checkpoint_vouches_for_the_links_since_the_one_before(links: list[sealed.Row], key: str) -> None:
    first, second = (link["detail"] for link in links if link["action"] == chain.CHECKPOINT)
    assert (first["first"], first["entries"], second["first"], second["entries"]) == (1, 3, 4, 7)
    assert chain.walk(links, key).whole and audit.verify().entries == 9


def test_a_chain_hashed_again_without_the_key_is_named(links: list[sealed.Row], key: str) -> None:
    links[1]["actor"] = "somebody else"
    assert "entry 2 was changed" in chain.walk(links, key).broken
    again = sealed.hashed_again(links)
    assert chain.walk(again).broken == ""  # the links alone agree with one another
    assert "the checkpoint at entry 4 is not signed with this key" in chain.walk(again, key).broken


def test_a_changed_checkpoint_that_kept_its_signature_is_named(links: list[sealed.Row], key: str) -> None:
    del links[1]
    again = sealed.hashed_again(links)
    assert "checkpoint at entry 3" in chain.walk(again, key).broken


def test_a_chain_signed_with_another_key_is_named(links: list[sealed.Row], key: str, tmp_path: Path) -> None:
    stranger = Signer(tmp_path)
    again = sealed.hashed_again(links[:1] + links[2:], stranger)
    lines = sealed.as_export(again, stranger)
    assert chain.check_export(lines, "chain.jsonl")[0].whole  # consistent with the key it names
    assert "another key than the one you trust" in chain.check_export(lines, "chain.jsonl", key)[0].broken


def test_swapped_links_are_named(links: list[sealed.Row], key: str) -> None:
    links[1], links[2] = links[2], links[1]
    assert "entry 2 is missing (found 3)" in chain.walk(links, key).broken
    assert "entry 1 stands after entry 1: entries were swapped or repeated" in chain.walk(links[:1] * 2, key).broken


def test_an_export_of_the_first_format_is_still_checked(db: None, tmp_path: Path) -> None:
    signer = Signer(tmp_path)
    with action("person.noted", actor="chen", subject="P1"):
        pass
    head = audit.links().__next__()
    with action("chain.checkpoint", actor="day", subject="chain") as act:
        act.detail |= {"entries": 1, "head": head["hash"], "signature": signer.sign(1, head["hash"])}
    lines = sealed.as_export(list(audit.links()), signer)
    lines[0] = json.dumps({"format": "forbear-audit/1", "public_key": signer.public_key})
    walked, _ = chain.check_export(lines, "old.jsonl", signer.public_key)
    assert walked.whole and walked.entries == 2


def test_the_command_compares_with_this_installations_key(links: list[sealed.Row], key: str, tmp_path: Path) -> None:
    home, stranger = tmp_path / "home", Signer(tmp_path / "stranger")
    ours = Signer(home / "keys").public_key
    file = tmp_path / "chain.jsonl"
    anew = sealed.hashed_again(links, stranger)
    file.write_text("\n".join(sealed.as_export(anew, stranger)), encoding="utf-8")

    def check(*more: str) -> Result:
        return CliRunner().invoke(audit_command.command, ["check", str(file), *more], obj=SimpleNamespace(home=home))

    refused = check()
    assert refused.exit_code == 1 and "another key than the one you trust" in refused.output
    assert check("--key", stranger.public_key).exit_code == 0 and check("--key", ours).exit_code == 1

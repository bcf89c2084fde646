"""Evidence bundles, judged by the verifier alone: another process that has never heard of Forbear."""

import hashlib
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from forbear.casefile import chain, clock
from forbear.casefile.chain import Signer, canonical
from forbear.casefile.models import AuditEntry
from forbear.kernel.errors import BadInput
from tests.casefile import sealed

PERSON = "P00000000000a"


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Path:
    """An unpacked bundle of one person of a small day."""
    from forbear.oversight.bundle import Scope, bundle
    from tests.doors import small_day

    with clock.at(small_day.MORNING):
        small_day.make()
        _act(PERSON)
        bundle(Scope(person=PERSON), tmp_path / "evidence.zip", "operator")
    return _unpacked(tmp_path)


def _act(person_id: str) -> None:
    from forbear.casefile.action import action
    from forbear.casefile.facts import request_for
    from forbear.casefile.models import Person
    from forbear.contact import judging

    for number in range(4):
        with action("person.noted", actor="chen", subject=person_id, reason=f"note {number}"):
            pass
    person = Person.objects.get(pk=person_id)
    with action("contact.tried", actor="dispatch", subject=person_id):
        request = request_for(person, id=str(clock.new_id()), now=clock.now(), channel="sms", purpose="collection",
                              content=judging.PREVIEW_CONTENT)  # fmt: skip
        judging.decide(person, request, actor="dispatch", as_of=clock.now().date())


def _unpacked(where: Path) -> Path:
    with zipfile.ZipFile(where / "evidence.zip") as archive:
        archive.extractall(where / "bundle")
    return where / "bundle"


def _verify(folder: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    """Run the verifier of the bundle, isolated: no site of ours on its path, and nothing of Forbear imported."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), *more], capture_output=True, text=True, check=False, cwd="/"
    )


def _links(folder: Path) -> list[sealed.Row]:
    return sealed.rows((folder / "links.jsonl").read_text(encoding="utf-8"))


def _write(folder: Path, name: str, rows: list[sealed.Row]) -> None:
    (folder / name).write_text("".join(f"{canonical(row)}\n" for row in rows), encoding="utf-8")


def test_an_untouched_bundle_is_whole_and_the_verifier_needs_no_forbear(folder: Path) -> None:
    done = _verify(folder, "--key", (folder / "public.key").read_text().strip())
    assert done.returncode == 0 and done.stdout.startswith("WHOLE"), done.stdout + done.stderr
    assert "forbear." not in (folder / "verify.py").read_text()
    subjects = {link["subject"] for link in _links(folder)}
    assert subjects == {PERSON} and len(_links(folder)) == len(AuditEntry.objects.filter(subject=PERSON))


def test_a_changed_row_is_named(folder: Path) -> None:
    links = _links(folder)
    links[1]["reason"] = "something else"
    _write(folder, "links.jsonl", links)
    done = _verify(folder)
    assert done.returncode == 1
    assert f"- entry {links[1]['number']} was changed after it was written" in done.stdout


def test_a_removed_row_is_named(folder: Path) -> None:
    links = _links(folder)
    _write(folder, "links.jsonl", links[:2] + links[3:])
    assert f"- entry {links[2]['number']} was removed" in _verify(folder).stdout


def test_a_cut_end_is_named(folder: Path) -> None:
    links = _links(folder)
    _write(folder, "links.jsonl", links[:-2])
    cut = f"- the end was cut: entries {links[-2]['number']} to {links[-1]['number']} are missing"
    assert cut in _verify(folder).stdout


def test_swapped_rows_are_named(folder: Path) -> None:
    links = _links(folder)
    links[1], links[2] = links[2], links[1]
    _write(folder, "links.jsonl", links)
    assert f"- entries {links[1]['number']} and {links[2]['number']} were swapped" in _verify(folder).stdout


def test_rows_hashed_again_are_named(folder: Path) -> None:
    links = _links(folder)
    links[1]["reason"] = "something else"
    links[1]["hash"] = chain.link_hash(links[1]["previous"], links[1])
    _write(folder, "links.jsonl", links)
    assert f"- entry {links[1]['number']} was hashed again" in _verify(folder).stdout
    proofs = sealed.rows((folder / "proofs.jsonl").read_text())
    proofs[1]["hash"] = links[1]["hash"]
    _write(folder, "proofs.jsonl", proofs)
    said = _verify(folder).stdout
    assert f"- entry {links[1]['number']} was hashed again: it is not under the signed root" in said


def test_a_bundle_that_somebody_else_signed_anew_is_named(folder: Path, tmp_path: Path) -> None:
    lender, stranger = (folder / "public.key").read_text().strip(), Signer(tmp_path / "stranger")
    seals = sealed.rows((folder / "checkpoints.jsonl").read_text())
    anew = [
        {"number": seal["number"], **stranger.seal(chain.Seal(*(seal[name] for name in ("first", "entries", "head",
                                                                                        "root"))))}
        for seal in seals
    ]  # fmt: skip
    _write(folder, "checkpoints.jsonl", anew)
    said = _verify(folder).stdout
    assert f"- the checkpoint at entry {seals[0]['number']} is not signed with this key" in said
    listed = json.loads((folder / "bundle.json").read_text())
    listed["public_key"] = stranger.public_key
    listed["files"]["checkpoints.jsonl"] = _digest(folder / "checkpoints.jsonl")
    del listed["signature"]
    listed["signature"] = stranger.sign_text(canonical(listed))
    (folder / "bundle.json").write_text(json.dumps(listed))
    assert _verify(folder).returncode == 0  # consistent in itself: only the published key tells
    assert "signed with another key than the one you trust" in _verify(folder, "--key", lender).stdout


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_changed_verdict_is_named(folder: Path) -> None:
    decisions = sealed.rows((folder / "decisions.jsonl").read_text())
    decisions[0]["verdict"]["verdict"] = "allow" if decisions[0]["verdict"]["verdict"] != "allow" else "block"
    _write(folder, "decisions.jsonl", decisions)
    assert "the verdict of entry" in _verify(folder).stdout


def test_the_cover_names_nobody_and_can_be_read(folder: Path) -> None:
    cover = (folder / "index.html").read_text(encoding="utf-8")
    everything = b"".join(path.read_bytes() for path in folder.iterdir())
    assert "证据包" in cover and PERSON in cover and "note 1" in cover
    assert "徐丽华".encode() not in everything and b"13800000010" not in everything


def test_a_period_holds_every_entry_of_its_days(db: None, tmp_path: Path) -> None:
    from forbear.oversight.bundle import Scope, bundle
    from tests.doors import small_day

    with clock.at(small_day.MORNING):
        _notes()
        made = bundle(Scope(days=(date(2026, 11, 24),) * 2), tmp_path / "evidence.zip", "operator")
    assert made.entries == 5  # four notes, and the making of the bundle
    assert _verify(_unpacked(tmp_path)).returncode == 0


def _notes() -> None:
    from forbear.casefile.action import action

    for number in range(4):
        with action("person.noted", actor="chen", subject="P1", reason=f"note {number}"):
            pass


@pytest.mark.django_db
def test_nobody_and_no_days_are_refused(tmp_path: Path) -> None:
    from forbear.oversight.bundle import Scope, bundle

    for scope in (Scope(person="Pnobody"), Scope(), Scope(days=(date(2026, 2, 2), date(2026, 2, 1)))):
        with pytest.raises(BadInput):
            bundle(scope, tmp_path / "evidence.zip", "operator")
    assert not (tmp_path / "evidence.zip").exists()

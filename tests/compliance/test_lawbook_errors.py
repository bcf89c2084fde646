"""A law file with a mistake stops the start-up; the sentence names the file, the field and the way to mend it."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from forbear.compliance.lawbook import Lawbook
from forbear.kernel.errors import BadInput

HOURS = "cn/contact/hours.yaml"
CALLS = "cn/contact/connected.yaml"
TARGET = "cn/people/target.yaml"

# file, text, what the careless hand wrote instead, and the words the sentence must hold
MISTAKES = [
    (HOURS, "duty: hours", "duty: ours", ["hours.yaml, duty", "not a kind of duty", "frequency"]),
    (HOURS, "hours_exception_now", "hour_exception", ["hours.yaml", "'hour_exception' is not a fact"]),
    (HOURS, "2025-02-28:", "28 February:", ["values", "not a date", "2025-02-28"]),
    (HOURS, 'opens: "08:00"', 'opens: "8 am"', ["hours.yaml", "times of day"]),
    (HOURS, 'opens: "08:00"', 'opens: "23:00"', ["closes before it opens"]),
    (HOURS, "on_breach: block", "on_breach: forbid", ["on_breach"]),
    (HOURS, "force: national standard", "force: strong", ["force"]),
    (HOURS, "source: secondary", "source: rumour", ["source"]),
    (HOURS, "legal_notice, marketing", "legal_notice, parketing", ["'parketing' is not a purpose"]),
    (HOURS, "title: No", "titel: No", ["title", "missing"]),
    (HOURS, "title: No", "color: blue\ntitle: No", ["color", "not a word this law file can use"]),
    (HOURS, "title: No", "title: Twice\ntitle: No", ["'title' is written twice"]),
    (HOURS, "statement:", "statement: [", ["hours.yaml line", "not YAML"]),
    (CALLS, "at_most: 3, ", "", ["at_most", "missing"]),
    (CALLS, "at_most: 3", "at_most: three", ["at_most"]),
    (CALLS, "at_most: 3", "at_most: -1", ["at_most"]),
    (CALLS, "channel: [voice, ai_voice], outcome", "channel: [], outcome", ["channel", "empty"]),
    (CALLS, "per: person", "per: household", ["per"]),
    (CALLS, "outcome: [connected]", "outcome: [answered]", ["outcome"]),
    (TARGET, "party: guarantor, debt.guarantee_signed: true", "party: uncle", ["unknown word 'uncle'"]),
    (TARGET, "debt.guarantee_signed: true", "debt.guarantee_signed: yes please", ["true or false"]),
    (
        "cn/people/third_party_trigger.yaml",
        "at_least: failures",
        "at_least: tries",
        ["'tries'", "no value of this law"],
    ),
    ("cn/people/third_party_trigger.yaml", "at_least: failures", "more: failures", ["unknown comparison 'more'"]),
    ("cn/plans/term.yaml", "at_most: 60, ", "", ["exactly one of at_most and at_least"]),
    ("cn/plans/term.yaml", "measure: content.term_months", "measure: content.colour", ["not a number"]),
    ("cn/holds/deceased.yaml", "borrower.flags: deceased", "borrower.flags: asleep", ["unknown word 'asleep'"]),
    ("cn/holds/deceased.yaml", "{borrower.flags: deceased}", "{consent.sms.consented: true}", ["no consent outranks"]),
    ("cn/holds/deceased.yaml", "during:", "unless:\n  - {consent.sms.consented: true}\nduring:", ["no consent lifts"]),
    ("cn/pack.yaml", "jurisdiction: CN", "jurisdiction: China", ["pack.yaml", "jurisdiction"]),
]


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    shutil.copytree(str(files("forbear") / "laws"), tmp_path / "laws")
    return tmp_path / "laws"


def spoil(laws: Path, file: str, old: str, new: str) -> None:
    text = (laws / file).read_text(encoding="utf-8")
    assert old in text
    (laws / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("file", "old", "new", "words"), MISTAKES)
def test_the_mistake_is_named_with_its_place(laws, file, old, new, words):
    spoil(laws, file, old, new)
    with pytest.raises(BadInput) as error:
        Lawbook.load(laws)
    sentence = str(error.value)
    assert all(word in sentence for word in [Path(file).name, *words]), sentence
    assert error.value.exit_code == 2


@pytest.mark.parametrize("field", ["cite", "source", "checked"])
def test_a_value_without_its_source_is_refused(laws, field):
    path = laws / "cn/holds/plan.yaml"
    text = path.read_text(encoding="utf-8").replace(f"{field}: ", f"un{field}: ")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=f"{field} is missing"):
        Lawbook.load(laws)


@pytest.mark.parametrize("field", ["values", "examples"])
def test_a_law_with_nothing_under_a_heading_is_refused(laws, field):
    path = laws / "cn/holds/plan.yaml"
    head, _, _ = path.read_text(encoding="utf-8").partition("values:")
    rest = "force: regulator\non_breach: block\n"
    filled = {
        "values": 'values:\n  2011-01-13: {cite: "A text", source: memory, checked: 2026-11-24}\n',
        "examples": "examples:\n  - {name: A kept plan, given: {}, then: allow}\n",
    }
    empty = {"values": "values: {}\n", "examples": "examples: []\n"}
    path.write_text(head + rest + "".join((filled | {field: empty[field]}).values()), encoding="utf-8")
    with pytest.raises(BadInput, match=f"{field} is empty"):
        Lawbook.load(laws)


def test_a_folder_without_a_pack_file_is_refused(laws):
    (laws / "cn/pack.yaml").unlink()
    with pytest.raises(BadInput, match=r"no pack\.yaml"):
        Lawbook.load(laws)


def test_two_packs_for_one_place_are_refused(laws):
    shutil.copytree(laws / "cn", laws / "cn2")
    with pytest.raises(BadInput, match="two packs claim CN"):
        Lawbook.load(laws)


def test_a_book_without_the_core_is_refused(laws):
    shutil.rmtree(laws / "core")
    with pytest.raises(BadInput, match="no pack holds everywhere"):
        Lawbook.load(laws)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no such folder"):
        Lawbook.load(tmp_path / "nowhere")


def test_a_file_in_another_encoding_is_refused(laws):
    (laws / HOURS).write_bytes("title: 催收".encode("gb18030"))
    with pytest.raises(BadInput, match="not UTF-8"):
        Lawbook.load(laws)


def test_changing_a_value_changes_the_version(laws):
    before = Lawbook.load(laws).folders["CN"].version
    spoil(laws, CALLS, "at_most: 3", "at_most: 2")
    assert Lawbook.load(laws).folders["CN"].version != before


def test_a_tighter_value_refuses_earlier_without_any_python(laws):
    from forbear.compliance.examples import whole_request
    from forbear.compliance.gate import judge

    spoil(laws, CALLS, "at_most: 3", "at_most: 1")
    book = Lawbook.load(laws)
    request = whole_request(book.folders["CN"].pack.act, {"connected_today": 1})
    assert judge(request, book).rules == ("CN-CALL-3",)

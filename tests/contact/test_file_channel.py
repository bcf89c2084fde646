"""The outbox folder: complete files, exactly once, whoever else writes at the same moment."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from forbear.contact.channels.file import File, Settings
from forbear.contact.channels.port import CannotTell, Permanent, Receipt, Retryable


@pytest.fixture
def outbox(tmp_path):
    return tmp_path / "outbox"


@pytest.fixture
def channel(outbox, now):
    return File(Settings(folder=outbox), now)


def test_a_file_holds_the_whole_message_and_only_its_owner_reads_it(channel, outbox, message):
    receipt = channel.hand_over(message())
    file = outbox / receipt.provider_id
    assert json.loads(file.read_text("utf-8"))["text"] == message().text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in outbox.iterdir()] == [file.name]


def test_many_writers_of_one_key_leave_one_file_and_one_receipt(channel, outbox, message):
    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(channel.hand_over, [message()] * 24))
    assert len(receipts) == 1
    assert len(list(outbox.iterdir())) == 1


def test_another_message_under_a_used_key_is_refused_and_the_first_stays(channel, outbox, message):
    first = channel.hand_over(message())
    with pytest.raises(Permanent) as error:
        channel.hand_over(message(text="something else"))
    assert error.value.code == "conflict"
    assert json.loads((outbox / first.provider_id).read_text("utf-8"))["text"] == message().text


def test_keys_that_differ_only_in_case_are_two_messages(channel, message):
    first = channel.hand_over(message(key="day-1.letter-A"))
    second = channel.hand_over(message(key="day-1.letter-a"))
    assert first.provider_id.lower() != second.provider_id.lower()


def test_a_later_process_finds_what_an_earlier_one_left(outbox, now, message, channel):
    receipt = channel.hand_over(message())
    found = File(Settings(folder=outbox), now).find(message().idempotency_key)
    assert isinstance(found, Receipt)
    assert found == receipt


def test_an_outbox_that_is_gone_cannot_tell(channel, message):
    assert channel.find(message().idempotency_key) == CannotTell()


def test_an_outbox_that_cannot_be_written_may_be_tried_again(tmp_path, now, message):
    (tmp_path / "taken").write_text("not a folder")
    with pytest.raises(Retryable) as error:
        File(Settings(folder=tmp_path / "taken" / "outbox"), now).hand_over(message())
    assert error.value.retry
    assert error.value.code.startswith("errno-")

"""One suite for every channel: what dispatch may rely on, whoever carries the message. No network, real peers."""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from forbear.contact.channels import ADAPTERS, open_channels
from forbear.contact.channels.console import Console, Settings
from forbear.contact.channels.email.mailroom import Mailroom
from forbear.contact.channels.port import CannotTell, Channel, NotSent, Receipt
from forbear.kernel.errors import BadInput

KEY = "2026-11-24.P0a1b2c3d4e5f.missed_payment"


@dataclass
class Way:
    """A channel with its far end: how many messages have arrived there (None: nothing leaves the house).

    `taken`: what `find` says of a key after its message was handed over; `never`: of one that never was.
    """

    channel: Channel
    arrived: Callable[[], int] | None
    repeats: bool
    taken: type
    never: type

    def has(self, count: int) -> bool:
        return self.arrived is None or self.arrived() == count


@pytest.fixture(params=sorted(ADAPTERS))
def way(request, tmp_path, now):
    if request.param == "console":
        shown = io.StringIO()
        channel = Console(Settings(), now, shown)
        yield Way(channel, lambda: len(shown.getvalue().splitlines()), True, CannotTell, CannotTell)
    elif request.param == "file":
        outbox = tmp_path / "outbox"
        channel = open_channels({"email": {"adapter": "file", "folder": str(outbox)}}, now)["email"]
        yield Way(channel, lambda: len(list(outbox.glob("*.json"))), False, Receipt, NotSent)
    elif request.param == "email":
        with Mailroom(tmp_path / "mails") as room:
            options = {
                "adapter": "email",
                "host": room.host,
                "port": room.port,
                "security": "none",
                "sender": "hello@anhe.example",
                "sender_name": "Anhe",
                "unsubscribe_url": "https://anhe.example/stop/{message_id}",
            }
            channel = open_channels({"email": options}, now)["email"]
            yield Way(channel, lambda: len(room.mails()), True, CannotTell, CannotTell)
    elif request.param == "portal":  # a message shows on the page once the casefile records it as sent, not before
        yield Way(open_channels({"portal": {"adapter": "portal"}}, now)["portal"], None, False, NotSent, NotSent)
    else:
        pytest.fail(f"the channel {request.param} has no far end in this suite: add one")


def test_a_message_handed_over_arrives_once_and_is_receipted(way, message):
    receipt = way.channel.hand_over(message())
    assert receipt.provider == way.channel.name
    assert receipt.provider_id
    assert receipt.accepted_at is None or receipt.accepted_at.tzinfo is not None
    assert way.has(1)


def test_a_repeat_has_the_same_identity_and_never_arrives_twice_where_the_channel_remembers(way, message):
    first, second = way.channel.hand_over(message()), way.channel.hand_over(message())
    assert first.provider_id == second.provider_id
    assert way.has(2 if way.repeats else 1)


def test_two_messages_have_two_identities(way, message):
    first = way.channel.hand_over(message())
    second = way.channel.hand_over(message(key=KEY + ".2"))
    assert first.provider_id != second.provider_id
    assert way.has(2)


def test_asked_after_a_crash_it_says_what_it_knows_and_no_more(way, message):
    receipt = way.channel.hand_over(message())
    taken, never = way.channel.find(KEY), way.channel.find(KEY + ".never")
    assert isinstance(taken, way.taken)
    assert isinstance(never, way.never)
    assert not isinstance(taken, Receipt) or taken == receipt


def test_asking_sends_nothing(way):
    assert not isinstance(way.channel.find(KEY), Receipt)
    assert way.has(0)


def test_a_message_hides_its_address_and_words_from_logs(message):
    shown = repr(message())
    assert "li@example.org" not in shown
    assert "1,280" not in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "17"},
        {"idempotency_key": "short"},
        {"idempotency_key": "../../etc/passwd"},
        {"idempotency_key": "a line\nbreak"},
        {"to": " "},
        {"text": ""},
    ],
)
def test_a_message_that_no_channel_could_carry_is_not_made(message, changes):
    with pytest.raises(BadInput):
        message(**({"message_id": str(uuid.UUID(int=7))} | changes))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"sms": {"adapter": "pigeon"}},
            "channels.sms: there is no channel adapter 'pigeon'. Known: console, ",
        ),
        ({"sms": {}}, "channels.sms: there is no channel adapter None"),
        ({"sms": {"adapter": "file"}}, "channels.sms: folder: Field required."),
        ({"sms": {"adapter": "file", "folder": "x", "colour": "red"}}, "channels.sms: colour"),
    ],
)
def test_a_wrong_setting_is_named(settings, said, now):
    with pytest.raises(BadInput) as error:
        open_channels(settings, now)
    assert said in str(error.value)

"""Mail against a real server on this machine: what arrives, and what each answer of the server means."""

import datetime as dt
import email
import ipaddress
import socket
import ssl
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from forbear.contact.channels import open_channels
from forbear.contact.channels.email.mailroom import Mailroom, Postbox
from forbear.contact.channels.port import Permanent, Retryable, Unclear
from forbear.kernel.errors import BadInput

SUBJECT = "您的账户有一条消息"


class Answers(Postbox):
    """A server that says to each address what its name asks for."""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        refusals = {"gone": "550 5.1.1 <gone@example.org> no such user", "later": "451 4.7.1 greylisted, come back"}
        answer = refusals.get(address.split("@")[0])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "drop":
            server.transport.abort()
            return "250 never heard"
        if name == "full":
            return "452 4.2.2 mailbox full"
        if name == "spam":
            return "554 5.7.1 content refused"
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def room(tmp_path):
    with Mailroom(tmp_path, postbox=Answers(tmp_path / "mails")) as running:
        yield running


def options(port: int, **changes):
    return {
        "adapter": "email",
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "hello@anhe.example",
        "sender_name": "安禾小额贷款",
        "unsubscribe_url": "https://anhe.example/stop/{message_id}",
        "timeout_seconds": 10,
    } | changes


@pytest.fixture
def channel(room, now):
    return open_channels({"email": options(room.port)}, now)["email"]


def arrived(room):
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in room.mails()]


def test_a_mail_arrives_with_its_subject_and_both_bodies_whole(channel, room, message):
    channel.hand_over(message())
    (mail,) = arrived(room)
    assert mail["Subject"] == SUBJECT
    assert mail.is_multipart()
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.iter_parts()
    assert plain.get_content().splitlines() == message().text.splitlines()
    assert html.get_content_type() == "text/html"
    assert html.get_content().splitlines() == message().html.splitlines()
    assert mail["X-Envelope-To"] == "li@example.org"
    assert mail["From"].addresses[0].display_name == "安禾小额贷款"


def test_a_mail_can_be_stopped_with_one_click_and_its_link_is_not_folded(channel, room, message):
    channel.hand_over(message())
    (path,) = room.mails()
    (mail,) = arrived(room)
    link = f"List-Unsubscribe: <https://anhe.example/stop/{message().message_id}>\r\n"
    assert link.encode() in path.read_bytes()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_tells_nothing_of_the_debt_or_the_person_in_its_headers(channel, room, message):
    channel.hand_over(message())
    (mail,) = arrived(room)
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items() if not name.startswith("X-Envelope"))
    assert not any(word in headers for word in ("1,280", "missed", "P0a1b2c3d4e5f", "还款", "逾期"))


def test_a_repeat_carries_the_same_message_id(channel, room, message):
    receipt = channel.hand_over(message())
    channel.hand_over(message())
    assert [mail["Message-ID"] for mail in arrived(room)] == [receipt.provider_id] * 2


def test_every_byte_on_the_wire_is_seven_bit_and_no_line_is_too_long(channel, room, message):
    channel.hand_over(message())
    content = room.mails()[0].read_bytes()
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))


def test_a_line_that_is_one_dot_survives(channel, room, message):
    channel.hand_over(message(text=".\n..\n.end"))
    plain = next(arrived(room)[0].iter_parts())
    assert plain.get_content().splitlines() == [".", "..", ".end"]


def test_an_unknown_address_is_permanent(channel, room, message):
    with pytest.raises(Permanent) as error:
        channel.hand_over(message("gone@example.org"))
    assert error.value.code == "550 5.1.1"
    assert not error.value.retry
    assert "gone@example.org" not in str(error.value)
    assert room.mails() == []


def test_not_now_may_be_tried_again(channel, message):
    with pytest.raises(Retryable) as error:
        channel.hand_over(message("later@example.org"))
    assert error.value.code == "451 4.7.1"
    assert error.value.retry


def test_the_last_answer_counts_too(channel, room, message):
    with pytest.raises(Retryable, match="452"):
        channel.hand_over(message("full@example.org"))
    with pytest.raises(Permanent, match="554"):
        channel.hand_over(message("spam@example.org"))
    assert room.mails() == []


def test_a_line_that_breaks_while_the_words_leave_is_unclear_and_not_to_be_repeated(channel, message):
    with pytest.raises(Unclear) as error:
        channel.hand_over(message("drop@example.org"))
    assert isinstance(error.value, OSError)
    assert not error.value.retry


def test_a_server_that_is_not_there_may_be_tried_again(now, message):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Retryable, match="ConnectionRefusedError"):
        open_channels({"email": options(port)}, now)["email"].hand_over(message())


def test_a_server_that_never_greets_may_be_tried_again(now, message):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = options(silent.getsockname()[1], timeout_seconds=0.2)
        with pytest.raises(Retryable, match="did not answer"):
            open_channels({"email": settings}, now)["email"].hand_over(message())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "not an address"}, "address"),
        ({"to": "li@example.org\r\nBcc: all@example.org"}, "address"),
        ({"to": "<li@example.org>"}, "address"),
        ({"subject": "one\nBcc: all@example.org"}, "header"),
        ({"headers": {"Bcc": "all@example.org"}}, "header"),
        ({"subject": ""}, "incomplete"),
        ({"html": ""}, "incomplete"),
    ],
)
def test_a_message_that_would_not_be_a_proper_mail_does_not_leave(channel, room, message, changes, code):
    with pytest.raises(Permanent) as error:
        channel.hand_over(message(**changes))
    assert error.value.code == code
    assert room.mails() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"host": "mail.anhe.example"}, "needs security"),
        ({"host": "mail.anhe.example", "security": "tls", "unsubscribe_url": "http://a.example/{message_id}"}, "https"),
        ({"username": "anhe", "password": "secret"}, "a password needs security"),
        ({"username": "anhe", "security": "tls"}, "go together"),
        ({"unsubscribe_url": "https://anhe.example/stop"}, "{message_id}"),
        ({"sender": "anhe"}, "sender"),
        ({"sender_name": "An\r\nhe"}, "sender_name"),
        ({"port": 0}, "port"),
        ({"security": "maybe"}, "security"),
    ],
)
def test_settings_that_would_leak_or_not_work_stop_the_start(now, changes, said):
    with pytest.raises(BadInput) as error:
        open_channels({"email": options(**({"port": 25} | changes))}, now)
    assert said in str(error.value)
    assert "secret" not in str(error.value)


# ---- over TLS


@pytest.fixture
def certificate(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mailroom")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "mailroom.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return str(file)


@pytest.fixture
def guarded_room(tmp_path, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    class Guarded(Mailroom):
        def _smtp(self):
            return SMTP(self._postbox, hostname="mailroom", tls_context=context, require_starttls=True, loop=self._loop)

    with Guarded(tmp_path / "guarded") as running:
        yield running


def test_a_mail_leaves_over_starttls(guarded_room, certificate, now, message):
    settings = options(guarded_room.port, security="starttls", ca_file=certificate)
    open_channels({"email": settings}, now)["email"].hand_over(message())
    assert [mail["Subject"] for mail in arrived(guarded_room)] == [SUBJECT]


def test_a_server_with_an_unknown_certificate_gets_nothing(guarded_room, now, message):
    settings = options(guarded_room.port, security="starttls")
    with pytest.raises(Retryable, match="SSLCertVerificationError"):
        open_channels({"email": settings}, now)["email"].hand_over(message())
    assert guarded_room.mails() == []


def test_a_server_without_starttls_gets_nothing(room, now, message):
    with pytest.raises(Retryable, match="SMTPNotSupportedError"):
        open_channels({"email": options(room.port, security="starttls")}, now)["email"].hand_over(message())
    assert room.mails() == []


# ---- the mailroom itself


def test_a_mailroom_reopened_on_its_folder_goes_on_counting(tmp_path, now, message):
    for _ in range(2):
        with Mailroom(tmp_path) as running:
            open_channels({"email": options(running.port)}, now)["email"].hand_over(message())
    assert [path.name for path in running.mails()] == ["000001.eml", "000002.eml"]


def test_a_mailroom_that_closed_takes_no_more(tmp_path, now, message):
    with Mailroom(tmp_path) as running:
        port = running.port
    with pytest.raises(Retryable):
        open_channels({"email": options(port)}, now)["email"].hand_over(message())

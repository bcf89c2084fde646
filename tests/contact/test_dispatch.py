"""The only road out: nothing leaves without a permit, nothing leaves twice, every refusal keeps its law."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from forbear.casefile import audit, clock
from forbear.casefile.models import Alert, ContactEvent, ContactPoint, Decision, Hold, Message, Permit, Person, Task
from forbear.contact import dispatch
from forbear.contact.channels import open_channels
from forbear.contact.channels.port import CannotTell, NotSent, Outbound, Permanent, Receipt, Retryable
from forbear.contact.letters import Library
from forbear.contact.letters.rendered import content_hash
from forbear.kernel.errors import Refused

DAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
LIBRARY = Library.load()


class Scripted:
    """A channel that answers as it is told and remembers what it was given."""

    name = "scripted"

    def __init__(self, answer: Callable[[Outbound], Receipt], found: Any = None) -> None:
        self.answer, self.found, self.given = answer, found, list[str]()

    def hand_over(self, outbound: Outbound) -> Receipt:
        self.given.append(outbound.idempotency_key)
        return self.answer(outbound)

    def find(self, idempotency_key: str, /) -> Any:
        return self.found


def accepts(outbound: Outbound) -> Receipt:
    return Receipt("scripted", f"id-{outbound.idempotency_key}", None)


def fails_with(error: Exception) -> Callable[[Outbound], Receipt]:
    def answer(outbound: Outbound) -> Receipt:
        raise error

    return answer


@pytest.fixture(autouse=True)
def morning() -> Any:
    with clock.at(MORNING):
        yield


def a_person(id: str = "P000000000001", **changes: Any) -> Person:
    facts: dict[str, Any] = {
        "reference": f"B{id[-6:]}", "name": "李小梅", "birth_day": date(1980, 1, 1), "language": "zh-Hans",
        "timezone": "Asia/Shanghai", "market": "CN", "stage": "missed_1_30", "band": "medium", "currency": "CNY",
        "as_of": DAY, "days_past_due": 6, "overdue_minor": 128000,
    }  # fmt: skip
    return Person.objects.create(id=id, **facts | changes)


def a_message(person: Person, number: int = 1, **changes: Any) -> Message:
    point, _ = ContactPoint.objects.get_or_create(
        person=person, kind="mobile", index="f" * 32, defaults={"value": "+8610002000001"}
    )
    facts: dict[str, Any] = {
        "id": clock.new_id(), "as_of": DAY, "letter": "missed_payment", "letter_version": "1", "purpose": "collection",
        "language": "zh-Hans", "channel": "sms", "contact_point": point, "text": f"您好 {number}",
        "idempotency_key": f"2026-11-24_{person.pk}_{number}", "created_at": clock.now(),
        "disclosures": {"identifies_as": "lender", **LIBRARY.content("missed_payment", "sms")},
    }  # fmt: skip
    facts |= changes
    facts["content_hash"] = content_hash(facts["channel"], "", facts["text"], "")
    return Message.objects.create(person=person, **facts)


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def test_a_lawful_message_leaves_once_and_is_counted_and_written_down(own_database: str) -> None:
    message, channel = a_message(a_person()), Scripted(accepts)
    assert list(dispatch.drain(DAY, {"sms": channel})) == ["sent"]
    assert list(dispatch.drain(DAY, {"sms": channel})) == []
    assert channel.given == [message.idempotency_key]
    assert ContactEvent.objects.filter(message=message).count() == 1
    assert Decision.objects.get().outcome == "allow"
    walked = audit.verify()
    assert walked.whole and walked.entries == 2


def test_a_refusal_is_kept_with_the_law_and_nothing_is_counted(own_database: str) -> None:
    person = a_person()
    Hold.objects.create(person=person, kind="disputed", from_on=DAY, source="test")
    message, channel = a_message(person), Scripted(accepts)
    assert list(dispatch.drain(DAY, {"sms": channel})) == ["refused"]
    decision = Decision.objects.get()
    assert decision.outcome == "block" and "CN-DISPUTE" in decision.rules
    assert all(reason["citation"] for reason in decision.verdict["reasons"])
    assert not channel.given and not ContactEvent.objects.exists() and not message.permits.exists()


def test_a_person_without_a_known_zone_is_not_contacted(own_database: str) -> None:
    a_message(a_person(timezone=""))
    assert list(dispatch.drain(DAY, {"sms": Scripted(accepts)})) == ["refused"]


def test_a_message_refused_for_the_hour_waits_and_leaves_when_its_hour_comes(own_database: str) -> None:
    message, channel = a_message(a_person(timezone="Asia/Urumqi")), Scripted(accepts)
    with clock.at(datetime(2026, 11, 24, 0, 30, tzinfo=UTC)):  # 08:30 in Shanghai, 06:30 in Urumqi
        assert list(dispatch.drain(DAY, {"sms": channel})) == ["waiting"]
        assert list(dispatch.drain(DAY, {"sms": channel})) == []
    message.refresh_from_db()
    assert message.not_before == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert list(dispatch.drain(DAY, {"sms": channel})) == ["sent"]


def test_a_minor_is_a_case_for_a_human(own_database: str) -> None:
    person = a_person(birth_day=date(2012, 1, 1))
    a_message(person)
    assert list(dispatch.drain(DAY, {"sms": Scripted(accepts)})) == ["refused"]
    task = Task.objects.get(person=person)
    assert task.kind == "human_review" and task.owner_role == "compliance"


def granted(message: Message) -> Permit:
    permit = dispatch.permit(message.pk)
    assert permit is not None
    return permit


def test_a_permit_is_good_for_one_hand_over(own_database: str) -> None:
    message, channel = a_message(a_person()), Scripted(accepts)
    permit = granted(message)
    dispatch.send(message.pk, permit, {"sms": channel})
    with pytest.raises(Refused, match="used already"):
        dispatch.send(message.pk, permit, {"sms": channel})
    assert len(channel.given) == 1


def test_a_permit_is_bound_to_the_words_that_were_judged(own_database: str) -> None:
    message, channel = a_message(a_person()), Scripted(accepts)
    permit = granted(message)
    message.text = "还钱！"
    message.save(update_fields=["text"])
    with pytest.raises(Refused, match="does not fit the content"):
        dispatch.send(message.pk, permit, {"sms": channel})
    assert not channel.given


def test_a_permit_is_bound_to_its_message(own_database: str) -> None:
    one, other = a_message(a_person(), 1), a_message(a_person("P000000000002"), 2)
    permit, channel = granted(one), Scripted(accepts)
    granted(other)
    with pytest.raises(Refused, match="another message"):
        dispatch.send(other.pk, permit, {"sms": channel})
    assert not channel.given


def test_a_permit_expires(own_database: str) -> None:
    message, channel = a_message(a_person()), Scripted(accepts)
    permit = granted(message)
    with clock.at(MORNING + timedelta(minutes=6)), pytest.raises(Refused, match="expired"):
        dispatch.send(message.pk, permit, {"sms": channel})
    assert not channel.given


def test_a_permit_that_expired_unused_is_judged_anew_and_counted_once(own_database: str) -> None:
    message, channel = a_message(a_person()), Scripted(accepts)
    granted(message)
    with clock.at(MORNING + timedelta(minutes=30)):
        assert list(dispatch.drain(DAY, {"sms": channel})) == ["sent"]
    assert ContactEvent.objects.count() == 1 and Decision.objects.count() == 2


def test_a_passing_failure_goes_back_to_the_queue_and_gives_up_after_three_tries(own_database: str) -> None:
    message = a_message(a_person())
    busy = Scripted(fails_with(Retryable("busy", code="451")))
    states = [state for _ in range(3) for state in dispatch.drain(DAY, {"sms": busy})]
    assert states == ["queued", "queued", "failed"]
    assert len(busy.given) == 3 and state_of(message) == "failed"


def test_a_final_failure_is_final(own_database: str) -> None:
    message = a_message(a_person())
    assert list(dispatch.drain(DAY, {"sms": Scripted(fails_with(Permanent("no such number", code="550")))})) == [
        "failed"
    ]
    assert Message.objects.get(pk=message.pk).error.endswith("no such number")


def test_a_line_that_breaks_leaves_unknown_and_is_never_sent_again(own_database: str) -> None:
    message, channel = a_message(a_person()), Scripted(fails_with(ConnectionResetError()))
    assert list(dispatch.drain(DAY, {"sms": channel})) == ["unknown"]
    assert list(dispatch.drain(DAY, {"sms": Scripted(accepts)})) == []
    assert Alert.objects.get().kind == "message_unknown" and state_of(message) == "unknown"


class Died(BaseException):
    """The process ends here: nothing after the hand-over runs."""


@pytest.mark.parametrize(
    ("found", "ends", "handed_again"),
    [(Receipt("scripted", "id-1", None), "sent", 0), (NotSent(), "sent", 1), (CannotTell(), "unknown", 0)],
)
def test_after_a_death_in_hand_over_the_channel_is_asked(
    own_database: str, found: Any, ends: str, handed_again: int
) -> None:
    message = a_message(a_person())
    with pytest.raises(Died):
        list(dispatch.drain(DAY, {"sms": Scripted(fails_with(Died()))}))  # type: ignore[arg-type]
    assert state_of(message) == "handing_over"
    channel = Scripted(accepts, found)
    list(dispatch.drain(DAY, {"sms": channel}))
    assert state_of(message) == ends and len(channel.given) == handed_again
    assert ContactEvent.objects.count() == 1


def test_the_file_outbox_holds_each_message_once_even_when_the_record_was_lost(
    own_database: str, tmp_path: Path
) -> None:
    routes = open_channels({"sms": {"adapter": "file", "folder": str(tmp_path / "outbox")}}, clock.now)
    message = a_message(a_person())
    dispatch._begin(message.pk, granted(message))
    routes["sms"].hand_over(dispatch._outbound(Message.objects.get(pk=message.pk)))
    list(dispatch.drain(DAY, routes))
    assert state_of(message) == "sent"
    assert len(list((tmp_path / "outbox").glob("*.json"))) == 1


def test_two_workers_on_one_person_are_counted_one_after_the_other(own_database: str) -> None:
    person = a_person()
    messages = [a_message(person, number) for number in range(6)]
    connection.close()
    channel, errors = Scripted(accepts), list[BaseException]()

    def work() -> None:
        try:
            with clock.at(MORNING):
                list(dispatch.drain(DAY, {"sms": channel}))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    sent = [state_of(message) for message in messages].count("sent")
    assert sent == len(channel.given) == len(set(channel.given)) == ContactEvent.objects.count() == 1


def test_a_day_gone_by_is_judged_but_nothing_leaves(own_database: str) -> None:
    message = a_message(a_person())
    assert list(dispatch.rehearse(DAY)) == ["lapsed"]
    assert state_of(message) == "lapsed" and not ContactEvent.objects.exists() and Decision.objects.count() == 1


def test_a_message_whose_transaction_fails_is_not_counted(own_database: str) -> None:
    message = a_message(a_person())
    with transaction.atomic():
        assert dispatch.permit(message.pk) is not None
        transaction.set_rollback(True)
    assert state_of(message) == "queued" and not ContactEvent.objects.exists()

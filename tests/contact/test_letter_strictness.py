"""A library with a fault does not load, and a message with a false or missing fact is not made."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forbear.contact.letters import Library
from forbear.kernel.errors import BadInput
from forbear.kernel.money import Money

SHEET = "missed_payment/letter.yaml"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def refused(folder: Path) -> str:
    with pytest.raises(BadInput) as error:
        Library.load(folder)
    return str(error.value)


# ---- the library


def test_the_letters_that_come_with_forbear_load(own_letters):
    assert len(Library.load(own_letters).letters) == 7


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("missed_payment/en.sms.txt", "{{ amount }}", "{{ amuont }}", "amuont is not declared"),
        ("missed_payment/en.sms.txt", "{{ encouragement }}", "", "the encouraging sentence is missing"),
        ("missed_payment/en.sms.txt", "{{ amount }}", "{{ amount", "en.sms.txt, line 1"),
        ("missed_payment/en.sms.txt", "{{ amount }}", "{{ amount.__class__.__mro__ }}", "en, sms"),
        ("missed_payment/en.sms.txt", "{{ amount }}", "{{ amount | upper }}", "No filter named 'upper'"),
        (
            "missed_payment/en.portal.html",
            "shared/en.parts.html",
            "shared/en.part.html",
            "no file 'shared/en.part.html'",
        ),
        ("missed_payment/en.sms.txt", "Paid?", "Final warning!", "'final warning' has no place"),
        ("missed_payment/zh_Hans.sms.txt", "已付请忽略", "法院见", "'法院' has no place"),
        ("missed_payment/zh_Hant.sms.txt", "、投訴", "", "complaint_link is not disclosed"),
        ("missed_payment/en.sms.txt", "STOP to opt out", "", "opt_out_word is not disclosed"),
        ("missed_payment/en.sms.txt", "{{ amount }}", "something", "amount is not disclosed"),
        ("shared/en.parts.html", "{{ costs }}", "some", "parts is not disclosed"),
        ("shared/en.routes.txt", "{{ complaint_url }}", "our page", "how_to_complain is not disclosed"),
        ("shared/zh_Hans.from.html", "{{ agency }}", "我们", "agency is not disclosed"),
        (SHEET, '"A message about your account"', '"{{ amount }} on your account"', "in the subject"),
        (SHEET, '"A message about your account"', '"3 things to know"', "a figure in the subject"),
        (SHEET, '"A message about your account"', '"Your overdue account"', "'overdue' in the subject"),
        (SHEET, "您的账户有一条消息", "您的还款提醒", "'还款' in the subject"),
        (SHEET, "purpose: collection", "purpose: collecting", "purpose"),
        (SHEET, "purpose: collection", "purpose: collection\npurpos: x", "purpos"),
        (SHEET, "purpose: collection", "purpose: [", "not valid YAML"),
        (
            SHEET,
            "service_hours, complaint_phone]",
            "service_hours, complaint_phone, helper]",
            "helper is declared and never used",
        ),
        (SHEET, "service_hours, complaint_phone]", "service_hours, complaint_phone, shoe_size]", "shoe_size is not in"),
        (SHEET, "parts, due_state", "due_state", "every letter must disclose parts"),
        (
            "shared/disclosures.yaml",
            "content: [has_name_balance]",
            "content: [has_everything]",
            "content.has_everything",
        ),
        ("promise_missed/letter.yaml", "[promise_day, as_of]", "[promise_day, amount]", "amount must be a day"),
        (SHEET, "amount: [principal", "amount: [due_day", "due_day must be a money"),
        (SHEET, '    en: "We believe you can sort this."\n', "", "no text in en"),
        (SHEET, "channels: [sms, email, portal]", "channels: [sms, email]", "no channel of letter.yaml uses the file"),
        (SHEET, "channels: [sms, email, portal]", "channels: [sms, email, portal, pigeon]", "channels"),
        (
            "human_callback/letter.yaml",
            "callback_time: {type: text",
            "callback_time: {type: hour",
            "callback_time.type",
        ),
        ("shared/phrases.yaml", "consequence:\n", "consequences:\n", "no book of phrases 'consequence'"),
        ("shared/looks.yaml", "  lead: 'class=\"lead\"'\n", "", "has no attribute 'lead'"),
    ],
)
def test_a_library_with_one_fault_does_not_load(own_letters, file, old, new, said):
    change(own_letters, file, old, new)
    assert said in refused(own_letters)


def test_a_missing_body_is_named(own_letters):
    (own_letters / "help_offer/zh_Hant.email.html").unlink()
    assert refused(own_letters).startswith("help_offer/zh_Hant.email.html: the file is missing.")


def test_a_file_that_nothing_uses_is_named(own_letters):
    (own_letters / "help_offer/zh_Hant.fax.txt").write_text("…", encoding="utf-8")
    assert "help_offer/zh_Hant.fax.txt" in refused(own_letters)


def test_a_file_in_another_encoding_is_named(own_letters):
    (own_letters / "help_offer/zh_Hans.sms.txt").write_bytes("您好".encode("gb18030"))
    assert refused(own_letters).startswith("help_offer/zh_Hans.sms.txt: the file is not UTF-8.")


def test_a_file_that_includes_itself_is_named(own_letters):
    (own_letters / "shared/en.from.txt").write_text('{% include "shared/en.from.txt" %}', encoding="utf-8")
    assert "includes itself" in refused(own_letters)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert "no such folder" in refused(tmp_path / "nowhere")


# ---- one message


@pytest.fixture
def render(library, facts_for):
    def rendered(letter="missed_payment", language="en", channel="sms", variant="a", **changes):
        facts = {name: value for name, value in facts_for(letter, language, **changes).items() if value is not ...}
        return library.render(letter, language=language, channel=channel, facts=facts, variant=variant)

    return rendered


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"creditor": ...}, "the letter needs creditor"),
        ({"agency": ...}, "the letter needs agency"),
        ({"creditor": None}, "creditor: a text is needed"),
        ({"creditor": "  "}, "creditor: a text is needed"),
        ({"creditor": "An\nhe"}, "invisible character"),
        ({"creditor": "An\u202ehe"}, "invisible character"),
        ({"shoe_size": 44}, "the letter does not use shoe_size"),
        ({"amount": 1280.00}, "amount: a Money"),
        ({"amount": Money(-1, "CNY")}, "amount: a Money of zero or more"),
        ({"amount": Money(128_001, "CNY")}, "do not add up to amount"),
        ({"costs": Money(2_500, "USD")}, "cannot be mixed"),
        ({"due_day": "2026-11-18"}, "due_day: a calendar day"),
        ({"due_day": datetime(2026, 11, 18)}, "due_day: a calendar day"),  # noqa: DTZ001
        ({"days_past_due": 7}, "7 days are stated, the calendar has 6"),
        ({"days_past_due": True}, "days_past_due: a whole number"),
        ({"days_past_due": -1}, "days_past_due: a whole number"),
        ({"pay_url": "http://anhe.example/pay"}, "pay_url: an https address"),
        ({"pay_url": "javascript:alert(1)"}, "pay_url: an https address"),
        ({"pay_url": 'https://anhe.example/"onclick="x'}, "pay_url: an https address"),
        ({"service_phone": "call us"}, "service_phone: a telephone number"),
        ({"consequence": "prison"}, "consequence: 'prison' is not an approved phrase"),
    ],
)
def test_a_message_with_a_false_or_missing_fact_is_not_made(render, changes, said):
    with pytest.raises(BadInput) as error:
        render(**changes)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"language": "fr"}, "no language 'fr'"),
        ({"channel": "voice"}, "no channel 'voice'"),
        ({"variant": "z"}, "no variant 'z'"),
    ],
)
def test_a_choice_that_the_letter_does_not_offer_is_refused(library, facts_for, choice, said):
    given_choice = {"language": "en", "channel": "sms", "variant": "a"} | choice
    with pytest.raises(BadInput) as error:
        library.render("missed_payment", facts=facts_for("missed_payment", "en"), **given_choice)
    assert said in str(error.value)


def test_an_unknown_letter_is_refused_and_the_known_ones_named(library):
    with pytest.raises(BadInput, match="missed_payment"):
        library.needs("mised_payment")


def test_a_reminder_may_not_make_the_day_nearer_than_it_is(render):
    with pytest.raises(BadInput, match="1 days are stated"):
        render("pre_due_reminder", days_until_due=1)


@pytest.mark.parametrize(
    ("letter", "changes"),
    [
        ("promise_missed", {"promise_day": date(2026, 11, 25)}),
        ("promise_thanks", {"promise_day": date(2026, 11, 23)}),
        ("human_callback", {"callback_day": date(2026, 11, 23)}),
    ],
)
def test_a_letter_that_does_not_fit_its_day_is_not_made(render, letter, changes):
    with pytest.raises(BadInput, match="does not fit"):
        render(letter, **changes)


def test_days_that_were_paused_may_count_less(render):
    assert "(2 days)" in render(days_past_due=2).text


def test_this_machine_itself_may_be_reached_without_tls(render):
    assert "http://127.0.0.1:8000/m/1" in render(details_url="http://127.0.0.1:8000/m/1").text


@given(name=some.text(some.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_a_name_is_text_and_never_markup_or_template(library, facts_for, name):
    for language in ("zh-Hans", "en"):
        facts = facts_for("missed_payment", language, creditor=name)
        message = library.render("missed_payment", language=language, channel="email", facts=facts, variant="a")
        assert name in message.text
        assert (
            library.render("missed_payment", language=language, channel="portal", facts=facts, variant="a").text.count(
                name
            )
            >= 1
        )


def test_markup_in_a_name_is_shown_not_obeyed(render):
    message = render(channel="email", creditor='<b onclick="x">{{ amount }}</b>')
    assert "<b onclick" not in message.html
    assert "{{ amount }}" in message.text


# ---- version and content hash


def test_a_changed_word_changes_the_version_of_that_letter_only(own_letters, library):
    change(own_letters, "missed_payment/en.sms.txt", "Paid?", "Already paid?")
    changed = Library.load(own_letters)
    before = {name: letter.version for name, letter in library.letters.items()}
    after = {name: letter.version for name, letter in changed.letters.items()}
    assert {name for name in before if before[name] != after[name]} == {"missed_payment"}


def test_a_changed_shared_word_changes_every_version(own_letters, library):
    change(own_letters, "shared/en.phones.txt", "Call us", "Ring us")
    changed = Library.load(own_letters)
    assert all(changed.letters[name].version != letter.version for name, letter in library.letters.items())


def test_the_same_facts_give_the_same_content_hash_and_another_fact_another(render):
    assert render().content_hash == render().content_hash
    hashes = {
        render().content_hash,
        render(variant="b").content_hash,
        render(channel="email").content_hash,
        render(channel="portal").content_hash,
        render(language="zh-Hans").content_hash,
        render(details_url="https://anhe.example/m/other").content_hash,
    }
    assert len(hashes) == 6


def test_a_message_does_not_show_its_words_in_a_log(render):
    assert "1,280" not in repr(render())


def test_a_day_of_another_year_carries_its_year(render):
    message = render(due_day=date(2025, 12, 30), days_past_due=300)
    assert "30 December 2025" in message.text

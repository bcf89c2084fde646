"""What every letter owes its reader: who, how much, since when, what next, and every way to answer."""

import re
from html import unescape

import pytest

from forbear.contact.letters import Library, figures, sms_parts
from forbear.contact.letters.proofread import found
from forbear.contact.letters.visible_text import visible_text
from forbear.kernel.languages import LANGUAGES
from forbear.kernel.money import Money

LIBRARY = Library.load()
EVERY = [
    (letter, language, channel, variant)
    for letter, held in LIBRARY.letters.items()
    for language in LANGUAGES
    for channel in held.sheet.channels
    for variant in held.sheet.encouragements
]
FULL = [case for case in EVERY if case[2] != "sms"]
SHORT = [case for case in EVERY if case[2] == "sms"]
COMPLAIN = {"zh-Hans": "投诉", "zh-Hant": "投訴", "en": "complain"}
OBJECT = {"zh-Hans": "异议", "zh-Hant": "異議", "en": "object"}
THREATS = {
    "zh-Hans": [
        "法院",
        "起诉",
        "报警",
        "坐牢",
        "失信",
        "老赖",
        "后果自负",
        "黑名单",
        "上门",
        "家人",
        "单位",
        "恶意",
        "最后",
    ],
    "zh-Hant": [
        "法院",
        "起訴",
        "報警",
        "坐牢",
        "失信",
        "老賴",
        "後果自負",
        "黑名單",
        "上門",
        "家人",
        "公司",
        "惡意",
        "最後",
    ],
    "en": [
        "court",
        "sue",
        "police",
        "jail",
        "arrest",
        "blacklist",
        "final",
        "immediately",
        "urgent",
        "debtor",
        "failure",
    ],
}
DEBT = {
    "zh-Hans": ["还款", "欠", "逾期", "贷", "债", "款", "元", "¥", "到期"],
    "zh-Hant": ["還款", "欠", "逾期", "貸", "債", "款", "元", "¥", "到期"],
    "en": ["payment", "pay", "owe", "overdue", "due", "debt", "loan", "missed", "amount", "¥", "money"],
}


@pytest.fixture
def letter(library, facts_for):
    def rendered(case, **changes):
        name, language, channel, variant = case
        facts = facts_for(name, language, **changes)
        return facts, library.render(name, language=language, channel=channel, facts=facts, variant=variant)

    return rendered


def bodies(message):
    html = [unescape(message.html)] if message.html else []
    return html if message.channel == "portal" else [message.text, *html]


@pytest.mark.parametrize("case", EVERY)
def test_a_letter_names_the_creditor_the_amount_and_the_day(case, letter):
    facts, message = letter(case)
    language = case[1]
    days = facts.get("days_past_due", facts.get("days_until_due"))
    for body in bodies(message):
        assert facts["creditor"] in body
        assert facts["person"] in body
        assert figures.amount(facts["amount"], language) in body
        assert figures.day(facts["due_day"], language, facts["as_of"]) in body
        assert re.search(rf"\b{days} day|{days}天", body)


@pytest.mark.parametrize("case", FULL)
def test_a_full_letter_states_the_parts_the_consequence_and_every_way_to_answer(case, letter, library):
    facts, message = letter(case)
    consequence = library.shared.phrases["consequence"][facts["consequence"]].text[case[1]]
    for body in bodies(message):
        for part in ("principal", "interest", "costs"):
            assert figures.amount(facts[part], case[1]) in body
        for route in ("details_url", "pay_url", "help_url", "object_url", "complaint_url", "opt_out_url"):
            assert facts[route] in body
        assert consequence in body
    seen = [message.text, visible_text(message.html)]
    assert all(COMPLAIN[case[1]] in text and OBJECT[case[1]] in text for text in seen)


@pytest.mark.parametrize("case", SHORT)
def test_a_short_message_gives_the_essentials_in_three_parts_at_most(case, letter):
    facts, message = letter(case)
    assert facts["details_url"] in message.text
    assert COMPLAIN[case[1]] in message.text
    assert OBJECT[case[1]] in message.text
    assert "TD" in message.text or "STOP" in message.text
    assert message.subject == message.html == ""
    assert "\n" not in message.text
    assert message.sms_parts == sms_parts(message.text) <= 3


@pytest.mark.parametrize("case", EVERY)
def test_a_letter_encourages_with_its_chosen_sentence(case, letter, library):
    _, message = letter(case)
    sentence = library.letters[case[0]].sheet.encouragements[case[3]][case[1]]
    assert all(sentence in body for body in bodies(message))


@pytest.mark.parametrize("case", EVERY)
def test_a_letter_of_an_agency_names_both_and_never_poses_as_the_lender(case, letter):
    agency = {"zh-Hans": "信远服务", "zh-Hant": "信遠服務", "en": "Xinyuan Services"}[case[1]]
    facts, message = letter(case, agency=agency)
    for body in bodies(message):
        assert agency in body
        assert facts["creditor"] in body
        assert body.index(agency) < body.index(facts["creditor"])


@pytest.mark.parametrize("case", EVERY)
def test_no_letter_threatens_insults_or_presses(case, letter):
    _, message = letter(case)
    seen = "\n".join([message.subject, message.text, visible_text(message.html)])
    assert found(THREATS[case[1]], seen) is None


@pytest.mark.parametrize("case", FULL)
def test_a_subject_shows_neither_debt_nor_amount(case, letter):
    _, message = letter(case)
    assert message.subject
    assert found(DEBT[case[1]], message.subject) is None
    assert not re.search(r"\d", message.subject)


@pytest.mark.parametrize("case", EVERY)
def test_no_sign_of_the_template_is_left(case, letter):
    _, message = letter(case)
    everything = message.subject + message.text + message.html
    assert "{{" not in everything
    assert "{%" not in everything
    assert "None" not in everything


@pytest.mark.parametrize("case", [case for case in FULL if case[2] == "email"])
def test_an_html_mail_is_a_whole_page_in_its_language_without_tables_or_outside_files(case, letter):
    _, message = letter(case)
    assert f'<html lang="{case[1]}">' in message.html
    assert "prefers-color-scheme: dark" in message.html
    assert message.html.count("<h1") == 1
    assert not re.search(r"<(table|img|script|link|iframe)\b", message.html)


@pytest.mark.parametrize("case", [case for case in FULL if case[2] == "portal"])
def test_a_portal_letter_is_a_fragment_that_a_strict_policy_shows(case, letter):
    _, message = letter(case)
    assert not re.search(r"<(html|body|style|script)\b|\sstyle=|\son[a-z]+=", message.html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hearing_accessible_letter_needs_no_telephone(language, library, facts_for):
    facts = facts_for("hearing_accessible", language)
    assert not [name for name in facts if "phone" in name]
    for channel in ("sms", "email", "portal"):
        message = library.render("hearing_accessible", language=language, channel=channel, facts=facts, variant="a")
        assert facts["write_to"] in message.text


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "in 1 day)"), (3, "in 3 days)")])
def test_a_reminder_counts_days_as_a_person_does(days, said, letter):
    _, message = letter(
        ("pre_due_reminder", "en", "sms", "a"),
        days_until_due=days,
        due_day=figures.date.fromordinal(figures.date(2026, 11, 24).toordinal() + days),
    )
    assert said in message.text


def test_costs_of_nothing_are_said_too(letter):
    nothing = Money(0, "CNY")
    _, message = letter(("missed_payment", "en", "email", "a"), costs=nothing, principal=Money(112_500, "CNY"))
    assert "Costs: ¥0.00" in message.text


def test_the_gate_may_rely_on_what_a_letter_says(library):
    content = library.content("missed_payment", "email")
    assert content["identifies_institution"] is True
    assert content["complaint_channel"] is True
    assert "mentions_court" not in content
    assert "has_name_balance" not in library.content("missed_payment", "sms")

"""The terminal shows that something left, not to whom nor what, unless a demonstration asks for it."""

import io

from forbear.contact.channels.console import Console, Settings


def shown(message, now, **settings) -> str:
    out = io.StringIO()
    Console(Settings(**settings), now, out).hand_over(message)
    return out.getvalue()


def test_the_address_is_masked_and_the_words_are_not_shown(message, now):
    text = shown(message(), now)
    assert "l***@example.org" in text
    assert "li@example.org" not in text
    assert "1,280" not in text


def test_a_telephone_number_is_masked(message, now):
    text = shown(message(to="+8610000000001"), now)
    assert "+861***0001" in text
    assert "+8610000000001" not in text


def test_a_demonstration_may_show_the_words(message, now):
    assert "1,280.00元" in shown(message(), now, show_words=True)

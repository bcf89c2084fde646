"""Parts of a text message by the rules of 3GPP TS 23.038 and 23.040."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forbear.contact.letters import sms_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("¥" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 152, 2),  # 76 pairs a part: a pair is not split over the 153rd place
        ("€" * 153, 3),
        ("您" * 70, 1),
        ("您" * 71, 2),
        ("您" * 134, 2),
        ("您" * 135, 3),
        ("a" * 69 + "您", 1),
        ("a" * 70 + "您", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),  # 33 pairs a part: a surrogate pair is not split over the 67th place
        ("😀" * 67, 3),
    ],
)
def test_known_lengths(text, parts):
    assert sms_parts(text) == parts


@given(some.text(max_size=500), some.characters())
def test_a_longer_text_never_takes_fewer_parts_in_the_same_alphabet(text, more):
    assert sms_parts("您" + text + more) >= sms_parts("您" + text) >= 1


@given(some.text(max_size=500))
def test_parts_hold_the_whole_text_and_no_more_than_one_place_a_part_is_lost(text):
    units = len(("您" + text).encode("utf-16-be", "surrogatepass")) // 2
    parts = sms_parts("您" + text)
    assert parts == 1 if units <= 70 else units / 67 <= parts <= units / 66 + 1

"""The encoding of a file is found by strict decoding, stated, and refused when unclear."""

import pytest

from forbear.intake.clean.encoding import detect
from forbear.kernel.errors import BadInput

SIMPLIFIED = "客户号,姓名\nC000001,李小梅\nC000002,刘慧颖\n正常还款，自动扣款，消费分期，家电分期\n" * 5
TRADITIONAL = "客戶號,姓名\nC000001,劉慧穎\n正常還款，自動扣款，消費分期，家電分期\n" * 5


@pytest.mark.parametrize(
    ("text", "encoding", "stated"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        ("plain ascii\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found(text, encoding, stated):
    assert detect(text.encode(encoding), "file") == stated


def test_bytes_of_no_known_encoding_are_refused_with_what_to_do():
    with pytest.raises(BadInput, match="Save it as UTF-8"):
        detect(b"\xff\xff\n\x80\x80\n", "file.csv")


def test_utf16_is_named_and_refused():
    with pytest.raises(BadInput, match="UTF-16"):
        detect("姓名".encode("utf-16"), "file.csv")


def test_one_broken_line_does_not_condemn_a_file():
    data = SIMPLIFIED.encode("gb18030") * 20 + b"\xff\xff\n"
    assert detect(data, "file") == "gb18030"

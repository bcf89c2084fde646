"""A user's file is read as it comes, and what cannot be read is refused by its line."""

from pathlib import Path

import pytest

from forbear.kernel.errors import BadInput
from forbear.risk.table import read_csv


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_encodings_and_delimiters_are_found_and_stated(tmp_path: Path) -> None:
    chinese = "编号,城市,金额\n" + "".join(f"{n},北京市朝阳区,{n * 10}\n" for n in range(50))
    table = read_csv(written(tmp_path / "a.csv", chinese.encode("gb18030")))
    assert table.encoding == "GB18030"
    assert table.columns["城市"][0] == "北京市朝阳区"
    table = read_csv(written(tmp_path / "b.csv", "﻿id;rate\n1;0,5\n2;1,25\n".encode()))
    assert (table.delimiter, table.decimal_comma, list(table.columns)) == (";", True, ["id", "rate"])


def test_a_quoted_field_may_hold_the_delimiter_and_a_line_break(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path / "a.csv", b'id,note\n1,"one, two\nthree"\n2,x\n'))
    assert table.rows == 2
    assert table.columns["note"][0] == "one, two\nthree"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"a,b\n", "no rows"),
        (b"a,b\n1,2\n3\n", "line 3: the row has 1 fields"),
        (b"a,a\n1,2\n", "two columns are named 'a'"),
        (b"a,b\n1," + b"x" * 1_100_000 + b"\n", "field larger"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_csv(written(tmp_path / "a.csv", data))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_csv(tmp_path / "nowhere.csv")

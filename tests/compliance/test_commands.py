"""`forbear judge` and `forbear laws`, as a person at a terminal meets them."""

import json

import pytest
from click.testing import CliRunner

from forbear.cli.judge import command as judge_command
from forbear.cli.laws import command as laws_command
from forbear.kernel.errors import BadInput


def run(command, *arguments, **kwargs):
    return CliRunner().invoke(command, list(arguments), **kwargs)


def test_verdicts_come_in_the_order_of_the_requests(act):
    lines = "\n".join(json.dumps({**act(), "id": number}) for number in (3, 1, 2))
    result = run(judge_command, input=lines)
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.output.splitlines()] == [3, 1, 2]


@pytest.mark.parametrize("broken", ['{"id": 7, "now":', "[1, 2]", "hello", '{"id": 7, "x": NaN}', "[" * 100_000])
def test_a_broken_line_gets_its_error_and_the_others_are_judged(act, broken):
    good = json.dumps(act())
    result = run(judge_command, input=f"{good}\n{broken}\n{good}\n")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer.get("verdict") for answer in answers] == ["allow", None, "allow"]
    assert "error" in answers[1]
    assert isinstance(result.exception, BadInput)
    assert result.exception.exit_code == 2


def test_the_id_of_a_broken_line_is_kept_where_it_can_be_seen():
    answer = json.loads(run(judge_command, input='{"id": "a-7", "now":\n').output.splitlines()[0])
    assert answer["id"] == "a-7"


def test_requests_can_come_from_a_file_in_chinese(tmp_path, act):
    path = tmp_path / "acts.jsonl"
    path.write_text(json.dumps(act(id="甲", local_time="23:00"), ensure_ascii=False), encoding="utf-8")
    answer = json.loads(run(judge_command, str(path), "--language", "zh-Hans").output)
    assert (answer["id"], answer["verdict"]) == ("甲", "block")
    assert "22:00至次日8:00" in answer["reasons"][0]["statement"]


def test_all_written_examples_pass():
    result = run(laws_command, "check")
    assert result.exit_code == 0
    assert result.output.strip().endswith("0 not.")


def test_a_false_example_fails_the_check_and_is_shown(tmp_path):
    import shutil
    from importlib.resources import files

    shutil.copytree(str(files("forbear") / "laws"), tmp_path / "laws")
    path = tmp_path / "laws/cn/contact/connected.yaml"
    text = path.read_text(encoding="utf-8").replace("at_most: 3", "at_most: 4")
    path.write_text(text, encoding="utf-8")
    result = run(laws_command, "check", "--laws", str(tmp_path / "laws"))
    assert result.exit_code == 1
    assert "The fourth connected call in a day is refused" in result.output
    assert json.loads(run(laws_command, "check", "--json", "--laws", str(tmp_path / "laws")).output)["failed"]


def test_the_list_shows_the_law_of_the_day():
    rows = json.loads(run(laws_command, "list", "--on", "2025-12-01", "--json").output)
    rules = {row["rule"] for row in rows}
    assert "CN-CALL-3" in rules
    assert "CN-ATTEMPT-6" not in rules


def test_the_list_is_a_table_for_people():
    assert "CN-HOURS" in run(laws_command, "list").output


def test_a_rule_is_shown_with_its_source_in_plain_words():
    output = run(laws_command, "show", "cn-hours", "--on", "2026-11-24").output
    assert "GB/T 45251-2025" in output
    assert "quoted from others" in output
    assert "in force on that day" in output


def test_an_unknown_rule_is_explained():
    error = run(laws_command, "show", "CN-HOUR").exception
    assert isinstance(error, BadInput)
    assert "CN-HOURS" in str(error)

"""`forbear judge`: the gate as a filter, one JSON request a line in, one JSON verdict a line out, in order.

Holds no rules. A line that cannot be read gets its own error line, the others are judged all the same, and the
command then ends with exit code 2.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from forbear.compliance.gate import judge
from forbear.compliance.lawbook import Lawbook, overlay
from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES

# One encoder for all lines: json.dumps would build a new one for each.
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@click.command("judge")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the reasons."
)
@click.option("--laws", type=click.Path(path_type=Path), help="Another folder of laws; default: those of Forbear.")
@click.option("--overlay", "overlays", multiple=True, help="Stricter rules laid over a pack, e.g. us/massachusetts.")
def command(file: TextIO, language: str, laws: Path | None, overlays: tuple[str, ...]) -> None:
    """Judge acts: JSONL requests in, JSONL verdicts out.

    Example: echo '{"id":1,"jurisdiction":"CN","party":"borrower","channel":"sms","purpose":"collection",
    "now":"2026-11-24T10:00:00+08:00","borrower":{"timezone":"Asia/Shanghai"},
    "content":{"identifies_institution":true}}' | forbear judge
    """
    lawbook = Lawbook.load(laws, [overlay(name) for name in overlays])
    # click.echo would flush after every line and halve the rate.
    out, unreadable = sys.stdout.buffer, 0
    for number, line in enumerate(_lines(file), 1):
        answer = _answer(line, number, lawbook, language)
        unreadable += "error" in answer
        out.write(f"{ENCODE(answer)}\n".encode("utf-8", "backslashreplace"))
    out.flush()
    if unreadable:
        mend = "Their answers carry `error`; all other lines were judged."
        raise BadInput(f"{unreadable} line(s) could not be read.", where=getattr(file, "name", "-"), mend=mend)


def _lines(file: TextIO) -> Iterator[str]:
    return (line.rstrip("\r\n") for line in file if line.strip())


def _answer(line: str, number: int, lawbook: Lawbook, language: str) -> dict[str, Any]:
    try:
        request = json.loads(line.removeprefix("\ufeff"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return {"id": _id_in(line), "error": f"line {number} is not JSON: {error}"}
    if not isinstance(request, dict):
        return {"id": None, "error": f"line {number} is not an object"}
    return judge(request, lawbook).as_json(language)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number")


def _id_in(line: str) -> Any:
    """The id of a broken line, where it can still be seen."""
    seen = re.search(r'"id"\s*:\s*("[^"\\]*"|-?\d{1,18})', line)
    return json.loads(seen[1]) if seen else None

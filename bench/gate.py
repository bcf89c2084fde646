"""How many acts does the gate judge in a second of one core (processor time)?

Its floor is JSON in and JSON out of the same verdicts without judging; its peer is a hand-written chain of ifs
(`by_hand.py`) that gives the same verdicts on these acts, without reasons, citations or trace.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from time import process_time
from typing import Any

from bench import by_hand
from bench.measuring import Result
from forbear.compliance.examples import whole_request
from forbear.compliance.gate import judge
from forbear.compliance.lawbook import Lawbook
from forbear.kernel.errors import BadInput

ACTS, GOAL = 20_000, 20_000
WHAT = """{acts:,} acts of the mainland, calls and texts by day and night. Floor: the same lines read and the same
verdicts written, nothing judged. Peer: the rules written by hand as a chain of ifs in Python (`bench/by_hand.py`), the
same verdict on every act, without reasons. No rule engine was installed to stand beside it."""
START = datetime.fromisoformat("2026-11-24T08:00:00+08:00")


KINDS: list[dict[str, Any]] = [
    {},
    {"channel": "sms"},
    {"attempts_today": 2},
    {"connected_today": 3},
    {"channel": "sms", "texts_7d": 2},
    {"flags": ["plan_performing"]},
    {"channel": "email", "purpose": "hardship_offer"},
    {"local_time": "23:10"},
]


def requests(lawbook: Lawbook) -> list[dict[str, Any]]:
    """A day's mix: calls and texts, by day and at night, with short and long histories, some holds."""
    act = lawbook.folders["CN"].pack.act
    whole = [whole_request(act, kind) for kind in KINDS]
    day = [START + timedelta(seconds=2 * number) for number in range(ACTS)]
    return [
        {**whole[number % 8], "id": number} | ({"now": at.isoformat()} if number % 8 < 3 else {})
        for number, at in enumerate(day)
    ]


def everywhere(lawbook: Lawbook, acts: int) -> list[dict[str, Any]]:
    """The same kinds of act in every market, one market after the other."""
    whole = [whole_request(lawbook.folders[place].pack.act, kind) for kind in KINDS for place in lawbook.jurisdictions]
    return [{**whole[number % len(whole)], "id": number} for number in range(acts)]


def run(acts: int = ACTS) -> Result:
    """Acts a second: the gate alone, the gate as a filter of lines, the floor without judging, and the peer."""
    lawbook = Lawbook.load()
    given = requests(lawbook)[:acts]
    lines, mixed = [json.dumps(act) for act in given], [json.dumps(act) for act in everywhere(lawbook, acts)]
    answers = [judge(act, lawbook).as_json() for act in given]
    _agree(given, answers)
    rates = {
        "gate": _rate(acts, lambda: [judge(act, lawbook) for act in given]),
        "filter": _rate(acts, lambda: [json.dumps(judge(json.loads(line), lawbook).as_json()) for line in lines]),
        "filter, all markets": _rate(
            acts, lambda: [json.dumps(judge(json.loads(line), lawbook).as_json()) for line in mixed]
        ),
        "floor": _rate(acts, lambda: [json.dumps(answers[json.loads(line)["id"]]) for line in lines]),
        "by hand": _rate(acts, lambda: [by_hand.judge(act) for act in given]),
    }
    rows = [f"| {name} | {rate:,.0f} |" for name, rate in rates.items()]
    ratios = {
        "filter / floor, seconds": rates["floor"] / rates["filter"],
        "gate / by hand, seconds": rates["by hand"] / rates["gate"],
    }
    table = ["| | acts a second of one core |", "|---|--:|", *rows, "", f"Goal for the filter: {GOAL:,} a second."]
    return Result("gate", WHAT.format(acts=acts), table, ratios, "forbear bench gate")


def _agree(given: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    wrong = [act["id"] for act, told in zip(given, answers, strict=True) if by_hand.judge(act)[0] != told["verdict"]]
    if wrong:
        raise BadInput(f"gate and peer differ on act {wrong[0]} ({len(wrong)} in all).", mend="One of them has a bug.")


def _rate(acts: int, work: Callable[[], object]) -> float:
    """The best of three: the others measure what else the machine was doing."""
    seconds = []
    for _ in range(3):
        began = process_time()
        work()
        seconds.append(process_time() - began)
    return acts / min(seconds)

"""How many acts does the gate judge in a second of one core (processor time)?

Run: python bench/gate.py. Its floor is JSON in and JSON out of the same verdicts without judging.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from time import process_time
from typing import Any

from forbear.compliance.examples import whole_request
from forbear.compliance.gate import judge
from forbear.compliance.lawbook import Lawbook

ACTS = 20_000
START = datetime.fromisoformat("2026-11-24T08:00:00+08:00")


def requests(lawbook: Lawbook) -> list[dict[str, Any]]:
    """A day's mix: calls and texts, by day and at night, with short and long histories, some holds."""
    act = lawbook.folders["CN"].pack.act
    kinds: list[dict[str, Any]] = [
        {},
        {"channel": "sms"},
        {"attempts_today": 2},
        {"connected_today": 3},
        {"channel": "sms", "texts_7d": 2},
        {"flags": ["plan_performing"]},
        {"channel": "email", "purpose": "hardship_offer"},
        {"local_time": "23:10"},
    ]
    whole = [whole_request(act, kind) for kind in kinds]
    day = [START + timedelta(seconds=2 * number) for number in range(ACTS)]
    return [
        {**whole[number % 8], "id": number} | ({"now": at.isoformat()} if number % 8 < 3 else {})
        for number, at in enumerate(day)
    ]


def run() -> dict[str, float]:
    """Acts a second: the gate alone, the gate as a filter of lines, and the floor without judging."""
    lawbook = Lawbook.load()
    acts = requests(lawbook)
    lines = [json.dumps(act) for act in acts]
    answers = [judge(act, lawbook).as_json() for act in acts]
    rates = {
        "gate": _rate(lambda: [judge(act, lawbook) for act in acts]),
        "filter": _rate(lambda: [json.dumps(judge(json.loads(line), lawbook).as_json()) for line in lines]),
        "floor": _rate(lambda: [json.dumps(answers[json.loads(line)["id"]]) for line in lines]),
    }
    for name, rate in rates.items():
        print(f"{name:>8}: {rate:>10,.0f} acts a second, {rate / rates['gate']:.2f} x the rate of the gate")
    return rates


def _rate(work: Callable[[], object]) -> float:
    """The best of three: the others measure what else the machine was doing."""
    seconds = []
    for _ in range(3):
        began = process_time()
        work()
        seconds.append(process_time() - began)
    return ACTS / min(seconds)


if __name__ == "__main__":
    run()

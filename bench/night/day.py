"""The product's own night over the lake, step by step: the very functions that `forbear day` calls.

python -m bench.night.day FOLDER prints its figures.
"""

import sys
from pathlib import Path

from bench.measuring import Stopwatch, hand_over
from bench.night import setting
from bench.portfolio import AS_OF_DAY as DAY
from forbear.compliance.lawbook import Lawbook
from forbear.intake import nightly
from forbear.risk.registry import shipped_card
from forbear.strategy.capacity import Capacity
from forbear.strategy.playbook import load_playbook


def run(home: Path) -> Stopwatch:
    """Age, score (with its features), situate, forecast (the mask), propose; each writes its table of the night."""
    lake, lawbook, playbook, card = setting.lake(home), Lawbook.load(), load_playbook(), shipped_card("behaviour")
    known = setting.known(home, lake.engine)
    watch = Stopwatch()
    watch.step("age", lambda: nightly.age(lake, DAY))
    watch.step("features and score", lambda: nightly.score(lake, DAY, card))
    watch.step("situations", lambda: nightly.situate(lake, DAY, known))
    watch.step("mask", lambda: nightly.forecast(lake, DAY, lawbook, known, setting.NOW))
    watch.step("propose", lambda: nightly.propose(lake, DAY, playbook, Capacity(setting.HOURS)))
    return watch


if __name__ == "__main__":
    hand_over(run(Path(sys.argv[1])))

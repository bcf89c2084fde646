"""What no playbook may do, checked when it is loaded: leave a hole, clash, hide a row, or reach people it must not.

Must not replace the gate: the gate judges every contact. This only stops a table that plans what the gate would refuse:
a letter to someone under a hold, a voice to someone who cannot hear, the lawful road for someone who has not refused.
"""

from itertools import combinations

from forbear.kernel.errors import BadInput
from forbear.strategy.coverage import Box, box_of, example, meet, reached
from forbear.strategy.table import Playbook, Row
from forbear.strategy.vocabulary import HOLDS


def check(playbook: Playbook, where: str) -> None:
    """Raises BadInput naming the rows and an example situation at the first fault; silent when the table is whole."""
    _ids(playbook, where)
    rows = {row.id: row.cells for row in playbook.rows}
    arrives, holes, whole = reached(rows)
    if playbook.hit == "unique":
        _clashes(playbook, whole, where)
    if holes:
        raise BadInput(
            f"no row answers, for example: {example(holes[0], whole)}.", where=where, mend="Add a row for it."
        )
    for row in playbook.rows:
        if not arrives[row.id]:
            raise BadInput(f"row {row.id} is never reached.", where=where, mend="Move it up or take it out.")
        for box in arrives[row.id]:
            _harmless(row, box, whole, where)


def _ids(playbook: Playbook, where: str) -> None:
    ids = [row.id for row in playbook.rows]
    twice = next((row for row in ids if ids.count(row) > 1), None)
    if twice:
        raise BadInput(f"two rows are called {twice}.", where=where, mend="Give each row its own id.")


def _clashes(playbook: Playbook, whole: Box, where: str) -> None:
    for one, other in combinations(playbook.rows, 2):
        shared = meet(box_of(one.cells, whole), box_of(other.cells, whole))
        if shared:
            raise BadInput(
                f"rows {one.id} and {other.id} both answer, for example: {example(shared, whole)}.",
                where=where,
                mend="Make one of them narrower, or use `hit: first`.",
            )


def _harmless(row: Row, box: Box, whole: Box, where: str) -> None:
    fault = _fault(row, box)
    if fault:
        raise BadInput(
            f"row {row.id} {fault}, for example: {example(box, whole)}.", where=where, mend="Narrow the row."
        )


def _fault(row: Row, box: Box) -> str | None:
    def may(fact: str) -> bool:
        return True in box.get(fact, {True})

    held = next((hold for hold in HOLDS if may(hold)), None)
    if held and row.step not in ("none", "hold_review"):
        return f"proposes {row.step} to a person under the hold {held}"
    if row.letter and may("plan_performing"):
        return "writes to a person whose plan is running"
    if row.letter not in ("", "promise_thanks") and may("promise_live"):
        return "writes to a person whose promise is live"
    if may("deaf") and ("voice" in row.channels or row.step == "human_call"):
        return "calls a person who cannot hear"
    if row.step == "legal_review" and False in box.get("wilful", {False}):
        return "proposes the lawful road for someone who has not refused"
    return None

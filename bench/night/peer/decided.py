"""Who may be contacted and what is proposed, in pandas: the law's rules as masks, the playbook's rows in order."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.night import setting
from bench.night.peer import people
from forbear.compliance.mask import zone_offsets
from forbear.strategy.table import Playbook

HOLDS = (
    "deceased", "minor", "disputed", "complaint_open", "plan_performing", "cease_request", "moratorium", "hardship",
    "promise_live", "ageing_pause", "mental_capacity_concern",
)  # fmt: skip
HOME = {"CN": "Asia/Shanghai", "TW": "Asia/Taipei"}
OPENS, CLOSES = {"CN": 8 * 60, "TW": 7 * 60}, 22 * 60
CAPS = {"sms": {"texts_today": 1, "texts_7d": 3}, "email": {}, "voice": {"connected_today": 3, "attempts_today": 6}}


def lawful(persons: pd.DataFrame, home: Path) -> pd.DataFrame:
    """Whether collecting is open by each channel, as the rules of the mainland and of Taiwan stand (no caps there)."""
    counts = setting.casefile(home, "counts").to_pandas().set_index("person_id").reindex(persons.index).fillna(0)
    zone = persons["timezone"].astype(object)
    zone = zone.where(zone.notna(), persons["market"].map(HOME))
    offset = zone.map(zone_offsets(set(zone.dropna()), setting.NOW))
    minute = (offset + setting.NOW.hour * 60 + setting.NOW.minute) % (24 * 60)
    opens, uncapped = persons["market"].map(OPENS), (persons["market"] == "TW").to_numpy(bool)
    free = (minute >= opens) & (minute < CLOSES) & ~persons[list(HOLDS)].any(axis=1)
    stopped = people.taken_back(home)
    answers = {}
    for channel, caps in CAPS.items():
        under = [(counts[name] < most).to_numpy(bool) | uncapped for name, most in caps.items()]
        willing = ~persons.index.isin(stopped[stopped["purpose"] == channel]["person_id"])
        answers[f"lawful_{channel}"] = np.logical_and.reduce([free.to_numpy(bool), willing, *under])
    return pd.DataFrame(answers, index=persons.index)


def proposals(persons: pd.DataFrame, playbook: Playbook) -> pd.DataFrame:
    """The first row of the playbook that holds, its ways to write, and what fits into the day."""
    holds = [_holds(row.when, persons) for row in playbook.rows]
    number = np.select(holds, range(len(holds)), default=-1)
    rows = pd.DataFrame(
        [{"row": r.id, "step": r.step, "letter": r.letter, "priority": r.priority} for r in playbook.rows]
    )
    found = rows.iloc[number].set_index(persons.index)
    found["channels"] = _ways(playbook, number, persons)
    found["overdue_cents"], found["stage"], found["band"] = persons["overdue_cents"], persons["stage"], persons["band"]
    return _fitted(found, playbook)


def _holds(when: dict[str, Any], persons: pd.DataFrame) -> np.ndarray:
    held = np.ones(len(persons), dtype=bool)
    for fact, wanted in when.items():
        held &= _cell(persons[fact], wanted)
    return held


def _cell(column: pd.Series, wanted: Any) -> np.ndarray:
    if wanted == "any":
        return np.ones(len(column), dtype=bool)
    if not isinstance(wanted, dict):
        values = wanted if isinstance(wanted, list) else [wanted]
        known = column.isin([value for value in values if value is not None])
        return (known | (column.isna() & (None in values))).to_numpy(bool)
    ((operator, value),) = wanted.items()
    if operator == "in":
        return _cell(column, value)
    low, high = {">=": (value, None), "<=": (None, value)}.get(operator) or value
    numbers = column.to_numpy(np.float64, na_value=np.nan)
    return (numbers >= (-np.inf if low is None else low)) & (numbers <= (np.inf if high is None else high))


def _ways(playbook: Playbook, number: np.ndarray, persons: pd.DataFrame) -> np.ndarray:
    kinds = number * 4 + persons["has_mobile"].to_numpy(bool) * 2 + persons["has_email"].to_numpy(bool)
    texts = [
        ",".join(c for c in row.channels if (mobile or c not in ("sms", "voice")) and (mail or c != "email"))
        for row in playbook.rows
        for mobile in (False, True)
        for mail in (False, True)
    ]
    return np.array(texts, dtype=object)[kinds]


def _fitted(found: pd.DataFrame, playbook: Playbook) -> pd.DataFrame:
    found["staff"] = found["step"].map({step: work.by for step, work in playbook.work.items()}).fillna("")
    found["minutes"] = (
        found["step"].map({step: work.minutes for step, work in playbook.work.items()}).fillna(0).astype(int)
    )
    order = found.assign(urgent=-found["priority"], stake=-found["overdue_cents"].fillna(0), person=found.index)
    used = order.sort_values(["staff", "urgent", "stake", "person"]).groupby("staff")["minutes"].cumsum()
    budget = found["staff"].map({kind: int(hours * 60) for kind, hours in setting.HOURS.items()}).fillna(0)
    found["deferred"] = (found["minutes"] > 0) & (used.reindex(found.index) > budget)
    found.loc[found["deferred"], ["letter", "channels"]] = ""
    return found

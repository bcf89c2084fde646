"""Positions and the panel of six windows, in pandas: loans are numbers (their place in `keys`), not texts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from bench.night.peer.reading import current
from bench.portfolio import AS_OF_DAY as DAY

INSTALMENTS = ("loan_key", "number", "due_day", "principal_cents", "interest_cents", "costs_cents")
LOANS = ("loan_key", "party_key", "currency", "principal_cents", "limit_cents", "autopay", "status")
PARTS = ("costs", "interest", "principal")
ENDS = {window: DAY - 30 * (window - 1) for window in range(1, 8)}
BUCKETS = ("current", "1-30", "31-60", "61-90", "91+")


@dataclass(frozen=True, slots=True)
class Ledger:
    """`loans` (index: number), `line` (instalments with running totals), `money` (payments that count)."""

    loans: pd.DataFrame
    line: pd.DataFrame
    money: pd.DataFrame


def ledger(home: Path) -> Ledger:
    """Read the facts and lay them on one line of days."""
    loans = current(home, "loans", LOANS).reset_index(drop=True)
    place = pd.Index(loans["loan_key"])
    due = _numbered(current(home, "instalments", INSTALMENTS), place)
    money = _numbered(current(home, "payments", ("loan_key", "value_day", "amount_cents")), place)
    money = money[money["value_day"] <= DAY]
    return Ledger(loans, _line(due, money), money)


def _numbered(rows: pd.DataFrame, place: pd.Index) -> pd.DataFrame:
    numbers = {name: rows[name].to_numpy(np.int64) for name in rows.columns if name != "loan_key"}
    return pd.DataFrame({"loan": place.get_indexer(rows["loan_key"]), **numbers})


def _line(due: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    due = due.assign(due=due["costs_cents"] + due["interest_cents"] + due["principal_cents"], kind=1, paid=0)
    paid = pd.DataFrame({"loan": money["loan"], "due_day": money["value_day"], "kind": 0, "number": 0, "due": 0,
                         "paid": money["amount_cents"]})  # fmt: skip
    line = pd.concat([due, paid], ignore_index=True).sort_values(["loan", "due_day", "kind", "number"])
    by_loan = line.groupby("loan")
    line[["so_far", "paid_by_due"]] = by_loan[["due", "paid"]].cumsum()
    line["paid_all"] = by_loan["paid"].transform("sum")
    return line[line["kind"] == 1]


def positions(book: Ledger, flags: pd.DataFrame) -> pd.DataFrame:
    """One row a loan, index its number; days in floats with NaN where there is none."""
    line = _opened(book.line)
    past, owes = line["due_day"] < DAY, line["open"] > 0
    ahead = ~past & owes
    facts = pd.DataFrame({
        "loan": line["loan"], "due_cents": line["due"].where(line["due_day"] <= DAY, 0), "paid_cents": line["paid_all"],
        **{f"overdue_{part}_cents": line[f"open_{part}"].where(past, 0) for part in PARTS},
        "outstanding_cents": line["open"], "oldest_due_day": line["due_day"].where(past & owes),
        "next_due_day": line["due_day"].where(ahead), "next_so_far": line["so_far"].where(ahead),
        "next_before": (line["so_far"] - line["due"]).where(ahead), "due_ever": past.astype(int),
        "missed_ever": (past & (owes | (line["paid_by_due"] < line["so_far"]))).astype(int),
    })  # fmt: skip
    how = {name: "min" if name.startswith(("oldest", "next")) else "sum" for name in facts.columns[1:]}
    rows = facts.groupby("loan").agg(how | {"paid_cents": "max"})
    return _named(_settled(rows, book.loans), _paused(book.loans, rows["oldest_due_day"], flags))


def _opened(line: pd.DataFrame) -> pd.DataFrame:
    before, line = line["so_far"] - line["due"], line.copy()
    for part in PARTS:
        amount = line[f"{part}_cents"]
        line[f"open_{part}"] = amount - np.minimum(np.maximum(line["paid_all"] - before, 0), amount)
        before = before + amount
    line["open"] = line["open_costs"] + line["open_interest"] + line["open_principal"]
    return line


def _settled(rows: pd.DataFrame, loans: pd.DataFrame) -> pd.DataFrame:
    done = loans["status"].eq("settled").to_numpy(bool)[rows.index]
    amounts = [*(f"overdue_{part}_cents" for part in PARTS), "outstanding_cents"]
    rows.loc[done, amounts] = 0
    rows.loc[done, ["oldest_due_day", "next_due_day", "next_so_far", "next_before"]] = np.nan
    return rows


def _paused(loans: pd.DataFrame, oldest: pd.Series, flags: pd.DataFrame) -> pd.Series:
    """Days of pauses after the oldest unpaid due day, each day once."""
    pauses = flags[flags["flag"].isin(["ageing_pause", "moratorium", "plan_performing"]) & (flags["from_day"] <= DAY)]
    own = pd.DataFrame({"loan": loans.index, "party_key": loans["party_key"]})
    pauses = own.merge(pauses, on="party_key").merge(oldest.dropna(), left_on="loan", right_index=True)
    days: dict[int, set[int]] = {}
    for loan, start, end, due in pauses[["loan", "from_day", "until_day", "oldest_due_day"]].itertuples(index=False):
        last = DAY if pd.isna(end) else min(int(end), DAY)
        days.setdefault(loan, set()).update(range(max(int(start), int(due) + 1), last + 1))
    return pd.Series({loan: len(found) for loan, found in days.items()}, dtype="int64")


def _named(rows: pd.DataFrame, paused: pd.Series) -> pd.DataFrame:
    late = (DAY - rows["oldest_due_day"] - paused.reindex(rows.index).fillna(0)).fillna(0).astype(int)
    rows["days_past_due"] = late
    rows["overdue_cents"] = rows[[f"overdue_{part}_cents" for part in PARTS]].sum(axis=1)
    rows["next_due_cents"] = rows["next_so_far"] - np.maximum(rows["paid_cents"], rows["next_before"])
    rows["bucket"] = np.array(BUCKETS)[np.searchsorted([1, 31, 61, 91], late, side="right")]
    return rows


def panel(book: Ledger) -> pd.DataFrame:
    """Status, billed and paid of six windows, and the limit; index the loan's number."""
    line, money = book.line, book.money
    loans = np.sort(line["loan"].unique())
    line = line[line["due_day"] < DAY]
    paid = {w: _sum(money, money["value_day"] <= end, "amount_cents", loans) for w, end in ENDS.items()}
    due = {w: _sum(line, line["due_day"] < end, "due", loans) for w, end in ENDS.items()}
    late = line[line["paid_by_due"] < line["so_far"]]
    rows: dict[str, np.ndarray] = {}
    for w in range(1, 7):
        open_then = line[
            (line["due_day"] < ENDS[w]) & (line["so_far"].to_numpy() > paid[w].reindex(line["loan"]).to_numpy())
        ]
        oldest = open_then.groupby("loan")["due_day"].min().reindex(loans)
        missed = late[(late["due_day"] < ENDS[w]) & (late["due_day"] >= ENDS[w + 1])]["loan"].unique()
        carried = np.maximum(due[w + 1] - paid[w + 1], 0)
        billed = due[w] - due[w + 1] + carried
        months = np.minimum((ENDS[w] - oldest).fillna(0) // 30, 8)
        on_time = (due[w] <= paid[w]) & ~loans_in(loans, missed) & (carried == 0)
        rows[f"status_{w}"] = np.where(billed == 0, -2, np.where(on_time, -1, months)).astype(np.int64)
        rows[f"billed_{w}"] = billed.to_numpy(np.int64)
        rows[f"paid_{w}"] = np.maximum(paid[w] - paid[w + 1], 0).to_numpy(np.int64)
    own = book.loans.loc[loans]
    limit = own["limit_cents"].fillna(own["principal_cents"]).to_numpy(np.int64)
    return pd.DataFrame({**rows, "limit": limit, "currency": own["currency"].to_numpy()}, index=loans)


def loans_in(loans: np.ndarray, some: np.ndarray) -> np.ndarray:
    """Whether each loan is one of some."""
    return np.isin(loans, some, assume_unique=True)


def _sum(rows: pd.DataFrame, which: pd.Series, column: str, loans: np.ndarray) -> pd.Series:
    return rows[which].groupby("loan")[column].sum().reindex(loans, fill_value=0)

"""Do the product and the peer decide the same? Every row of every table is compared; differences by column."""

from pathlib import Path

from bench.night import setting

KEYS = {
    "positions": "loan_key", "scores": "loan_key",
    "situations": "person_id", "forecast": "person_id", "proposals": "person_id",
}  # fmt: skip
COLUMNS = {
    "positions": (
        "due_cents", "paid_cents", "overdue_principal_cents", "overdue_interest_cents", "overdue_costs_cents",
        "overdue_cents", "outstanding_cents", "oldest_due_day", "days_past_due", "bucket", "next_due_day",
        "next_due_cents", "missed_ever", "due_ever",
    ),
    "scores": ("probability_millionths", "band"),
    "situations": (
        "market", "language", "currency", "stage", "band", "days_past_due", "days_to_due", "overdue_cents",
        "next_due_cents", "loans", "unanswered", "days_since_contact", "autopay", "reliable", "promise_live",
        "promise_missed", "promise_new", "plan_performing", "hardship", "unemployed", "older", "deaf", "blind",
        "care_first", "disputed", "complaint_open", "deceased", "minor", "lost_contact", "wilful", "moratorium",
        "cease_request", "has_mobile", "has_email",
    ),
    "forecast": ("lawful_sms", "lawful_email", "lawful_voice"),
    "proposals": (
        "stage", "band", "row", "step", "letter", "channels", "priority", "staff", "minutes", "deferred",
    ),
}  # fmt: skip


def differences(home: Path) -> dict[str, int]:
    """Rows that differ, by `table.column`, and rows that only one of them has, by `table`; empty when all agree."""
    found: dict[str, int] = {}
    for table, columns in COLUMNS.items():
        counts = _compared(home, table, columns)
        names = [f"{table}: rows of one only", *(f"{table}.{column}" for column in columns)]
        found |= {name: count for name, count in zip(names, counts, strict=True) if count}
    return found


def rows(home: Path) -> int:
    """Rows compared, over all tables."""
    engine = setting.connection()
    counted = [engine.execute(f"select count(*) from '{setting.night(home, name)}'").fetchone()[0] for name in KEYS]
    return int(sum(counted))


def _compared(home: Path, table: str, columns: tuple[str, ...]) -> list[int]:
    """Numbers are compared as numbers and texts as texts, null equal to null."""
    key = KEYS[table]
    differs = ", ".join(f"count(*) filter (where both_ and {_unequal(column)})" for column in columns)
    query = f"""
        with rows as (select a.{key} is not null and b.{key} is not null as both_, a, b
                      from '{setting.night(home, table)}' a full join '{home}/peer-{table}.parquet' b using ({key}))
        select count(*) filter (where not both_), {differs} from rows"""
    return [int(count) for count in setting.connection().execute(query).fetchone()]


def _unequal(column: str) -> str:
    if column in TEXTS:
        return f"a.{column} is distinct from b.{column}"
    return f"a.{column}::bigint is distinct from b.{column}::bigint"


TEXTS = ("market", "language", "currency", "stage", "band", "row", "step", "letter", "channels", "staff", "bucket")

"""The data-quality report: what came in, what was set aside and why, and what in the lake does not fit together.

Counts only: no row, name or number of a person is in it. `text` is for a terminal, `as_json` for machines.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import narwhals.stable.v2 as nw

from forbear.intake.clean.reasons import FINAL, NOTES, REASONS
from forbear.intake.lake import Lake
from forbear.intake.report import FileReport
from forbear.kernel.days import date_of


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `filled` cells of one kind are as they should be."""

    what: str
    good: int
    filled: int


@dataclass(frozen=True, slots=True)
class Fit:
    """What in the lake does not fit together, as numbers of rows."""

    waiting: dict[str, int]
    references_to_nobody: int
    loans_of_nobody: int
    double_payments: int


@dataclass(frozen=True, slots=True)
class Quality:
    """The report on some imports and on the lake as it is after them."""

    files: tuple[FileReport, ...]
    shares: tuple[Share, ...]
    fit: Fit

    def as_json(self) -> dict[str, Any]:
        """Everything, as plain values."""
        shares = [asdict(share) for share in self.shares]
        return {"files": [one.as_json() for one in self.files], "shares": shares, "fit": asdict(self.fit)}


# What is measured: the field that must be filled, and the reasons and notes that say it is not good.
_MEASURED = (
    ("identity numbers with the right check digit", "id", ("id_check_failed",)),
    ("mobile numbers that can exist", "mobile", ("phone_impossible",)),
    ("mobile numbers in an assigned range", "mobile", ("phone_impossible", "phone_unassigned_range")),
    ("e-mail addresses that are well formed", "email", ("email_unreadable",)),
)


def quality(lake: Lake, reports: Sequence[FileReport]) -> Quality:
    """The report on `reports` and on the lake that they went into."""
    shares = [share for measure in _MEASURED if (share := _share(reports, *measure)).filled]
    return Quality(tuple(reports), tuple(shares), fit(lake))


def fit(lake: Lake) -> Fit:
    """What in the lake does not fit together now."""
    people = lake.current("people").select(party_key=nw.col("party_key"))
    references = lake.current("references").filter(nw.col("kind") == "customer_ref")
    loans = lake.current("loans")
    return Fit(
        waiting=_waiting(lake),
        references_to_nobody=_size(references.join(people, left_on="object", right_on="party_key", how="anti")),
        loans_of_nobody=_size(loans.join(people, on="party_key", how="anti")),
        double_payments=_double_payments(lake),
    )


def text(report: Quality) -> str:
    """The report for a reader, in plain lines."""
    lines = [line for one in report.files for line in _file_lines(one)]
    lines += [f"{share.what}: {share.good} of {share.filled}" for share in report.shares]
    return "\n".join([*lines, *_fit_lines(report.fit)])


def _share(reports: Sequence[FileReport], what: str, field: str, bad: tuple[str, ...]) -> Share:
    filled = sum(one.filled[field] for one in reports)
    return Share(what, filled - sum(one.asides[code] + one.notes[code] for one in reports for code in bad), filled)


def _size(frame: nw.LazyFrame[Any]) -> int:
    return int(frame.select(nw.len()).collect(backend="pyarrow").item())


def _waiting(lake: Lake) -> dict[str, int]:
    kept = lake.current("quarantine").filter(~nw.col("reason").is_in(sorted(FINAL)))
    rows = kept.group_by("source", "reason").agg(rows=nw.len()).sort("source", "reason").collect(backend="pyarrow")
    return {f"{row['source']}: {row['reason']}": row["rows"] for row in rows.iter_rows(named=True)}


def _double_payments(lake: Lake) -> int:
    """Payments of one loan, amount and day that two sources report: perhaps one payment, counted twice."""
    same = lake.current("payments").group_by("loan_key", "value_day", "amount_cents")
    return _size(same.agg(sources=nw.col("source").n_unique()).filter(nw.col("sources") > 1))


def _file_lines(report: FileReport) -> list[str]:
    counts = f"{report.rows} rows = {report.taken} taken + {report.changed} changed"
    counts += f" + {report.unchanged} unchanged + {report.quarantined} quarantined"
    lines = [f"{report.file} ({report.source}, {report.encoding}): {counts}"]
    lines += [f"  set aside {_counted(report.reasons, reason)}: {REASONS[reason]}" for reason in sorted(report.reasons)]
    lines += [f"  noted {_counted(report.notes, note)}: {NOTES[note]}" for note in sorted(report.notes)]
    lines += [f"  {name}: {date_of(first)} to {date_of(last)}" for name, (first, last) in sorted(report.days.items())]
    return lines + ([f"  not read: {', '.join(report.unread)}"] if report.unread else [])


def _counted(counts: Counter[str], code: str) -> str:
    return f"{counts[code]} × {code}"


def _fit_lines(found: Fit) -> list[str]:
    counts = {
        **{f"waiting in quarantine, {what}": rows for what, rows in found.waiting.items()},
        "customer numbers that refer to nobody": found.references_to_nobody,
        "loans whose borrower is unknown": found.loans_of_nobody,
        "payments that two sources report alike": found.double_payments,
    }
    return [f"{what}: {rows}" for what, rows in counts.items() if rows]

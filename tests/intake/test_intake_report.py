"""A report whose rows do not add up stops the import."""

import pytest

from forbear.intake.report import FileReport


def test_a_row_that_went_missing_is_an_error():
    report = FileReport("file", "source", "1", "utf-8")
    report.count("taken")
    report.check()
    report.rows += 1
    with pytest.raises(AssertionError, match="2 rows in, 1 accounted for"):
        report.check()


def test_a_quarantined_row_without_a_reason_is_an_error():
    report = FileReport("file", "source", "1", "utf-8")
    report.count("quarantined")
    with pytest.raises(AssertionError):
        report.check()


def test_birth_days_are_not_in_the_ranges():
    report = FileReport("file", "source", "1", "utf-8")
    report.saw({"people.birth_day": 5, "instalments.due_day": 9, "loans.opened_day": None})
    report.saw({"instalments.due_day": 7})
    assert report.days == {"instalments.due_day": (7, 9)}
    assert report.as_json()["days"] == {"instalments.due_day": ["1970-01-08", "1970-01-10"]}

"""Rule files that are wrong stop the start, naming file and field."""

from pathlib import Path

import pytest

from forbear.kernel.errors import BadInput
from forbear.ledger import rulefile
from forbear.ledger.allocation import load_allocation
from forbear.ledger.rules import load_rules
from tests.ledger.lake import DuckLake
from tests.ledger.stories import age, instalment, payment


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    text = rulefile.shipped(name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "rules.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.yaml: there is no such file"):
        load_rules(tmp_path / "nowhere.yaml")


def test_a_part_named_twice_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, "cn/allocation.yaml", "[costs, interest, principal]", "[costs, costs, principal]")
    with pytest.raises(BadInput, match="within_instalment: order must name each"):
        load_allocation(path)


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, "buckets.yaml", "title: Ageing", "title: Ageing\nsurprise: 1")
    with pytest.raises(BadInput, match="surprise"):
        load_rules(path)


def test_buckets_that_do_not_begin_at_zero_are_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, "buckets.yaml", "{name: current, from: 0}", "{name: current, from: 2}")
    with pytest.raises(BadInput, match="begin at 0"):
        load_rules(path)


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("title: [", encoding="utf-8")
    with pytest.raises(BadInput, match=r"broken\.yaml: not readable as YAML"):
        load_rules(path)


def test_a_contract_may_set_off_principal_first(tmp_path: Path) -> None:
    path = changed(tmp_path, "cn/allocation.yaml", "[costs, interest, principal]", "[principal, interest, costs]")
    plan = [instalment(1, 100, principal=1000, interest=100, costs=50)]
    (position,) = age(DuckLake(), plan, [payment(120, 1010)], allocation=load_allocation(path))
    assert (position["overdue_principal_cents"], position["overdue_interest_cents"]) == (0, 90)
    assert position["overdue_costs_cents"] == 50

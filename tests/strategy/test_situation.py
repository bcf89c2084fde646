"""One person's situation from everything the lake knows."""

from datetime import date
from typing import Any

import pytest

from forbear.kernel.days import date_of, day_number
from forbear.strategy.definitions import born_by
from forbear.strategy.playbook import decide, load_playbook
from forbear.strategy.situation import COLUMNS
from forbear.strategy.vocabulary import FACTS
from tests.strategy.world import AS_OF, LOAN, PARTY, PERSON, contact, due, everyone, flag, paid, promise, someone

TWO_LOANS = [{"loan_key": LOAN, "party_key": PARTY}, {"loan_key": "card:L9", "party_key": "card:C7"}]
TWO_PARTIES = {
    "people": [{"party_key": PARTY}, {"party_key": "card:C7"}],
    "links": [{"party_key": PARTY, "person_id": PERSON}, {"party_key": "card:C7", "person_id": PERSON}],
    "loans": TWO_LOANS,
}


def test_a_situation_has_exactly_the_agreed_columns_and_every_fact_can_occur() -> None:
    row = someone(instalments=[due(-10)])
    assert tuple(row) == COLUMNS
    assert [fact for fact, kind in FACTS.items() if not kind.admits(row[fact])] == []


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (8, "not_due"), (7, "pre_due"), (0, "pre_due"), (-1, "missed_1_30"), (-30, "missed_1_30"),
        (-31, "missed_31_60"), (-61, "missed_61_90"), (-91, "missed_91_plus"),
    ],
)  # fmt: skip
def test_the_stage_follows_the_due_day(days: int, stage: str) -> None:
    assert someone(instalments=[due(days)])["stage"] == stage


def test_a_person_is_as_late_as_their_latest_loan_across_sources() -> None:
    row = someone(**TWO_PARTIES, instalments=[due(-40, amount=300), due(3, "card:L9", amount=500)])
    assert (row["stage"], row["days_past_due"], row["loans"], row["overdue_cents"]) == ("missed_31_60", 40, 2, 300)
    assert (row["days_to_due"], row["next_due_cents"]) == (3, 500)


def test_what_falls_due_on_the_next_day_is_added_up_and_later_days_are_not() -> None:
    loans = [*TWO_LOANS, {"loan_key": "core:L3", "party_key": PARTY}]
    plan = [due(3, amount=100), due(3, "card:L9", amount=20), due(9, "core:L3", amount=3)]
    assert someone(**{**TWO_PARTIES, "loans": loans}, instalments=plan)["next_due_cents"] == 120


def test_two_currencies_are_never_added_up() -> None:
    loans = [TWO_LOANS[0], {**TWO_LOANS[1], "currency": "USD"}]
    row = someone(**{**TWO_PARTIES, "loans": loans}, instalments=[due(-5), due(-6, "card:L9")])
    assert (row["currency"], row["overdue_cents"], row["days_past_due"]) == (None, None, 6)
    one_late = someone(**{**TWO_PARTIES, "loans": loans}, instalments=[due(-5), due(6, "card:L9")])
    assert one_late["overdue_cents"] == 10_000


def test_an_amount_that_the_source_does_not_report_is_unknown() -> None:
    row = someone(
        statements=[{"loan_key": LOAN, "month_day": AS_OF - 3, "recorded_day": AS_OF - 3, "status_months": 2}]
    )
    assert (row["stage"], row["days_past_due"], row["overdue_cents"]) == ("missed_31_60", 60, None)


ON_TIME = [paid(-90), paid(-60), paid(-30)]
FOUR = [due(-90), due(-60, number=2), due(-30, number=3), due(3, number=4)]


def test_reliable_is_three_instalments_and_every_one_on_its_day() -> None:
    assert someone(instalments=FOUR, payments=ON_TIME)["reliable"]
    assert not someone(instalments=FOUR, payments=[paid(-90), paid(-59), paid(-30)])["reliable"]
    assert not someone(instalments=FOUR[1:], payments=ON_TIME[1:])["reliable"]


def test_autopay_counts_only_where_it_has_never_failed() -> None:
    loans = [{"loan_key": LOAN, "party_key": PARTY, "autopay": True}]
    assert someone(loans=loans, instalments=FOUR, payments=ON_TIME)["autopay"]
    assert not someone(loans=loans, instalments=FOUR, payments=[paid(-80), paid(-60), paid(-30)])["autopay"]
    assert not someone(instalments=FOUR, payments=ON_TIME)["autopay"]


def test_the_band_is_the_worst_of_the_loans_and_unknown_without_a_score() -> None:
    plan = [due(-5), due(6, "card:L9")]
    scores = [{"loan_key": LOAN, "band": "low"}, {"loan_key": "card:L9", "band": "high"}]
    assert someone(**TWO_PARTIES, instalments=plan, scores=scores)["band"] == "high"
    assert someone(**TWO_PARTIES, instalments=plan, scores=scores[:1])["band"] == "unknown"
    assert someone(instalments=plan[:1])["band"] == "unknown"


def test_flags_count_while_they_run_and_once_known() -> None:
    running = someone(instalments=[due(-5)], flags=[flag("hardship"), flag("deaf", -9, 0)])
    assert running["hardship"]
    assert running["deaf"]
    over = someone(instalments=[due(-5)], flags=[flag("hardship", -9, -1), flag("blind", 1), flag("minor", -3)])
    assert (over["hardship"], over["blind"], over["minor"]) == (False, False, True)
    unheard = someone(instalments=[due(-5)], flags=[flag("deceased", recorded_day=AS_OF + 1)])
    assert not unheard["deceased"]


@pytest.mark.parametrize("name", ["bereavement", "mental_capacity_concern", "cognitive"])
def test_bereavement_and_the_like_put_care_first(name: str) -> None:
    assert someone(instalments=[due(-5)], flags=[flag(name)])["care_first"]


def test_a_hold_on_one_identity_speaks_for_the_person() -> None:
    row = someone(**TWO_PARTIES, instalments=[due(-5)], flags=[flag("disputed", party_key="card:C7")])
    assert row["disputed"]


def test_age_is_completed_years() -> None:
    assert date_of(AS_OF) == date(2024, 10, 4)
    born = {
        "older": date(1959, 10, 4),
        "nearly": date(1959, 10, 5),
        "adult": date(2006, 10, 4),
        "child": date(2006, 10, 5),
    }
    rows = {
        name: someone(people=[{"party_key": PARTY, "birth_day": day_number(day)}], instalments=[due(-5)])
        for name, day in born.items()
    }
    assert [rows[name]["older"] for name in born] == [True, False, False, False]
    assert [rows[name]["minor"] for name in born] == [False, False, False, True]


def test_a_leap_day_birthday_is_completed_on_the_first_of_march() -> None:
    leap_born = day_number(date(2008, 2, 29))
    assert born_by(day_number(date(2026, 2, 28)), 18) < leap_born <= born_by(day_number(date(2026, 3, 1)), 18)
    assert born_by(day_number(date(2024, 2, 29)), 15) == day_number(date(2009, 2, 28))


def unanswered(*history: dict[str, Any]) -> int:
    found: int = someone(instalments=[due(-20)], history=history)["unanswered"]
    return found


def test_unanswered_counts_contacts_since_the_miss_and_since_the_last_answer() -> None:
    assert unanswered(contact(-9), contact(-5), contact(-2)) == 3
    assert unanswered(contact(-27, letter="pre_due_reminder"), contact(-20), contact(-5)) == 1
    assert unanswered(contact(-9), contact(-7, "replied", "inbound"), contact(-5)) == 1
    assert unanswered(contact(-9), contact(-7, "connected"), contact(-6, "no_answer")) == 1
    assert unanswered(contact(1)) == 0
    assert someone(instalments=[due(3)], history=[contact(-2)])["unanswered"] == 0


def test_days_since_contact_is_unknown_before_the_first_one() -> None:
    assert someone(instalments=[due(-5)])["days_since_contact"] is None
    assert someone(instalments=[due(-5)], history=[contact(-9), contact(-4)])["days_since_contact"] == 4


def test_a_withdrawn_consent_or_an_unusable_detail_is_no_way_to_write() -> None:
    withdrawn = [{"party_key": PARTY, "purpose": "sms", "withdrawn_day": AS_OF - 1}]
    contacts = [{"party_key": PARTY, "kind": "mobile"}, {"party_key": PARTY, "kind": "email", "usable": False}]
    row = someone(instalments=[due(-5)], consents=withdrawn, contacts=contacts)
    assert (row["has_mobile"], row["has_email"]) == (False, False)
    assert someone(instalments=[due(-5)], contacts=contacts)["has_mobile"]


def test_a_missed_promise_matters_while_something_is_overdue() -> None:
    broken = [promise(-12, -6)]
    assert someone(instalments=[due(-20)], promises=broken)["promise_missed"]
    assert not someone(instalments=[due(-20)], promises=broken, payments=[paid(0)])["promise_missed"]
    assert not someone(instalments=[due(-60)], promises=[promise(-50, -40)])["promise_missed"]


def test_a_new_promise_is_thanked_for_once_and_only_while_its_day_is_ahead() -> None:
    told = {"instalments": [due(-20)], "promises": [promise(-2, 5)]}
    assert someone(**told)["promise_new"] and someone(**told)["promise_live"]
    assert not someone(**told, history=[contact(-1, letter="promise_thanks")])["promise_new"]
    assert someone(**told, history=[contact(-3, letter="promise_thanks")])["promise_new"]
    assert not someone(instalments=[due(-20)], promises=[promise(-2, -1)])["promise_new"]
    assert not someone(instalments=[due(-20)], promises=[promise(-20, 5)])["promise_new"]


def test_a_promise_kept_is_neither_new_nor_missed() -> None:
    row = someone(instalments=[due(-20)], promises=[promise(-3, 2)], payments=[paid(-1)])
    assert not row["promise_new"] and not row["promise_missed"] and not row["promise_live"]


def test_a_person_without_loans_is_still_a_person() -> None:
    row = someone(loans=[], flags=[flag("minor")])
    assert (row["stage"], row["loans"], row["minor"]) == ("not_due", 0, True)


def test_one_person_alone_equals_their_row_among_others() -> None:
    tables: dict[str, list[dict[str, Any]]] = {"people": [], "links": [], "loans": [], "instalments": [], "flags": []}
    for n in range(6):
        tables["people"].append({"party_key": f"p{n}"})
        tables["links"].append({"party_key": f"p{n}", "person_id": f"P{n}"})
        tables["loans"].append({"loan_key": f"l{n}", "party_key": f"p{n}"})
        tables["instalments"].append(due(5 - 9 * n, f"l{n}"))
        tables["flags"].append(flag("deaf", party_key=f"p{n}"))
    alone = [someone(**{name: [rows[n]] for name, rows in tables.items()}) for n in range(6)]
    assert everyone(**tables) == alone


def test_every_situation_can_be_decided() -> None:
    row = someone(**TWO_PARTIES, instalments=[due(-5), due(6, "card:L9")], history=[contact(-1)])
    assert decide(load_playbook(), {fact: row[fact] for fact in FACTS}).row == "wait_for_answer"

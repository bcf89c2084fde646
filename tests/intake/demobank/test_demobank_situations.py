"""Every promised situation is there, in believable shares, and true on the day."""

from collections import Counter
from datetime import date, timedelta

import pytest

from forbear.intake.demobank.situations import BY_KEY, SITUATIONS


def people_in(bank, situation):
    return [person for person in bank.truth["people"] if person["situation"] == situation]


def loans_of(bank, person):
    return [loan for loan in bank.truth["loans"] if loan["person"] == person["id"]]


def flags_of(person):
    return {flag["flag"] for flag in person["flags"]}


def test_every_situation_has_three_people_among_two_thousand_and_one_among_three_hundred(bank, small_bank):
    for key in BY_KEY:
        assert len(people_in(bank, key)) >= 3, key
        assert len(people_in(small_bank, key)) >= 1, key


def test_the_smallest_bank_shows_every_situation(make_bank):
    assert {person["situation"] for person in make_bank(people=50).truth["people"]} >= set(BY_KEY)


def test_the_shares_stated_in_the_table_are_kept(bank):
    for situation in SITUATIONS:
        assert len(people_in(bank, situation.key)) == round(situation.per_myriad * 2000 / 10_000)


def test_the_portfolio_has_a_believable_shape(bank):
    loans = bank.truth["loans"]
    settled = sum(loan["status"] == "结清" for loan in loans) / len(loans)
    days = [loan["days_past_due"] for loan in loans if loan["status"] != "结清"]
    share = {
        (low, high): sum(low <= one <= high for one in days) / len(loans)
        for low, high in ((0, 0), (1, 30), (31, 60), (61, 90), (91, 999))
    }
    assert 0.68 <= share[0, 0] <= 0.80
    assert 0.08 <= settled <= 0.12
    assert 0.05 <= share[1, 30] <= 0.08
    assert 0.02 <= share[31, 60] <= 0.04
    assert 0.01 <= share[61, 90] <= 0.03
    assert 0.005 <= share[91, 999] <= 0.03


@pytest.mark.parametrize("key", [one.key for one in SITUATIONS if one.behind and one.behind_in_100 == 100])
def test_people_who_are_behind_are_so_by_the_stated_days(bank, key):
    low, high = BY_KEY[key].behind
    for person in people_in(bank, key):
        for loan in loans_of(bank, person):
            assert low <= loan["days_past_due"] <= high


@pytest.mark.parametrize("key", [one.key for one in BY_KEY.values() if one.behind is None and one.key != "reversal"])
def test_people_who_are_current_owe_nothing_today(bank, key):
    for person in people_in(bank, key):
        assert [loan["overdue_cents"] for loan in loans_of(bank, person)] == [0] * len(person["loans"])


def test_pre_due_people_have_an_instalment_within_seven_days(bank):
    for person in people_in(bank, "pre_due"):
        (loan,) = loans_of(bank, person)
        ahead = [(date.fromisoformat(one["due"]) - bank.as_of).days for one in loan["instalments"]]
        assert 1 <= min(days for days in ahead if days > 0) <= 7


def test_reliable_people_never_paid_late(bank):
    for person in people_in(bank, "reliable"):
        (loan,) = loans_of(bank, person)
        assert late_payments(loan, bank.as_of) == 0


def test_repeated_misses_show_in_the_past_as_well(bank):
    late = [late_payments(loan, bank.as_of) for one in people_in(bank, "repeat_miss") for loan in loans_of(bank, one)]
    assert sum(count > 0 for count in late) / len(late) > 0.8


def late_payments(loan, as_of):
    """Due days of the past on whose evening less was paid than was due."""
    count = 0
    for one in loan["instalments"]:
        if one["due"] < str(as_of):
            due = sum(
                i["principal"] + i["interest"] + i["costs"] for i in loan["instalments"] if i["due"] <= one["due"]
            )
            count += sum(p["cents"] for p in loan["payments"] if p["value_day"] <= one["due"]) < due
    return count


def test_a_broken_promise_day_has_passed_and_a_live_one_is_to_come(bank):
    for key, passed in (("promise_missed", True), ("promise_kept", True), ("promise_live", False)):
        for person in people_in(bank, key):
            (promise,) = person["flags"]
            assert promise["flag"] == "promise"
            assert promise["cents"] > 0
            assert (promise["until"] < str(bank.as_of)) is passed


def test_the_lenders_notes_agree_with_the_situation(bank):
    same = ("hardship", "unemployed", "deaf", "blind", "cognitive", "disputed", "complaint_open", "deceased")
    more = ("lost_contact", "wilful", "moratorium", "cease_request", "ageing_pause", "plan_performing")
    for key in (*same, *more):
        assert all(flags_of(person) == {key} for person in people_in(bank, key)), key
    assert all(flags_of(person) == {"named_helper"} for person in people_in(bank, "older_named_helper"))


def test_a_minor_heir_bears_the_family_name_and_an_inherited_loan(bank):
    heirs, late = people_in(bank, "minor_heir"), people_in(bank, "deceased_minor_heir")
    assert len(heirs) == len(late)
    assert Counter(one["names"]["simplified"][0] for one in heirs) == Counter(
        one["names"]["simplified"][0] for one in late
    )
    for heir in heirs:
        assert flags_of(heir) == {"minor"}
        assert [loan["product"] for loan in loans_of(bank, heir)] == ["遗产清偿"]
        assert heir["birthday"] > str(bank.as_of - timedelta(days=18 * 366))


def test_older_people_are_65_or_more(bank):
    for key in ("older", "older_named_helper"):
        for person in people_in(bank, key):
            assert person["birthday"] <= f"{bank.as_of.year - 65}-{bank.as_of:%m-%d}"


def test_one_person_with_several_loans_has_two_numbers_and_two_systems(bank):
    for person in people_in(bank, "several_loans"):
        assert len(person["references"]["contacts_csv"]) == 2
        assert sorted(loan.split(":")[0] for loan in person["loans"]) == ["core_banking_csv"] * 2 + ["spreadsheet"]


def test_settled_loans_are_paid_to_the_cent(bank):
    for person in people_in(bank, "settled"):
        (loan,) = loans_of(bank, person)
        assert (loan["outstanding_cents"], loan["status"]) == (0, "结清")
        whole = sum(i["principal"] + i["interest"] + i["costs"] for i in loan["instalments"])
        assert loan["paid_cents"] == whole


def test_a_reversal_takes_back_a_payment_that_was_made(bank):
    for person in people_in(bank, "reversal"):
        (loan,) = loans_of(bank, person)
        (back,) = [one for one in loan["payments"] if one["cents"] < 0]
        assert any(one["cents"] == -back["cents"] for one in loan["payments"])
        assert loan["days_past_due"] > 0


def test_back_dated_payments_are_booked_days_after_they_count(bank):
    for person in people_in(bank, "back_dated"):
        (loan,) = loans_of(bank, person)
        last = loan["payments"][-1]
        lag = (date.fromisoformat(last["booked_day"]) - date.fromisoformat(last["value_day"])).days
        assert 5 <= lag <= 20

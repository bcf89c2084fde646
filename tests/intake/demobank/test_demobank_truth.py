"""The truth about days past due and overdue cents is right, judged by a second arithmetic and by cases done by hand."""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from forbear.intake.demobank.habits import Paid
from forbear.intake.demobank.loans import Loan, schedule
from forbear.intake.demobank.notes import Note
from forbear.intake.demobank.routing import Router
from forbear.intake.demobank.truth import paused_days, position

AS_OF = date(2026, 11, 24)


def loan(first_due=date(2026, 8, 24), months=6):
    rows = schedule(600_000, 1200, first_due, months, first_due.day, 500)
    return Loan("L000001", "core_banking_csv", "D1", "消费分期", 600_000, 1200, first_due, False, rows)


def paid(one, *money):
    return Router(Random(0), AS_OF).route(
        one.key, one.number, [Paid(day, cents) for day, cents in money], autopay=False
    )


def test_every_position_of_the_bank_agrees_with_a_running_total(bank):
    for one in bank.truth["loans"]:
        whole = [(i["due"], i["principal"] + i["interest"] + i["costs"]) for i in one["instalments"]]
        money = sum(p["cents"] for p in one["payments"])
        late = [(due, sum(c for d, c in whole if d <= due) - money) for due, _ in whole if due < str(bank.as_of)]
        open_days = [due for due, gap in late if gap > 0]
        expected = (bank.as_of - date.fromisoformat(open_days[0])).days if open_days else 0
        assert one["days_past_due"] == expected
        assert one["overdue_cents"] == max([0, *(gap for _, gap in late)])
        assert one["paid_cents"] == money
        assert one["due_cents"] == sum(c for d, c in whole if d <= str(bank.as_of))
        assert one["outstanding_cents"] == max(0, sum(c for _, c in whole) - money)


def test_an_instalment_due_today_and_unpaid_is_due_but_not_overdue():
    one = loan(first_due=AS_OF)
    found = position(one, [], AS_OF)
    assert (found.overdue_cents, found.days_past_due) == (0, 0)
    assert found.due_cents == one.instalments[0].total


def test_one_cent_short_of_the_oldest_instalment_keeps_its_age():
    one = loan()
    found = position(one, paid(one, (AS_OF, one.instalments[0].total - 1)), AS_OF)
    assert found.oldest_due == date(2026, 8, 24)
    assert found.days_past_due == 92


def test_paying_the_oldest_instalment_moves_the_age_to_the_next():
    one = loan()
    found = position(one, paid(one, (AS_OF, one.instalments[0].total)), AS_OF)
    assert found.oldest_due == date(2026, 9, 24)


def test_money_of_tomorrow_does_not_count_today():
    one = loan()
    found = position(one, paid(one, (AS_OF + timedelta(days=1), 10**9)), AS_OF)
    assert found.paid_cents == 0


@given(st.lists(st.integers(1, 200_000), max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_money_arrives_does_not_matter(amounts, shuffle):
    one = loan()
    payments = paid(one, *((date(2026, 9, 1), cents) for cents in amounts))
    before = position(one, payments, AS_OF)
    shuffle.shuffle(payments)
    assert position(one, payments, AS_OF) == before


def test_paying_everything_gives_zero_days():
    one = loan()
    found = position(one, paid(one, (AS_OF, sum(i.total for i in one.instalments))), AS_OF)
    assert (found.days_past_due, found.overdue_cents, found.outstanding_cents) == (0, 0, 0)


def test_paused_days_count_only_days_after_the_due_day_and_up_to_the_day():
    note = Note("ageing_pause", date(2026, 11, 1), date(2026, 12, 1))
    assert paused_days(date(2026, 11, 10), [note], AS_OF) == 14
    assert paused_days(date(2026, 10, 1), [note], AS_OF) == 24
    assert paused_days(None, [note], AS_OF) == 0


def test_a_day_covered_by_two_waits_counts_once():
    notes = [
        Note("moratorium", date(2026, 11, 1), date(2026, 11, 10)),
        Note("plan_performing", date(2026, 11, 8), date(2026, 11, 12)),
        Note("hardship", date(2026, 10, 1)),
    ]
    assert paused_days(date(2026, 10, 1), notes, AS_OF) == 12

"""The whole bank as values: every customer with their loans, payments and notes, before anything is exported.

One customer = one person and their references in the systems. The exporters only write down what is here; `truth.py`
judges it.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from forbear.intake.demobank.card_accounts import card_history, open_card
from forbear.intake.demobank.habits import HABITS, Paid, history
from forbear.intake.demobank.loans import Loan
from forbear.intake.demobank.notes import Note, notes_of
from forbear.intake.demobank.people import Person, Registry
from forbear.intake.demobank.placing import lend, place, re_registered
from forbear.intake.demobank.routing import Payment, Router
from forbear.intake.demobank.situations import Situation, situations_for
from forbear.intake.demobank.truth import position
from forbear.intake.demobank.twists import twisted

HEIR_AGE = (16, 17)
TWO_LOANS = ("several_loans", "deceased_minor_heir")
WITH_CARD = ("several_loans", "card_only")


@dataclass(slots=True)
class Customer:
    """One person with their numbers: `core` "C000123" and `card` "K-000123", either may be empty."""

    person: Person
    situation: str
    core: str = ""
    card: str = ""
    loans: list[Loan] = field(default_factory=list)
    cards: list[Loan] = field(default_factory=list)
    card_payments: dict[str, dict[int, Paid]] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class Numbers:
    """Reference numbers in random order with gaps, so that a number tells nothing and no two systems agree."""

    def __init__(self, rng: Random, most: int) -> None:
        self._customers, self._cards, self._loans = (iter(rng.sample(range(1, 3 * most), most)) for _ in range(3))

    def customer(self) -> str:
        return f"C{next(self._customers):06d}"

    def card_customer(self) -> str:
        return f"K-{next(self._cards):06d}"

    def loan(self) -> str:
        return f"L{next(self._loans):06d}"


class Bank:
    """Builds the customers of one bank from one seed."""

    def __init__(self, people: int, days: int, as_of: date, seed: int) -> None:
        self.as_of, self.days, self._rng = as_of, days, Random(f"{seed}:bank")
        self._registry = Registry(Random(f"{seed}:people"), as_of, 2 * people)
        self._numbers = Numbers(Random(f"{seed}:numbers"), 3 * people)
        self._router = Router(Random(f"{seed}:routes"), as_of)
        self.customers: list[Customer] = []
        for situation in situations_for(Random(f"{seed}:situations"), people):
            self._admit(situation)

    def _admit(self, situation: Situation) -> None:
        customer = Customer(self._registry.person(situation.ages), situation.key)
        self.customers.append(customer)
        if situation.key != "card_only":
            customer.core = self._numbers.customer()
            for _ in range(2 if situation.key in TWO_LOANS else 1):
                self._lend(customer, situation)
        if situation.key in WITH_CARD:
            self._open_card(customer, situation)
        self._note(customer)
        if situation.key == "deceased_minor_heir":
            self._inherit(customer)

    def _lend(self, customer: Customer, situation: Situation) -> None:
        placed = place(self._rng, situation, self.as_of, self.days)
        loan = lend(self._rng, situation, placed, self._numbers.loan(), customer.person.id)
        paid = history(self._rng, loan, HABITS[situation.habit], self.as_of)
        paid = twisted(self._rng, situation.key, loan, paid, self.as_of)
        customer.loans.append(loan)
        customer.payments += self._router.route(loan.key, loan.number, paid, autopay=loan.autopay)

    def _open_card(self, customer: Customer, situation: Situation) -> None:
        customer.card = self._numbers.card_customer()
        number = f"{customer.card}-{self._rng.randint(0, 9999):04d}"
        behind = self._rng.randint(1, 100) <= situation.behind_in_100
        card = open_card(self._rng, number, customer.person.id, self.as_of, behind=behind)
        customer.cards.append(card)
        customer.card_payments[card.key] = card_history(self._rng, card, self.as_of)

    def _note(self, customer: Customer) -> None:
        overdue = sum(position(loan, customer.payments, self.as_of).overdue_cents for loan in customer.loans[:1])
        last = customer.payments[-1] if customer.payments else None
        owed = overdue or (last.cents if last else 0)
        customer.notes = notes_of(self._rng, customer.situation, self.as_of, owed, last.value_day if last else None)

    def _inherit(self, late: Customer) -> None:
        """Moves the second loan of someone who died to a minor of the same family name."""
        heir = Customer(self._registry.person(HEIR_AGE, surname=late.person.name.simplified[0]), "minor_heir")
        heir.core, loan = self._numbers.customer(), late.loans.pop()
        heir.loans = [re_registered(loan, heir.person.id)]
        heir.payments = [one for one in late.payments if one.loan_key == loan.key]
        late.payments = [one for one in late.payments if one.loan_key != loan.key]
        heir.notes = [Note("minor")]
        self.customers.append(heir)

"""The situations that the demo bank must contain, each with its share of the people, as one table.

A situation is the main story of one person: how they paid, how far behind they are on the day, what the lender has
noted. Holds no dates and no money. The list follows the situations that docs/reference/demo-bank.md promises.
"""

from dataclasses import dataclass
from random import Random

from forbear.kernel.errors import BadInput

WORKING_AGE = (20, 62)
RETIRED_AGE = (65, 87)


@dataclass(frozen=True, slots=True)
class Situation:
    """`per_myriad`: people in 10,000. `behind`: days past due aimed at on the day, for `behind_in_100` of them."""

    key: str
    per_myriad: int
    words: str
    habit: str = "ordinary"
    behind: tuple[int, int] | None = None
    behind_in_100: int = 100
    ages: tuple[int, int] = WORKING_AGE


# `reliable` takes everyone whom the shares below leave over.
REST = Situation("reliable", 0, "pays every instalment on time, unasked", habit="punctual")

SITUATIONS = (
    Situation("pre_due", 700, "an instalment falls due in one to seven days; sometimes forgets", habit="forgetful"),
    Situation("ordinary", 1100, "mostly on time, sometimes some days late, nothing open today"),
    Situation("autopay", 1500, "instalments are drawn on the due day", habit="autopay"),
    Situation("settled", 1000, "paid everything back, some of them early", habit="punctual"),
    Situation("first_miss", 190, "the first instalment ever missed", habit="punctual", behind=(1, 27)),
    Situation("repeat_miss", 110, "late again and again, a second month open", habit="late", behind=(31, 59)),
    Situation("months_behind", 130, "more than two months behind", habit="late", behind=(61, 140)),
    Situation("promise_live", 70, "promised a day that is still to come", habit="forgetful", behind=(3, 26)),
    Situation("promise_kept", 80, "promised a day and kept it", habit="forgetful"),
    Situation("promise_missed", 50, "promised a day that passed without money", habit="late", behind=(12, 30)),
    Situation("plan_performing", 60, "pays reduced amounts under an agreed plan", habit="ordinary", behind=(45, 75)),
    Situation("plan_broken", 40, "a plan that ended because it was not kept", habit="late", behind=(50, 85)),
    Situation("hardship", 90, "told the lender about hardship", behind=(8, 40), behind_in_100=80),
    Situation("unemployed", 60, "lost their work", behind=(8, 40), behind_in_100=80),
    Situation("older", 250, "65 or older", habit="forgetful", behind=(2, 25), behind_in_100=16, ages=RETIRED_AGE),
    Situation(
        "older_named_helper", 70, "65 or older, helped by someone they named",
        behind=(2, 30), behind_in_100=30, ages=RETIRED_AGE,
    ),
    Situation("deaf", 60, "deaf or hard of hearing", behind=(2, 35), behind_in_100=40),
    Situation("blind", 50, "blind or of low vision", behind=(2, 35), behind_in_100=40),
    Situation("cognitive", 40, "needs plain words and time", behind=(2, 35), behind_in_100=40, ages=(24, 80)),
    Situation("disputed", 50, "says that the amount is not owed", habit="punctual", behind=(3, 40)),
    Situation("complaint_open", 50, "a complaint is open", behind=(3, 40), behind_in_100=70),
    Situation("deceased", 40, "died; an adult heir is known to the estate", behind=(20, 80), ages=(40, 87)),
    Situation("deceased_minor_heir", 25, "died; a loan was re-registered to a child", behind=(20, 80), ages=(36, 55)),
    Situation("lost_contact", 80, "neither number nor address works any more", habit="late", behind=(30, 110)),
    Situation("wilful", 50, "a court-ready case of someone able but unwilling", habit="late", behind=(95, 142)),
    Situation("moratorium", 40, "payment suspended by law or by the lender for a time", behind=(15, 70)),
    Situation("ageing_pause", 30, "ageing paused after a flood", behind=(10, 50)),
    Situation("cease_request", 40, "asked not to be contacted any more", habit="late", behind=(5, 45)),
    Situation("several_loans", 300, "two loans and a card, known under two numbers", behind=(1, 35), behind_in_100=12),
    Situation("card_only", 300, "a card and nothing else", behind=(1, 31), behind_in_100=10),
    Situation("back_dated", 80, "paid in time, booked up to twenty days later", habit="punctual"),
    Situation("reversal", 40, "the last payment was taken back by the bank", habit="punctual"),
)  # fmt: skip

BY_KEY = {situation.key: situation for situation in (REST, *SITUATIONS)}
FEWEST_PEOPLE = 50


def situations_for(rng: Random, people: int) -> list[Situation]:
    """One situation a person, shuffled; each occurs at least once, the shares are kept as far as there are people.

    Raises BadInput when there are too few people to show every situation.
    """
    if people < FEWEST_PEOPLE:
        raise BadInput(f"a demo bank of {people} people cannot show every situation.", mend="Ask for at least 50.")
    more = [one for one in SITUATIONS for _ in range(round(one.per_myriad * people / 10_000) - 1)]
    rng.shuffle(more)
    chosen = [REST, *SITUATIONS, *more][:people]
    chosen += [REST] * (people - len(chosen))
    rng.shuffle(chosen)
    return chosen

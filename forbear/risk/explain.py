"""Why a score is what it is: its terms, gathered into topics a borrower reads as one thing, in three languages.

Exact, not approximate: score = intercept + sum of topics. A main term belongs to its feature's topic; a pair's
value is split evenly between its two features. The three topics that raise the risk most are named first; where
fewer than three raise it, the topics that lower it most follow, saying so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES
from forbear.risk.card import Card, Language, Rule
from forbear.risk.score import Columns, contributions, readable

Floats = NDArray[np.float64]
GENERIC: dict[Language, dict[str, str]] = {
    "en": {"raises": "{topic} = {value} raises the risk", "lowers": "{topic} = {value} lowers the risk"},
    "zh-Hans": {"raises": "{topic}为{value}，使风险升高", "lowers": "{topic}为{value}，使风险降低"},
    "zh-Hant": {"raises": "{topic}為{value}，使風險升高", "lowers": "{topic}為{value}，使風險降低"},
}
MISSING: dict[Language, str] = {"en": "not given", "zh-Hans": "未填写", "zh-Hant": "未填寫"}
REASONS = 3
LEAST_POINTS = 0.005
"""A topic that moves the log-odds by less says nothing and is not named."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`points`: the topic's share of the log-odds, above zero where it raises the risk."""

    topic: str
    points: float
    text: str


def topics_of(card: Card) -> list[str]:
    """The card's topics in the order of its features."""
    return list(dict.fromkeys(feature.topic for feature in card.features))


def by_topic(card: Card, columns: Columns) -> Floats:
    """Rows × topics (order of `topics_of`), log-odds; with the intercept each row's sum is its score."""
    place = {topic: number for number, topic in enumerate(topics_of(card))}
    topic_of = {feature.name: place[feature.topic] for feature in card.features}
    split = np.zeros((len(card.terms), len(place)))
    for number, term in enumerate(card.terms):
        for name in term.features:
            split[number, topic_of[name]] += 1 / len(term.features)
    return contributions(card, columns) @ split


def reasons(card: Card, columns: Columns, language: Language) -> list[list[Reason]]:
    """Up to three reasons a row (fewer only where the card has fewer topics that say anything), most telling first."""
    if language not in LANGUAGES:
        raise BadInput(f"no reasons in {language!r}.", mend=f"Choose one of {', '.join(LANGUAGES)}.")
    points = by_topic(card, columns)
    order = np.argsort(-points, axis=1, kind="stable")
    names, say = topics_of(card), _speaker(card, columns, language)
    return [
        [Reason(names[t], float(points[row, t]), say(int(t), row, bool(points[row, t] > 0))) for t in chosen]
        for row, chosen in enumerate(_chosen(points, order))
    ]


def _chosen(points: Floats, order: NDArray[np.intp]) -> Iterator[list[np.intp]]:
    """Per row: raising topics from the strongest, then lowering ones from the strongest, three in all."""
    for values, ranked in zip(points, order, strict=True):
        raising = [t for t in ranked if values[t] >= LEAST_POINTS]
        lowering = [t for t in ranked[::-1] if values[t] <= -LEAST_POINTS]
        yield [*raising, *lowering][:REASONS]


def _speaker(card: Card, columns: Columns, language: Language) -> Callable[[int, int, bool], str]:
    names = topics_of(card)
    _, numbers = readable(card, columns)
    source = {feature.name: feature.source for feature in card.features}
    first = {feature.topic: feature.source for feature in reversed(card.features)}

    @cache
    def rules(topic: str, says: str) -> list[tuple[Rule, Floats]]:
        spoken = card.topics[topic].rules
        return [(rule, numbers[source[rule.feature]]) for rule in spoken if rule.says == says]

    def say(topic_number: int, row: int, raises: bool) -> str:
        topic, says = names[topic_number], "raises" if raises else "lowers"
        if topic not in card.topics:
            return GENERIC[language][says].format(topic=topic, value=_shown(columns[first[topic]][row], language))
        for rule, values in rules(topic, says):
            if rule.holds(values[row]):
                return _filled(rule.text[language], float(values[row]))
        return (card.topics[topic].raises if raises else card.topics[topic].lowers)[language]

    return say


def _filled(text: str, value: float) -> str:
    return text.format(value=f"{value:g}", percent=f"{value / 10:.0f}")


def _shown(value: object, language: Language) -> str:
    if value is None or value != value:
        return MISSING[language]
    return f"{value:g}" if isinstance(value, (float, np.floating)) else str(value)

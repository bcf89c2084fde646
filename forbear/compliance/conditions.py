"""Conditions as a lawyer writes them in a law file, each with two readings: one request, and a whole portfolio.

A condition is a mapping of facts to what they must be (all must hold); a list of mappings holds when one of them
does. What a fact may be compared with:

    content.recording: true                     is exactly this
    purpose: [collection, location_inquiry]     is one of these (for lists of words: contains one of these)
    content.asks_for: {outside: [location_info]}  contains a word that is not one of these
    borrower.age: {below: 8}                    below, at_least, above, at_most a number, or the name of a dated value
    debt.assignment_notice_at: {by_now: true}   is an instant that has come
    debt.guarantee_type: {known: false}         is not recorded
    content.basis: {not: [none]}                is recorded and is none of these

An absent fact satisfies nothing but `known: false`. A column that is null is read against the act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw

from forbear.compliance.board import Board, Column, all_of, any_of
from forbear.compliance.facts import Facts, reader
from forbear.compliance.vocabulary import CLOSED, FLAGS, type_of
from forbear.kernel.errors import BadInput

Test = Callable[[Any], bool]
Scalar = Callable[[Facts], bool]
Terms = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Order = Callable[[Any], Callable[[Any], Any]]
ORDERS: dict[str, Order] = {
    "below": lambda bound: lambda value: value < bound,
    "at_least": lambda bound: lambda value: value >= bound,
    "above": lambda bound: lambda value: value > bound,
    "at_most": lambda bound: lambda value: value <= bound,
}


class Leaf:
    """One fact compared with one thing."""

    def __init__(self, fact: str, wanted: Any, values: Mapping[str, Any]) -> None:
        self.fact, self.kind = fact, type_of(fact)
        self.read = reader(fact)
        self.wanted = self._resolve(wanted, values)
        self._check_words()

    def _resolve(self, wanted: Any, values: Mapping[str, Any]) -> Any:
        """Names of dated values become their numbers."""
        if not isinstance(wanted, Mapping):
            return wanted
        if len(wanted) != 1:
            raise BadInput(f"{self.fact} has {len(wanted)} comparisons.", mend="Write one comparison a condition.")
        (word, bound), *_ = wanted.items()
        if word in ORDERS:
            if isinstance(bound, str):
                if bound not in values:
                    raise BadInput(f"{self.fact} is compared with {bound!r}, which is no value of this law.")
                bound = values[bound]
            if self.kind != "number":
                raise BadInput(f"{self.fact} is not a number and cannot be {word} something.")
        elif word not in ("outside", "by_now", "known", "not"):
            raise BadInput(
                f"{self.fact} uses the unknown comparison {word!r}.",
                mend=f"Known: {', '.join(ORDERS)}, outside, by_now, known, not.",
            )
        return {word: bound}

    def _check_words(self) -> None:
        known = FLAGS if self.fact == "borrower.flags" else CLOSED.get(self.fact)
        wanted = self.wanted
        words = wanted if isinstance(wanted, list) else [wanted] if isinstance(wanted, str) else []
        for word in words:
            if known is not None and word not in known:
                raise BadInput(f"{self.fact} is compared with the unknown word {word!r}.")
        if self.kind == "boolean" and not isinstance(wanted, bool | Mapping):
            raise BadInput(f"{self.fact} is true or false and is compared with {wanted!r}.")

    def scalar(self) -> Scalar:
        """The reading for one request."""
        if "by_now" in self._words():
            return self._by_now()
        quick = self._quick()
        if quick is not None:
            return quick
        test, read = self._test(), self.read
        return lambda facts: test(read(facts))

    def _quick(self) -> Scalar | None:
        """The commonest readings in one step, for speed: a flag, a word of the act, a yes or no of the content."""
        section, _, key = self.fact.partition(".")
        if self.fact == "borrower.flags" and not isinstance(self.wanted, Mapping):
            flags = frozenset(self.wanted if isinstance(self.wanted, list) else [self.wanted])
            return lambda facts: not flags.isdisjoint(facts.flags)
        if self.fact in CLOSED and not isinstance(self.wanted, Mapping):
            fact, words = self.fact, frozenset(self.wanted if isinstance(self.wanted, list) else [self.wanted])
            return lambda facts: getattr(facts, fact) in words
        if section == "content" and isinstance(self.wanted, bool):
            truth = self.wanted
            return lambda facts: facts.content.get(key) is truth
        return None

    def _words(self) -> Mapping[str, Any]:
        return self.wanted if isinstance(self.wanted, Mapping) else {}

    def _by_now(self) -> Scalar:
        read, wanted = self.read, self._words()["by_now"]

        def come(facts: Facts) -> bool:
            instant = facts.instant(read(facts))
            return instant is not None and (instant <= facts.now) is wanted

        return come

    def _test(self) -> Test:
        if isinstance(self.wanted, Mapping):
            (word, bound), *_ = self.wanted.items()
            return self._comparison(word, bound)
        if self.kind == "words":
            wanted = frozenset(self.wanted if isinstance(self.wanted, list) else [self.wanted])
            return lambda value: not wanted.isdisjoint(value)
        if isinstance(self.wanted, list):
            words = frozenset(self.wanted)
            return lambda value: isinstance(value, str) and value in words
        if isinstance(self.wanted, bool):
            truth = self.wanted
            return lambda value: value is truth
        same = self.wanted
        return lambda value: bool(value == same)

    def _comparison(self, word: str, bound: Any) -> Test:
        if word in ORDERS:
            order = ORDERS[word](bound)
            return lambda value: value is not None and bool(order(value))
        if word == "known":
            return lambda value: (value is not None and value not in ("", ())) is bound
        others = frozenset(bound if isinstance(bound, list) else [bound])
        if self.kind == "words":
            return lambda value: any(item not in others for item in value)
        return lambda value: value is not None and value not in others

    def column(self, board: Board, unknown: bool) -> Column:
        """The reading for a portfolio; what no column holds is read from the act. `unknown` stands for null."""
        if self.fact == "borrower.flags" and not isinstance(self.wanted, Mapping):
            flags = self.wanted if isinstance(self.wanted, list) else [self.wanted]
            return any_of([board.flag(flag, unknown) for flag in flags])
        name = board.column_of(self.fact)
        if name is None:
            return self.scalar()(board.act)
        return self._expression(nw.col(name), unknown)

    def _expression(self, column: nw.Expr, unknown: bool) -> Column:
        if self.kind == "boolean" and isinstance(self.wanted, bool):
            return (column if self.wanted else ~column).fill_null(unknown)
        word, bound = next(iter(self._words().items()), ("", None))
        if word in ORDERS:
            # An absent number satisfies no comparison, for one request and for a portfolio alike.
            beyond: nw.Expr = ORDERS[word](bound)(column)
            return beyond.fill_null(False)
        if word == "known":
            return column.is_null() if bound is False else ~column.is_null()
        raise BadInput(f"{self.fact} cannot be compared by {word or 'equality'} in a column.")


class Condition:
    """A list of alternatives, each a list of leaves that must all hold."""

    def __init__(self, terms: Terms, values: Mapping[str, Any]) -> None:
        branches = [terms] if isinstance(terms, Mapping) else list(terms)
        if not branches or not all(isinstance(branch, Mapping) and branch for branch in branches):
            raise BadInput("a condition is empty or is not a list of `fact: value`.", mend="Write at least one fact.")
        self.branches = [[Leaf(fact, wanted, values) for fact, wanted in branch.items()] for branch in branches]
        self.facts = tuple(dict.fromkeys(leaf.fact for branch in self.branches for leaf in branch))

    def scalar(self) -> Scalar:
        compiled = [[leaf.scalar() for leaf in branch] for branch in self.branches]
        if len(compiled) == 1 and len(compiled[0]) == 1:
            return compiled[0][0]

        def holds(facts: Facts) -> bool:
            for branch in compiled:
                for test in branch:
                    if not test(facts):
                        break
                else:
                    return True
            return False

        return holds

    def column(self, board: Board, unknown: bool) -> Column:
        return any_of([all_of([leaf.column(board, unknown) for leaf in branch]) for branch in self.branches])

    def seen(self, facts: Facts) -> dict[str, Any]:
        """The recorded facts of the branches that hold (or of all, when none does), ready to be written as JSON."""
        held = [branch for branch in self.branches if all(leaf.scalar()(facts) for leaf in branch)] or self.branches
        return {leaf.fact: plain(leaf, facts) for branch in held for leaf in branch}


def plain(leaf: Leaf, facts: Facts) -> Any:
    """A fact as JSON can write it; of the flags, only those that the condition names."""
    value = leaf.read(facts)
    if isinstance(value, frozenset):
        wanted = leaf.wanted if isinstance(leaf.wanted, list) else [leaf.wanted]
        return [flag for flag in wanted if flag in value]
    return list(value) if isinstance(value, tuple) else value

"""Conditions as sets of values, so that two can be put together and shown by an example."""

from __future__ import annotations

from dataclasses import dataclass

from touyan.scoring.language.grammar.terms import FACT_CONDITION
from touyan.scoring.model import Is, Match
from touyan.scoring.tongues import Both, joined, listing

OTHER = "其他"
_TITLES = {name: word for word, name in FACT_CONDITION.attributes}


@dataclass(frozen=True)
class Allowed:
    """Values an attribute may have: these, or (`among` None) all but `barred`."""

    among: frozenset[str] | None = None
    barred: frozenset[str] = frozenset()

    def with_test(self, test: Is) -> Allowed:
        values = frozenset(test.values)
        if test.negated:
            return Allowed(None if self.among is None else self.among - values, self.barred | values)
        return Allowed((values if self.among is None else self.among & values) - self.barred, self.barred)

    @property
    def none(self) -> bool:
        return self.among is not None and not self.among

    def within(self, other: Allowed) -> bool:
        """True when everything allowed here is allowed there."""
        if other.among is not None:
            return self.among is not None and self.among <= other.among
        if self.among is not None:
            return not self.among & other.barred
        return other.barred <= self.barred

    def example(self) -> Both:
        """One value that is allowed."""
        if self.among is not None:
            return value_of(min(self.among)) if self.among else CONTRADICTION
        return value_of(OTHER) if OTHER not in self.barred else EXCEPT.filled({"values": listing(sorted(self.barred))})


CONTRADICTION = Both("（互相矛盾）", "(a contradiction)")
EXCEPT = Both("除{values}以外", "none of {values}")
IS = Both("{title}为{value}", "「{title}」 is {value}")
ANY = Both("任何记录", "any record")


def value_of(value: str) -> Both:
    """A value in words: an empty one and the rest have words of their own."""
    return (
        Both(value, f"「{value}」")
        if value not in ("", OTHER)
        else Both(value or "空", "another" if value else "blank")
    )


Space = dict[str, Allowed]


def space_of(*matches: Match) -> Space:
    """What all the conditions together allow, by attribute."""
    space: Space = {}
    for match in matches:
        for test in match.tests:
            space[test.attribute] = space.get(test.attribute, Allowed()).with_test(test)
    return space


def possible(space: Space) -> bool:
    return not any(allowed.none for allowed in space.values())


def covers(wide: Space, narrow: Space) -> bool:
    """True when whatever fits `narrow` fits `wide`."""
    return all(narrow.get(name, Allowed()).within(allowed) for name, allowed in wide.items())


def example(space: Space) -> Both:
    """One record (or subject) that fits, in the scheme's own words."""
    parts = [IS.filled({"title": _TITLES[name], "value": allowed.example()}) for name, allowed in space.items()]
    return joined(parts, Both("，", ", ")) if parts else ANY

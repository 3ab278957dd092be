"""Texts in Chinese and in English, filled from the same named values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Both:
    """One text in both languages. Words of a scheme stay Chinese in English too, in 「」."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """English for any kind of English ("en", "en-gb"), else Chinese."""
        return self.en if language.startswith("en") else self.zh

    def filled(self, facts: Facts) -> Both:
        """The text with its {names} filled; a fact in both languages is taken in each."""
        zh, en = ({name: _in(fact, language) for name, fact in facts.items()} for language in ("zh", "en"))
        return Both(self.zh.format(**zh), self.en.format(**en))

    def __str__(self) -> str:
        return self.zh


Facts = Mapping[str, object]
"""Named values of a text; some in both languages."""


def _in(fact: object, language: str) -> object:
    return fact.of(language) if isinstance(fact, Both) else fact


def joined(texts: list[Both], between: Both) -> Both:
    """The texts one after the other."""
    return Both(between.zh.join(one.zh for one in texts), between.en.join(one.en for one in texts))


NONE = Both("", "")
LISTED = Both("、", ", ")
"""Stands between the parts of a list."""


def listing(values: Iterable[str]) -> Both:
    """Words of a scheme one after the other."""
    return joined([Both(one, f"「{one}」") for one in values], LISTED)


def quoted(values: Iterable[str]) -> Both:
    """The same, in quotation marks in Chinese too."""
    return joined([Both(f"“{one}”", f"「{one}」") for one in values], LISTED)

"""Sort and search keys of a name, made when it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from touyan.core.chinese.normal import fold
from touyan.core.chinese.pinyin import initials, pinyin, pinyin_key
from touyan.core.chinese.strokes import EmptySecond, stroke_key


@dataclass(frozen=True)
class NameKeys:
    """Keys of one name: plain ASCII, comparable as text on every database."""

    sort_stroke: str
    sort_pinyin: str
    letters: str


def keys_of(name: str, *, sort_as: str = "", reading: str = "") -> NameKeys:
    """Keys of `name`. `sort_as` places it by strokes under another spelling, `reading` is the person's own word."""
    second = EmptySecond(getattr(settings, "EMPTY_SECOND", EmptySecond.FIRST))
    letters = " ".join((fold(name), pinyin(name, reading=reading), initials(name, reading=reading)))
    return NameKeys(
        sort_stroke=stroke_key(name, empty_second=second, stand_in=sort_as)[:200],
        sort_pinyin=pinyin_key(name, reading=reading)[:200],
        letters=letters[:120],
    )

"""Readings of names: 单 is shan in a surname, 曾 zeng, 区 ou. Over pypinyin, which reads them as in running text."""

import re
from functools import lru_cache

from touyan.core.chinese.names import readings, split
from touyan.core.chinese.strokes import stroke_key

SYLLABLE = re.compile(r"[a-zü]+[1-5]")


@lru_cache(maxsize=4096)
def syllables(name: str, *, reading: str = "") -> tuple[str, ...]:
    """One syllable with its tone (1–4, 5 = none) per character, Latin text as it is, in lower case.

    `reading` is the person's own word, as "qin2 chao2" or "qin chao"; it wins over every table.
    """
    if reading:
        return tuple(part if part[-1].isdigit() else f"{part}5" for part in reading.lower().split())
    surname, given = split(name)
    known = readings().get(surname)
    head = SYLLABLE.findall(known) if known else _plain(surname)
    return (*head, *_plain(given))


def pinyin(name: str, *, reading: str = "") -> str:
    """The reading without tones and spaces, for a search box: 单晓明 → shanxiaoming."""
    return "".join(re.sub(r"\d", "", part) for part in syllables(name, reading=reading))


def initials(name: str, *, reading: str = "") -> str:
    """First letters: 单晓明 → sxm."""
    return "".join(part[0] for part in syllables(name, reading=reading))


def pinyin_key(name: str, *, reading: str = "") -> str:
    """A key of [a-z0-9]: by syllable and tone of each character; equal sounds by strokes, surnames together."""
    surname, given = split(name)
    parts = syllables(name, reading=reading)
    width = len(surname) if len(parts) == len(surname) + len(given) else 1
    return "".join((*parts[:width], stroke_key(surname), *parts[width:], stroke_key(given)))[:400]


def _plain(text: str) -> list[str]:
    if not text:
        return []
    from pypinyin import Style, lazy_pinyin  # 60 ms and 30 MB: only when a name is stored

    parts = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    return [re.sub(r"[^a-z0-9]", "", part.lower().replace("ü", "v")) or "z5" for part in parts]

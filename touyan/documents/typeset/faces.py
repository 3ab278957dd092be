"""Which font plays which part, and where the font files are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from touyan.documents.typeset.problems import NotPrintable

PACK = Path(__file__).parents[1] / "data" / "fonts"
FALLBACK = "Touyan Song"
FACES = {
    "fang": "FandolFang R",
    "kai": "Touyan Kai",
    "hei": "Touyan Hei",
    "song": "Touyan Song",
    "biaosong": "Touyan Biaosong",
}
# What the .docx names: the faces that government desktops own.
OFFICIAL = {
    "fang": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
    "song": "宋体",
    "biaosong": "方正小标宋简体",
}


@dataclass(frozen=True)
class FontSet:
    """A family for every part, and the folders in which families are looked for. System fonts are not used."""

    folders: tuple[str, ...] = (str(PACK),)
    families: Mapping[str, str] = field(default_factory=lambda: dict(FACES))

    def stacks(self) -> dict[str, list[str]]:
        """Family and fallback for every part."""
        return {part: [family, *([FALLBACK] if family != FALLBACK else [])] for part, family in self.families.items()}


@cache
def from_environment() -> FontSet:
    """The pack, or the unit's own fonts over it when TOUYAN_FONTS names a folder. Raises NotPrintable on a wrong part."""
    folder = os.environ.get("TOUYAN_FONTS", "").strip()
    families = dict(FACES)
    for pair in filter(None, os.environ.get("TOUYAN_FONT_FACES", "").split(",")):
        part, _, family = (piece.strip() for piece in pair.partition("="))
        if part not in FACES or not family:
            raise NotPrintable("faces", text=pair.strip(), possible="、".join(FACES))
        families[part] = family
    return FontSet(folders=(*([folder] if folder else []), str(PACK)), families=families)

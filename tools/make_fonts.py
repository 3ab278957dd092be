"""Makes the font pack of touyan/documents/data/fonts from fonts that anyone may take and change.

Not needed to run Touyan; run it to make the pack anew. Needs fonttools, and these Debian packages unpacked into one folder:
fonts-noto-cjk (OFL), fonts-lxgw-wenkai (OFL), texlive-lang-chinese (Fandol, GPL with font exception).

    python tools/make_fonts.py FOLDER touyan/documents/data/fonts

The OFL fonts are cut down to the characters of Chinese documents and therefore bear names of their own, as their licence
asks. FandolFang is copied unchanged.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

# Latin, Greek, punctuation, numbers in circles, arrows, box drawing, kana, full width: what documents use beside Han.
COMMON = [(0x20, 0x250), (0x370, 0x400), (0x2000, 0x2070), (0x2100, 0x27C0), (0x2E80, 0x2FE0), (0x3000, 0x3130)]
COMMON += [(0xFE30, 0xFE50), (0xFF00, 0xFFF0)]
NAMES = set(map(ord, "喆堃玥赟翀𬘡䶮㛃"))
NOTO, WENKAI = "NotoS{}CJK-{}.ttc", "LXGWWenKai-Regular.ttf"
PACK = [
    # source, family of ours, file, characters
    (NOTO.format("erif", "Regular"), "Touyan Song", "TouyanSong.otf", "all"),
    (NOTO.format("erif", "Bold"), "Touyan Biaosong", "TouyanBiaosong.otf", "gb2312"),
    (NOTO.format("ans", "Regular"), "Touyan Hei", "TouyanHei.otf", "gbk"),
    (WENKAI, "Touyan Kai", "TouyanKai.ttf", "gbk"),
]


def han(codec: str) -> set[int]:
    """Every character of a double-byte set."""
    found = set()
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode(codec)))
            except (UnicodeDecodeError, TypeError):
                continue
    return found


def opened(path: Path) -> TTFont:
    """The font, or of a collection the one for Simplified Chinese."""
    if path.suffix != ".ttc":
        return TTFont(path)
    names = [font["name"].getDebugName(1) for font in TTCollection(str(path), lazy=True).fonts]
    return TTFont(path, fontNumber=next(at for at, name in enumerate(names) if name.endswith("CJK SC")))


def wanted(font: TTFont, extent: str) -> set[int]:
    """The characters to keep, of those that the font has."""
    there = set(font.getBestCmap())
    keep = {code for start, end in COMMON for code in range(start, end)} | NAMES
    if extent == "all":
        keep |= {code for code in there if 0x3400 <= code < 0xA000 or code >= 0x20000}
    return there & (keep | han("gb2312" if extent == "gb2312" else "gbk"))


def cut(font: TTFont, characters: Iterable[int]) -> None:
    """Leave only these characters, without hints and without features that documents do not use."""
    options = subset.Options()
    options.layout_features = ["vert", "vrt2", "locl"]
    options.name_IDs, options.name_languages = ["*"], ["*"]
    options.notdef_outline, options.glyph_names, options.hinting = True, False, False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def rename(font: TTFont, family: str) -> None:
    """Give the cut font a name of its own; authors and licence stay."""
    table, plain = font["name"], family.replace(" ", "")
    table.names = [record for record in table.names if record.nameID in (0, 5, 13, 14) and record.platformID == 3]
    for number, text in ((1, family), (2, "Regular"), (3, f"{plain}-1"), (4, family), (6, plain)):
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [plain]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName, top.Weight = family, family, "Regular"


def main(source: Path, target: Path) -> None:
    """Write the pack and print its sizes."""
    for name, family, file, extent in PACK:
        font = opened(next(source.rglob(name)))
        cut(font, wanted(font, extent))
        rename(font, family)
        font.save(target / file)
    shutil.copy(next(source.rglob("FandolFang-Regular.otf")), target)
    for file in sorted(target.glob("*.[ot]tf")):
        print(f"{file.name:28} {file.stat().st_size / 1e6:5.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Write the stroke tables of touyan/core/chinese/data from public data.

    npm pack cnchar-order@3.2.6 cnchar-radical@3.2.6     (unpack both)
    apt-get download unicode-data                        (unpack, bunzip2 Unihan_*.txt)
    python tools/generate_strokes.py ORDER_DIR RADICAL_DIR UNIHAN_DIR OUT_DIR

strokes.txt holds every character of the 通用规范汉字表 and of cnchar-order, one line per number of strokes,
in the order of the rule: stroke forms 横竖撇点折 in writing order; equal ones as the 通用规范汉字表 has them
(Unihan kTGH), else by subordinate stroke forms, then by structure. Characters of the official table that
cnchar-order lacks stand right after their official predecessor (or before the next one). counts.txt holds the bare
number of strokes of every other Han character (Unihan kTotalStrokes).
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

FORMS = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "d": "4", "l": "4"}
"""Letters of cnchar-order for 横 提 竖 竖钩 撇 点 点 捺; every other letter is a 折."""
SUBORDINATE = frozenset("igl")
"""提, 竖钩, 捺 stand after the main form 横, 竖, 点 of the same group."""
STRUCTURES = ["左右结构", "左中右结构", "上下结构", "上中下结构", "半包围结构", "全包围结构", "品字结构", "独体结构"]
HEAD = "# Made by tools/generate_strokes.py; sources and licences: README.md."
LEVELS = ((1, 3500), (3501, 6500), (6501, 8105))


def letters_of(folder: Path) -> dict[str, str]:
    """Character → letters of its strokes in writing order."""
    text = (folder / "package/cnchar.order.min.js").read_text("utf-8")
    found = re.search(r"""JSON\.parse\('(\{"一".*?\})'\)""", text)
    if not found:
        raise SystemExit("cnchar-order: no table found")
    table: dict[str, str] = json.loads(found[1])
    return table


def structures_of(folder: Path) -> dict[str, int]:
    """Character → place of its structure in STRUCTURES."""
    text = (folder / "package/cnchar.radical.min.js").read_text("utf-8")
    names, table = (json.loads(part) for part in re.findall(r"JSON\.parse\('(\{.*?\})'\)", text)[:2])
    return {
        char: STRUCTURES.index(names[letter])
        for run in table.values()
        for char, letter in re.findall(r"([^\x00-\x7f])([a-h])", run)
    }


def unihan(folder: Path, file: str, field: str) -> dict[str, str]:
    """Character → value of one Unihan field."""
    lines = (line.split("\t") for line in (folder / file).read_text("utf-8").splitlines())
    return {chr(int(p[0].removeprefix("U+"), base=16)): p[2] for p in lines if len(p) == 3 and p[1] == field}


def forms(letters: str) -> str:
    return "".join(FORMS.get(letter, "5") for letter in letters)


def order(letters: dict[str, str], structure: dict[str, int], official: dict[str, int]) -> list[str]:
    """All characters with known strokes, in the order of the rule."""

    def finer(char: str) -> tuple[str, int, int]:
        subordinate = "".join("1" if letter in SUBORDINATE else "0" for letter in letters[char])
        return (subordinate, structure.get(char, len(STRUCTURES)), ord(char))

    groups: dict[tuple[int, str], list[str]] = {}
    for char, strokes in letters.items():
        groups.setdefault((len(strokes), forms(strokes)), []).append(char)
    result: list[str] = []
    for key in sorted(groups):
        result += merged(groups[key], official, finer)
    return result


def merged(chars: list[str], official: dict[str, int], finer: Callable[[str], tuple[str, int, int]]) -> list[str]:
    """Characters with equal stroke forms: the official order of each level is kept, levels merge by `finer`."""
    lists = [
        sorted((c for c in chars if low <= official.get(c, 0) <= high), key=official.__getitem__)
        for low, high in LEVELS
    ]
    lists.append(sorted((c for c in chars if c not in official), key=finer))
    result: list[str] = []
    while heads := [one for one in lists if one]:
        first = min(heads, key=lambda one: finer(one[0]))
        result.append(first.pop(0))
    return result


def placed(known: list[str], counts: dict[str, int], official: dict[str, int]) -> dict[int, list[str]]:
    """Number of strokes → characters, with those of the official table that lack strokes behind their predecessor."""
    lines: dict[int, list[str]] = {}
    for char in known:
        lines.setdefault(counts[char], []).append(char)
    have = set(known)
    for low, high in LEVELS:
        table = sorted((c for c in official if low <= official[c] <= high), key=official.__getitem__)
        for place, char in enumerate(table):
            if char in have:
                continue
            line = lines.setdefault(counts[char], [])
            after = place and table[place - 1] in line and line.index(table[place - 1]) + 1
            line.insert(after or before_next(table[place + 1 :], have, line), char)
    return lines


def before_next(following: list[str], have: set[str], line: list[str]) -> int:
    """Place in `line` before the next character of the official table that has known strokes, else its end."""
    return next((line.index(char) for char in following if char in have and char in line), len(line))


def runs(counts: dict[str, int]) -> list[str]:
    """Runs of neighbouring code points: the first in hexadecimal, then chr(32 + strokes) per character."""
    result, last = [], -2
    for char in sorted(counts):
        if ord(char) != last + 1:
            result.append(f"{ord(char):X} ")
        result[-1] += chr(32 + counts[char])
        last = ord(char)
    return result


def main(order_dir: Path, radical_dir: Path, unihan_dir: Path, out: Path) -> None:
    letters = letters_of(order_dir)
    total = {c: int(v.split()[0]) for c, v in unihan(unihan_dir, "Unihan_IRGSources.txt", "kTotalStrokes").items()}
    official = {c: int(v.split(":")[1]) for c, v in unihan(unihan_dir, "Unihan_OtherMappings.txt", "kTGH").items()}
    counts = total | {char: len(strokes) for char, strokes in letters.items()}
    lines = placed(order(letters, structures_of(radical_dir), official), counts, official)
    rows = [f"{count} {''.join(lines[count])}" for count in sorted(lines)]
    head = f"{HEAD} Number of strokes, then the characters in order."
    (out / "strokes.txt").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    done = {char for line in lines.values() for char in line}
    head = f"{HEAD} First code point, then chr(32 + strokes) each."
    rest = runs({char: count for char, count in counts.items() if char not in done})
    (out / "counts.txt").write_text("\n".join([head, *rest]) + "\n", "utf-8")
    print(f"{len(done)} characters in order, {len(counts) - len(done)} with a bare count")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:5]))

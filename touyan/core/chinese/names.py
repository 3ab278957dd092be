"""Surname and given name of a cleaned name, and how surnames are read."""

from functools import cache
from pathlib import Path


def characters(name: str) -> str:
    """The characters that take part in an order: no spaces, no middle dot."""
    return "".join(char for char in name if not char.isspace() and char != "·")


def split(name: str) -> tuple[str, str]:
    """Surname and given name. A name with a middle dot has no surname of its own: its first part stands first."""
    head, dot, tail = name.partition("·")
    if dot:
        return characters(head), characters(tail)
    chars = characters(name)
    if not _is_han(chars[:1]):
        return "", chars
    width = 2 if len(chars) > 2 and chars[:2] in readings() else 1
    return chars[:width], chars[width:]


@cache
def readings() -> dict[str, str]:
    """Surname → syllables with tones: 万俟 → mo4qi2. What is not here is read as running text."""
    text = (Path(__file__).parent / "data/readings.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return dict(pair.split("=") for line in lines for pair in line.split())


def _is_han(char: str) -> bool:
    return char >= "\u2e80"

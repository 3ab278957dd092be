"""A plain tree as YAML text: block style for what is long, one line for what is short."""

from __future__ import annotations

import re
from typing import Any

WIDE = 96
_SAFE = re.compile(r"[\w\u4e00-\u9fff（“‘《〔【][^\n\r\t\x00-\x1f]*")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_RISKY = re.compile(r": |:$| #|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\s$")


def text_of(plain: Any) -> str:
    """The tree as a YAML document that reads back to the same words."""
    return "\n".join(_block(plain, 0)) + "\n"


def word(text: str, *, flow: bool = False) -> str:
    """One word, quoted only where YAML would read it otherwise."""
    risky = _RISKY.search(text) or not _SAFE.fullmatch(text) or (flow and re.search(r"[\[\]{},]|:", text))
    if _NUMBER.fullmatch(text):
        return text
    return quoted(text) if risky else text


def quoted(text: str) -> str:
    """The text in double quotes, with what cannot stand in a line escaped."""
    out = []
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif char == "\t":
            out.append("\\t")
        elif not char.isprintable() or char in "\ufeff":
            out.append(f"\\U{ord(char):08x}")
        else:
            out.append(char)
    return '"' + "".join(out) + '"'


def flow(plain: Any) -> str:
    """The tree on one line."""
    if isinstance(plain, dict):
        return "{" + ", ".join(f"{word(k, flow=True)}: {flow(v)}" for k, v in plain.items()) + "}"
    if isinstance(plain, list):
        return "[" + ", ".join(flow(item) for item in plain) + "]"
    return word(plain, flow=True)


def _short(plain: Any, indent: int) -> str | None:
    """The tree on one line, if it is short and shallow enough to be read at a glance."""
    if isinstance(plain, str):
        return word(plain)
    line = flow(plain)
    return line if not plain or (len(line) + indent <= WIDE and _depth(plain) <= 2) else None


def _depth(plain: Any) -> int:
    if isinstance(plain, str):
        return 0
    inner = plain.values() if isinstance(plain, dict) else plain
    return 1 + max((_depth(item) for item in inner), default=0)


def _block(plain: Any, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(plain, dict):
        return [line for key, value in plain.items() for line in _entry(f"{pad}{word(key)}:", value, indent + 2)]
    if isinstance(plain, list):
        return [line for item in plain for line in _item(item, indent)]
    return [pad + word(plain)]


def _entry(head: str, value: Any, indent: int) -> list[str]:
    short = _short(value, len(head))
    return [f"{head} {short}"] if short is not None else [head, *_block(value, indent)]


def _item(item: Any, indent: int) -> list[str]:
    short = _short(item, indent + 2)
    pad = " " * indent
    if short is not None:
        return [f"{pad}- {short}"]
    lines = _block(item, indent + 2)
    return [f"{pad}- {lines[0].lstrip()}", *lines[1:]]

"""How much of a stranger's file is looked at. Every limit is a number a reader of the message can understand."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """Bytes as uploaded and unpacked, members of a package, rows, columns, pages; memory and time of the child."""

    bytes: int = 20 * MEBIBYTE
    unpacked: int = 400 * MEBIBYTE
    ratio: int = 150
    free_ratio: int = 5 * MEBIBYTE  # below this a high ratio does no harm and is common in small sheets
    members: int = 3_000
    directory: int = MEBIBYTE
    rows: int = 120_000
    columns: int = 200
    pages: int = 2_000
    pixels: int = 50_000_000
    memory: int = 700 * MEBIBYTE
    seconds: int = 20
    silence: int = 30


DEFAULT = Limits()
EVIDENCE = Limits(bytes=10 * MEBIBYTE)

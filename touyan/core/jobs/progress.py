"""How far a long job is, said from inside its one transaction: in a small file, because nobody else can read what a
transaction has not committed yet."""

from __future__ import annotations

import os
import re
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"^[a-z0-9_-]{1,60}$")


def _place(key: str) -> Path:
    if not NAME.match(key):
        raise ValueError(f"not a name of a job: {key!r}")
    return Path(settings.MEDIA_ROOT) / "progress" / key


def say(key: str, done: int, total: int) -> None:
    """From now on `heard(key)` answers (done, total), in whichever process it is asked."""
    place = _place(key)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = place.with_suffix(f".{os.getpid()}")
    half.write_text(f"{done} {total}", encoding="ascii")
    half.replace(place)


def heard(key: str) -> tuple[int, int] | None:
    """What was said last; None when nothing was said or it was forgotten."""
    try:
        done, total = _place(key).read_text(encoding="ascii").split()
        return int(done), int(total)
    except (OSError, ValueError):
        return None


def forget(key: str) -> None:
    """The job is over; its file is gone."""
    _place(key).unlink(missing_ok=True)

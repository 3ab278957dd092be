"""What is asked of a person; each room lists its own in `todo.py` as a function `todos(actor)`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, by when (None: no date), where to do it, and for which unit."""

    title: str
    url: str
    due: dt.date | None = None
    unit: str = ""
    verb: str | Promise = ""
    icon: str = "todo"

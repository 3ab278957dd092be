"""What the overview asks of the rooms below."""

from __future__ import annotations

import datetime as dt

from touyan.core.rooms import collect
from touyan.core.todo import Todo
from touyan.organizations.policy import Actor


def todos(actor: Actor) -> list[Todo]:
    """Everything that is asked of the actor, earliest first, undated last."""
    found = [todo for _room, ask in collect("todo", "todos") for todo in ask(actor)]
    return sorted(found, key=lambda todo: (todo.due or dt.date.max, todo.title))

"""`manage.py migrate`, in half the time where many tables are made: for a new installation, a restored one, a test."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ModelState, ProjectState


def add_model(state: ProjectState, model: ModelState) -> None:
    """The state knows a new model; only that one is drawn up.

    Django draws up anew, at each new model, every other that hangs together with it: with our tables nearly all of them,
    again and again. Nothing refers to a model that did not exist until now, so the others have not changed.
    """
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)  # type: ignore[attr-defined]
    if "apps" in state.__dict__:
        state._reload({key})  # type: ignore[attr-defined]


class Command(migrate.Command):
    """The database is that of this version, as with Django's own command."""

    def handle(self, *args: Any, **options: Any) -> None:
        of_django = ProjectState.add_model
        ProjectState.add_model = add_model  # type: ignore[method-assign, assignment]
        try:
            super().handle(*args, **options)
        finally:
            ProjectState.add_model = of_django  # type: ignore[method-assign]

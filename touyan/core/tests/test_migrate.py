"""The quicker migration knows the same models and relations as Django's own."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from touyan.core.management.commands.migrate import add_model


def _model(name: str, **fields: models.Field) -> ModelState:
    return ModelState("rooms", name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


def test_a_new_model_joins_what_stands_and_leaves_it_alone() -> None:
    state = ProjectState()
    add_model(state, _model("Unit"))
    unit = state.apps.get_model("rooms", "Unit")
    add_model(state, _model("Desk", unit=models.ForeignKey("rooms.Unit", models.CASCADE, related_name="desks")))
    desk = state.apps.get_model("rooms", "Desk")
    assert desk._meta.get_field("unit").related_model is unit is state.apps.get_model("rooms", "Unit")
    assert [found.related_model for found in unit._meta.related_objects] == [desk]
    state.add_field("rooms", "unit", "name", models.CharField(max_length=9), preserve_default=True)
    drawn = state.apps.get_model("rooms", "Unit")
    assert drawn._meta.get_field("name").max_length == 9
    assert state.apps.get_model("rooms", "Desk")._meta.get_field("unit").related_model is drawn


@pytest.mark.django_db
@pytest.mark.once
def test_django_has_its_own_back_after_the_command() -> None:
    of_django = ProjectState.add_model
    with pytest.raises(CommandError):
        call_command("migrate", "no_such_room")
    assert ProjectState.add_model is of_django

"""Records of the branch, for the walk of strangers."""

from __future__ import annotations

from typing import Any

from touyan.learning import services
from touyan.learning.tests.study import made, studied
from touyan.organizations.tests.cast import Cast

NAMES = (
    "programme_page",
    "programme_edit",
    "lesson_plan",
    "lesson_add",
    "lesson_remove",
    "material_add",
    "change_write",
)


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    programme = made(cast, cast.secretary)
    services.lesson_add(actor=cast.secretary, programme=programme, activity_id=studied(cast).pk)
    material = services.material_add(actor=cast.secretary, programme=programme, title="《示例》")
    change = services.change_write(actor=cast.secretary, programme=programme, text="改了走访办法")
    return {
        **{name: {"pk": programme.pk} for name in NAMES},
        "material_remove": {"pk": programme.pk, "material_id": material.pk},
        "change_withdraw": {"pk": programme.pk, "change_id": change.pk},
    }

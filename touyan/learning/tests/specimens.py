"""Records of the branch, for the walk of strangers."""

from __future__ import annotations

from typing import Any

from touyan.learning import services
from touyan.learning.models import Programme
from touyan.organizations.tests.cast import Cast

NAMES = ("programme_page", "programme_edit", "lesson_add", "material_add", "change_write")


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    values = {"unit": cast.branch, "kind": "reading", "title": "示例读书"}
    made = services.programme_save(actor=cast.secretary, programme=Programme(), values=values, version=None)
    return {name: {"pk": made.pk} for name in NAMES}

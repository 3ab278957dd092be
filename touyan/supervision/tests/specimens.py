"""Records of the cast's branch for the walk of the permission table."""

from __future__ import annotations

from typing import Any

from touyan.organizations.tests.cast import Cast
from touyan.supervision import services


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters of a record that belongs to the branch."""
    report = services.report_draft(actor=cast.secretary, unit=cast.branch, kind="midyear", year=2026)
    names = ["page", "edit", "submit", "return", "read", "plan"]
    found: dict[str, dict[str, Any]] = {f"report_{name}": {"pk": report.pk} for name in names}
    return found | {f"report_{form}": {"pk": report.pk, "number": 1} for form in ("pdf", "docx")}

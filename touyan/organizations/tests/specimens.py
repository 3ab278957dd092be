"""Records of the cast's branch for the walk of the permission table."""

from typing import Any

from touyan.organizations.tests.cast import Cast


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters of a record that belongs to the branch."""
    return {"unit_page": {"pk": cast.branch.pk}}

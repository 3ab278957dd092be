"""Records of the branch, for the walk of strangers. A draft is nobody else's business; a published brand is everybody's."""

from __future__ import annotations

from typing import Any

from touyan.brands.models import Brand
from touyan.organizations.tests.cast import Cast


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    brand = Brand.objects.create(kind="branch", unit=cast.branch, name="示例品牌")
    return {"brand_page": {"pk": brand.pk}}

"""Records of the branch, for the walk of strangers. A draft is nobody else's business; a published brand is everybody's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touyan.brands import services
from touyan.brands.models import Alert, Drive
from touyan.brands.tests import made
from touyan.core import clock
from touyan.organizations.tests.cast import Cast

BRAND = (
    "brand_page", "brand_edit", "brand_publish", "brand_life", "promise_new", "element_add", "brand_svg", "brand_png",
    "framework_page", "framework_fill", "framework_edit", "brand_heartbeat", "brand_records", "deed_link", "work_dismiss",
    "brand_path", "step_begin", "brand_quality", "review_open", "review_check", "review_visit", "decision_sign",
)  # fmt: skip


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    brand = made.whole(cast)
    promise, element = brand.promises.get(), brand.elements.first()
    deed = services.deed_link(actor=cast.secretary, promise=promise, work=made.visit(cast, 2026, 3).work)
    services.step_begin(actor=cast.secretary, brand=brand, code="launch")
    alert = Alert.objects.create(
        brand=brand, code="hollow", since=dt.date(2026, 1, 1), seen_on=clock.today(), facts={"missing": "idea"}
    )
    drive = Drive.objects.create(unit=cast.branch, title="示例交流", closes=clock.today() + dt.timedelta(days=30))
    public = made.published(cast, name="已发布的品牌")
    entry = services.drive_join(actor=cast.secretary, drive=drive, brand=public, words="一张清单")
    one = {"pk": brand.pk}
    return {
        **dict.fromkeys(BRAND, one),
        "promise_edit": {**one, "promise_id": promise.pk},
        "promise_end": {**one, "promise_id": promise.pk},
        "element_remove": {**one, "element_id": element.pk if element else 0},
        "deed_unlink": {**one, "deed_id": deed.pk},
        "deed_move": {**one, "deed_id": deed.pk},
        "brand_reading": {**one, "code": "fusion"},
        **{name: {**one, "code": "launch"} for name in ("step_prove", "step_submit", "step_decide")},
        "step_prove_by": {**one, "code": "launch", "deed_id": deed.pk},
        "alert_page": {"pk": alert.pk},
        "alert_reply": {"pk": alert.pk},
        **{name: {"pk": drive.pk} for name in ("drive_page", "drive_edit", "drive_join")},
        "drive_leave": {"pk": drive.pk, "entry_id": entry.pk},
    }

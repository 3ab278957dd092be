"""Records of the branch, for the walk of strangers."""

from __future__ import annotations

from typing import Any

from touyan.duties import services, works
from touyan.duties.models import WorkImport
from touyan.duties.tests.ledger_cast import DAY, draft
from touyan.organizations.tests.cast import Cast


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    row = services.record_post(actor=cast.secretary, draft=draft(cast, "specimen"))
    author = works.Author(cast.li.pk, 1)
    work = works.work_enter(
        actor=cast.secretary, unit=cast.branch, kind="proposal", title="示例提案", day=DAY, authors=[author]
    )
    record = ["record_page", "record_confirm", "record_object", "record_keep", "record_verify", "record_void"]
    listed = WorkImport.objects.create(
        unit=cast.branch, source="提案系统", name="清单.csv", key="specimen", kind="csv", digest="0" * 64, size=1
    )
    return {
        **{name: {"pk": listed.pk} for name in ("work_import_page", "work_import_map", "work_import_take")},
        "work_import_rest": {"pk": listed.pk},
        **{name: {"pk": row.pk} for name in [*record, "claim_withdraw"]},
        **{name: {"pk": work.pk} for name in ("work_page", "work_stage", "work_link", "work_verify")},
        "duty_file": {"person_id": cast.li.pk},
        "duty_file_print": {"person_id": cast.li.pk},
        "rate_people": {"unit_id": cast.branch.pk, "year": 2026},
    }

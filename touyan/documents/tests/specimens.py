"""Records of the cast's branch for the walk over every address."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from touyan.core.tests.files import docx_bytes
from touyan.documents.models import Export
from touyan.documents.services import document_draft, export_ready, file_keep, norm_register, norm_revise, remark_add
from touyan.documents.typeset import model as m
from touyan.organizations.tests.cast import Cast


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    document = document_draft(
        actor=cast.staff, unit=cast.branch, kind="paper", title="支部材料", body=(m.paragraph("一句话。"),)
    )
    part, remark = document.passages.get(), remark_add(actor=cast.secretary, document=document, text="请改。")
    stored = file_keep(actor=cast.staff, unit=cast.branch, upload=SimpleUploadedFile("支部.docx", docx_bytes()))
    norm = norm_register(actor=cast.staff, unit=cast.branch, title="支部制度", text="第一条 按时到会。", file=stored)
    norm_revise(actor=cast.staff, norm=norm, text="第一条 按时到会，有事请假。", note="补充")
    export: Export = export_ready(actor=cast.secretary, name="名单.xlsx", content=b"x", what="test")
    of_document = "document_page document_head passage_add document_submit document_return document_sign document_issue"
    of_norm = "norm_page norm_revise norm_state norm_compare"
    return {
        **{
            name: {"pk": document.pk}
            for name in [*of_document.split(), "document_withdraw", "remark_add", "document_sheets"]
        },
        **{name: {"pk": document.pk, "part": part.pk} for name in ("passage_edit", "passage_drop")},
        "remark_settle": {"pk": document.pk, "remark": remark.pk},
        "document_take": {"pk": document.pk, "kind": "pdf"},
        "document_sheet": {"pk": document.pk, "number": 1},
        **{name: {"pk": norm.pk} for name in of_norm.split()},
        **{name: {"pk": norm.pk, "ordinal": 1} for name in ("norm_read", "norm_file")},
        **{name: {"pk": stored.pk} for name in ("file_page", "file_take", "file_remove")},
        **{name: {"pk": export.pk} for name in ("export_page", "export_take")},
        "wording_edit": {"pk": cast.branch.pk, "code": "documents.notice"},
    }

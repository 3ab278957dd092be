"""Every verb of this room under one name, for the rooms above."""

from touyan.documents.content import Content
from touyan.documents.drafting import Extra, document_correct, document_draft, document_from_paper, document_of
from touyan.documents.exports import export_continue, export_ready, export_start
from touyan.documents.files import file_keep, file_made, file_remove
from touyan.documents.life import (
    document_issue,
    document_pictures,
    document_print,
    document_return,
    document_sign,
    document_submit,
    document_withdraw,
    remark_add,
    remark_settle,
)
from touyan.documents.norms import norm_change_state, norm_read, norm_register, norm_revise
from touyan.documents.passages import passage_add, passage_correct, passage_drop
from touyan.documents.series import series_open, wording_of, wording_set
from touyan.documents.wording import Fill, Source

__all__ = [
    "Content",
    "Extra",
    "Fill",
    "Source",
    "document_correct",
    "document_draft",
    "document_from_paper",
    "document_issue",
    "document_of",
    "document_pictures",
    "document_print",
    "document_return",
    "document_sign",
    "document_submit",
    "document_withdraw",
    "export_continue",
    "export_ready",
    "export_start",
    "file_keep",
    "file_made",
    "file_remove",
    "norm_change_state",
    "norm_read",
    "norm_register",
    "norm_revise",
    "passage_add",
    "passage_correct",
    "passage_drop",
    "remark_add",
    "remark_settle",
    "series_open",
    "wording_of",
    "wording_set",
]

"""Kinds of documents, their lives, and who may do what. Pure data and decisions, no queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touyan.documents.typeset.model import Form
from touyan.organizations.rules import EVERYONE, LEADERS, SECRETARIES, STAFF, Permit, Role


class DocumentKind(models.TextChoices):
    """The kinds that a committee writes (党政机关公文处理工作条例 第八条), and papers without a number."""

    NOTICE = "notice", _("通知")
    CIRCULAR = "circular", _("通报")
    REPORT = "report", _("报告")
    REQUEST = "request", _("请示")
    LETTER = "letter", _("函")
    MINUTES = "minutes", _("纪要")
    OPINION = "opinion", _("意见")
    SUMMARY = "summary", _("总结")
    LISTING = "listing", _("名册清单")
    PAPER = "paper", _("材料")


FORMS: dict[str, Form] = {
    DocumentKind.LETTER: Form.LETTER,
    DocumentKind.MINUTES: Form.MINUTES,
    DocumentKind.SUMMARY: Form.PLAIN,
    DocumentKind.LISTING: Form.PLAIN,
    DocumentKind.PAPER: Form.PLAIN,
}
UPWARD = frozenset({DocumentKind.REPORT, DocumentKind.REQUEST})
UNNUMBERED = frozenset({DocumentKind.SUMMARY, DocumentKind.LISTING, DocumentKind.PAPER})


def form_of(kind: str) -> Form:
    """The first page of a kind; red unless listed."""
    return FORMS.get(kind, Form.RED)


class State(models.TextChoices):
    """The life of a document."""

    DRAFT = "draft", _("起草")
    SUBMITTED = "submitted", _("待签发")
    RETURNED = "returned", _("请修改")
    SIGNED = "signed", _("已签发")
    ISSUED = "issued", _("已印发")
    WITHDRAWN = "withdrawn", _("已作废")


@dataclass(frozen=True)
class Step:
    """One verb of a document's life: from which states, to which, by whom, and how it is called."""

    action: str
    label: str | Promise
    states: frozenset[str]
    to: str


STEPS: dict[str, Step] = {
    "submit": Step("document.write", _("送签"), frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED),
    "return": Step("document.sign", _("退回修改"), frozenset({State.SUBMITTED}), State.RETURNED),
    "sign": Step("document.sign", _("签发"), frozenset({State.SUBMITTED}), State.SIGNED),
    "issue": Step("document.issue", _("编号印发"), frozenset({State.SIGNED}), State.ISSUED),
    "withdraw": Step("document.issue", _("作废"), frozenset({State.SIGNED, State.ISSUED}), State.WITHDRAWN),
}
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
BADGES = {
    State.DRAFT: "info",
    State.SUBMITTED: "due",
    State.RETURNED: "late",
    State.SIGNED: "done",
    State.ISSUED: "done",
    State.WITHDRAWN: "rest",
}


class NormState(models.TextChoices):
    """Whether a normative document binds (O9)."""

    TRIAL = "trial", _("试行")
    IN_FORCE = "in_force", _("施行")
    REPEALED = "repealed", _("已废止")
    REPLACED = "replaced", _("已被替代")


BINDING = frozenset({NormState.TRIAL, NormState.IN_FORCE})
NORM_BADGES = {
    NormState.TRIAL: "due",
    NormState.IN_FORCE: "done",
    NormState.REPEALED: "rest",
    NormState.REPLACED: "rest",
}
NORM_NEXT: dict[str, frozenset[str]] = {
    NormState.TRIAL: frozenset({NormState.IN_FORCE, NormState.REPEALED, NormState.REPLACED}),
    NormState.IN_FORCE: frozenset({NormState.REPEALED, NormState.REPLACED}),
    NormState.REPEALED: frozenset(),
    NormState.REPLACED: frozenset(),
}


class ExportState(models.TextChoices):
    """How far a file that is being made has come."""

    RUNNING = "running", _("生成中")
    READY = "ready", _("可下载")
    TAKEN = "taken", _("已下载")
    FAILED = "failed", _("未生成")


WRITERS = STAFF | SECRETARIES | {Role.ASSESSMENT_OFFICE}
SIGNERS = LEADERS | SECRETARIES
PERMITS: dict[str, Permit] = {
    "document.view": Permit(_("查看公文"), WRITERS | LEADERS | {Role.AUDITOR}),
    "document.write": Permit(_("起草公文"), WRITERS),
    "document.sign": Permit(_("签发公文"), SIGNERS),
    "document.issue": Permit(_("编号、印发和作废公文"), STAFF | SECRETARIES),
    "document.series": Permit(_("管理发文字号和模板"), STAFF),
    "norm.view": Permit(_("查看制度"), EVERYONE),
    "norm.manage": Permit(_("登记和修订制度"), STAFF),
    "file.view": Permit(_("查看资料"), WRITERS | LEADERS | {Role.AUDITOR}),
    "file.keep": Permit(_("上传资料"), WRITERS),
    "document.search": Permit(_("查找公文、制度和资料"), EVERYONE),
    "export.own": Permit(_("下载本人生成的文件"), own=True),
}

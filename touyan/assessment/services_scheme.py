"""Verbs of the table form, the workbook, the library and the signed exception. Each ends in a whole new text of a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from touyan.assessment import library, scheme, seals
from touyan.assessment.editing import BLANK, Draft, NotEditable
from touyan.assessment.models import ExceptionSignature, SchemeText
from touyan.assessment.rules import SchemeState
from touyan.assessment.services import scheme_draft, scheme_write
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.scoring.language import dump
from touyan.scoring.language.books import MOST_BYTES, dump_book, load_book


def opened(text: SchemeText) -> Draft:
    """The text as places. Refused when it must be mended as text first."""
    try:
        return Draft(text.text)
    except NotEditable:
        raise Refused(
            _("这份文本还不能按表格修改。"), possible=_("请先用“修改文本”改正文本里的格式问题。"), status=409
        ) from None


def place_get(text: SchemeText, part: int, kind: str, index: int) -> tuple[Draft, dict[str, Any]]:
    """(the text as places, the table at a place); Refused with 404 when there is none."""
    draft = opened(text)
    try:
        return draft, draft.table(part, kind, index)
    except KeyError:
        raise Refused(_("细则里没有这一处。"), status=404) from None


def construct_write(
    *, actor: Actor, text: SchemeText, part: int, kind: str, index: int, table: dict[str, Any], row_version: int
) -> SchemeText:
    """The draft with another table at a place."""
    draft, own = place_get(text, part, kind, index)
    own.clear()
    own.update(table)
    return scheme_write(actor=actor, draft=text, text=draft.text, row_version=row_version)


MOVES = {"up": -1, "down": 1}


def construct_move(
    *, actor: Actor, text: SchemeText, part: int, kind: str, index: int, verb: str, row_version: int
) -> tuple[str, int] | None:
    """Add, remove or move a row; the place of a new one, None else."""
    draft = opened(text)
    made = None
    try:
        if verb == "add":
            made = draft.add(part, kind, index)
        elif verb == "remove":
            draft.remove(part, kind, index)
        elif verb in MOVES:
            draft.move(part, kind, index, MOVES[verb])
        else:
            raise KeyError(verb)
    except KeyError:
        raise Refused(_("细则里没有这一处。"), status=404) from None
    scheme_write(actor=actor, draft=text, text=draft.text, row_version=row_version)
    return made


def scheme_blank(*, actor: Actor, body: Unit, title: str, version: str) -> SchemeText:
    """A draft with the frame of a scheme and no clause yet."""
    text = BLANK.format(title=title, body=body.name, version=version, year=clock.today().year)
    return scheme_draft(actor=actor, body=body, title=title, version=version, text=text)


@transaction.atomic
def about_write(
    *, actor: Actor, text: SchemeText, trial: bool, office: str, effective_on: dt.date | None
) -> SchemeText:
    """Trial or not, who interprets it, from which day: on the title page, for a draft only."""
    policy.require(actor, "scheme.edit", text.body)
    if text.state != SchemeState.DRAFT:
        raise Refused(_("已施行的细则不能改动。"), possible=_("请复制为新版本后修改。"), status=409)
    text.trial, text.office, text.effective_on = trial, office.strip(), effective_on
    text.save(update_fields=["trial", "office", "effective_on"])
    seals.record(actor, "scheme.edit", text, unit=text.body, detail={"verb": "about"})
    return text


@transaction.atomic
def cases_write(*, actor: Actor, text: SchemeText, cases: str) -> SchemeText:
    """Other hand cases for a draft."""
    policy.require(actor, "scheme.edit", text.body)
    if text.state != SchemeState.DRAFT:
        raise Refused(_("已施行的细则不能改动。"), possible=_("请复制为新版本后修改。"), status=409)
    text.cases = cases
    text.save(update_fields=["cases"])
    seals.record(actor, "scheme.edit", text, unit=text.body, detail={"verb": "cases"})
    return text


@transaction.atomic
def exception_sign(*, actor: Actor, text: SchemeText, part: str, finding: str, node: str, reason: str) -> SchemeText:
    """A leader allows, by name and reason, what the linter holds against a clause, where the public rule lets them."""
    policy.require(actor, "scheme.adopt", text.body)
    stands = SchemeText.objects.select_for_update().get(pk=text.pk)
    found = [one for one in scheme.findings(stands.text) if (one.scheme, one.code, one.node) == (part, finding, node)]
    if not found or stands.state != SchemeState.DRAFT:
        raise Refused(_("细则里没有这条意见。"), status=404)
    if not found[0].may_be_excepted:
        raise Refused(_("这一条规定不允许例外。"), possible=_("请修改或删去这一项。"), status=409)
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    draft = opened(stands)
    number = next(k for k, one in enumerate(draft.parts) if one.get("方案") == part)
    row = {
        "例外": finding,
        "项目": node,
        "签批人": actor.name,
        "日期": clock.today().isoformat(),
        "理由": whole(reason, 300, _("理由")),
    }
    draft.rows(number, "exception").append(row)
    stands.text = draft.text
    stands.digest, stands.row_version = scheme.digest_of(stands.text), stands.row_version + 1
    stands.save(update_fields=["text", "digest", "row_version"])
    signed = ExceptionSignature.objects.create(
        scheme=stands, part=part, finding=finding, node=node, reason=row["理由"], by_account=actor.account_id,
        by_name=actor.name, on=clock.today(),
    )  # fmt: skip
    seals.record(actor, "scheme.adopt", signed, unit=stands.body, detail={"verb": "except", "finding": finding})
    seals.record(actor, "scheme.adopt", stands, unit=stands.body, detail={"verb": "except", "finding": finding})
    return stands


def book_of(text: SchemeText) -> bytes:
    """The scheme as a workbook, without loss. Refused while it has problems."""
    document, problems = scheme.parsed(text.text)
    if document is None:
        raise Refused(
            _("细则还有 %(n)s 处问题，不能导出表格。") % {"n": len(problems)}, possible=_("请先逐条改正。"), status=409
        )
    return dump_book(document)


def book_take(*, actor: Actor, text: SchemeText, data: bytes, name: str, row_version: int) -> list[str]:
    """The draft becomes what the workbook says; or every problem with sheet and cell, and nothing is changed."""
    policy.require(actor, "scheme.edit", text.body)
    if len(data) > MOST_BYTES:
        raise Refused(_("文件太大。"), possible=_("请只上传导出的细则表格。"))
    loaded = load_book(data, name)
    if loaded.document is None:
        return [one.told(get_language() or "zh") for one in loaded.problems]
    scheme_write(actor=actor, draft=text, text=dump(loaded.document), row_version=row_version)
    return []


@transaction.atomic
def library_take(*, actor: Actor, body: Unit, name: str) -> SchemeText:
    """A published rule of the library as one's own draft, with its hand cases; the text is still to be checked word by word."""
    found = library.get(name)
    if found is None:
        raise Refused(_("资料库里没有这部办法。"), status=404)
    taken = set(SchemeText.objects.filter(body=body, title=found.title[:100]).values_list("version", flat=True))
    wanted = _("据公开办法 %(day)s") % {"day": clock.today().isoformat()}
    version = next(one for one in (wanted, *(f"{wanted} {n}" for n in range(2, 100))) if one[:40] not in taken)
    made = scheme_draft(actor=actor, body=body, title=found.title[:100], version=version[:40], text=found.text)
    made.cases, made.origin = found.cases, name
    made.save(update_fields=["cases", "origin"])
    seals.record(actor, "scheme.edit", made, unit=body, detail={"verb": "take", "from": name})
    return made

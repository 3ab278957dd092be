"""The roster as a workbook and as a printed list. Telephones are masked unless a right to see them is used and recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.sheets import Column, Sheet, write_book
from touyan.core.words import date_words
from touyan.members import selectors
from touyan.members.models import Member, MemberQuerySet
from touyan.members.rules import Affiliation
from touyan.members.selectors import Chosen
from touyan.organizations import policy
from touyan.organizations.models import Term
from touyan.organizations.policy import Actor

CHUNK = 1000
MOST = 10_000
"""Members in one file: four times the largest committee there is, made in about four seconds."""


def columns() -> tuple[Column, ...]:
    """What goes out; the same headings come in again."""
    return (
        Column("at", _("序号"), "integer"),
        Column("name", _("姓名")),
        Column("number", _("委员编号")),
        Column("gender", _("性别")),
        Column("ethnicity", _("民族")),
        Column("affiliation", _("党派")),
        Column("is_party_member", _("中共党员")),
        Column("standing", _("常务委员")),
        Column("sector", _("界别")),
        Column("work", _("单位职务"), width=30),
        Column("expertise", _("专业领域")),
        Column("phone", _("联系电话"), "phone", sensitive=True),
        Column("committee", _("专门委员会")),
        Column("branch", _("履职临时党支部")),
    )


def roster_export(*, actor: Actor, term: Term, chosen: Chosen, reveal: bool = False) -> BinaryIO:
    """The members that the actor sees and chose, as an .xlsx that is on no disk's list any more once it is closed.

    With `reveal` telephones stand in full; both are in the journal. More than MOST members are refused.
    """
    policy.require(actor, "member.export", term.committee)
    if reveal and not policy.can(actor, "member.phone", term.committee):
        raise Refused(_("您没有导出完整电话的权限。"), possible=_("可以导出电话打码的名册。"), status=403)
    rows = selectors.members(actor, term, chosen)
    if rows.count() > MOST:
        raise Refused(_("一次最多导出%(n)d人。") % {"n": MOST}, possible=_("请按界别或党派缩小范围后分次导出。"))
    note = _("导出人：%(name)s　导出日期：%(day)s") % {"name": actor.name, "day": date_words(clock.today())}
    sheet = Sheet(_("委员名册"), columns(), _rows(rows), title=f"{term.committee.name}{term.name}", note=note)
    with tempfile.TemporaryDirectory(prefix="touyan-roster-") as folder:
        path = Path(folder) / "roster.xlsx"
        count = write_book([sheet], path, reveal=reveal, author=actor.name)
        detail = {"rows": count, "phones": "full" if reveal else "masked"}
        journal.record(actor, "member.export", term, unit=term.committee, outcome="read", detail=detail)
        return path.open("rb")


def _rows(members: MemberQuerySet) -> Iterator[dict[str, Any]]:
    """Rows in order, read in pieces so that memory does not grow with the roster."""
    ids = list(members.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        stated = Member.objects.in_bulk(part)
        by_pk = {line.pk: line for line in selectors.lines(Member.objects.filter(pk__in=part))}
        for at, pk in enumerate(part, start + 1):
            yield _row(at, stated[pk], by_pk[pk])


def _row(at: int, member: Member, line: selectors.Line) -> dict[str, Any]:
    return {
        "at": at,
        "name": line.name,
        "number": line.number,
        "gender": member.get_gender_display(),
        "ethnicity": member.ethnicity,
        "affiliation": str(Affiliation(member.affiliation).label),
        "is_party_member": member.is_party_member,
        "standing": member.standing,
        "sector": line.sector,
        "work": line.work,
        "expertise": member.expertise,
        "phone": member.phone or None,
        "committee": line.committee,
        "branch": line.branch,
    }

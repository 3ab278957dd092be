"""The personal fields of this room and of the organisation below it, each with its purpose; and the whole inventory."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from touyan.core.personal import Label, Mask, Personal
from touyan.core.rooms import collect

TERM = _("任期内使用；离任后随届次名册存档。")
ACCOUNT = _("账号停用后一年删除。")

FIELDS: dict[str, Personal] = {
    "organizations.person.name": Personal(_("名册、名单和文件中的姓名"), Label.PUBLIC, TERM),
    "organizations.person.sort_stroke": Personal(_("按姓氏笔画排序"), Label.INTERNAL, TERM),
    "organizations.person.sort_pinyin": Personal(_("按拼音排序"), Label.INTERNAL, TERM),
    "organizations.account.username": Personal(_("登录"), Label.PERSONAL, ACCOUNT, Mask.HIDDEN),
    "organizations.account.password": Personal(_("登录；只存不可还原的摘要"), Label.PRIVATE, ACCOUNT, Mask.HIDDEN),
    "organizations.account.language": Personal(_("界面语言"), Label.INTERNAL, ACCOUNT),
    "organizations.account.reading": Personal(_("字号和对比度"), Label.INTERNAL, ACCOUNT),
    "members.member.number": Personal(_("区分同名委员"), Label.INTERNAL, TERM),
    "members.member.affiliation": Personal(_("名单中的党派一栏"), Label.PUBLIC, TERM),
    "members.member.is_party_member": Personal(_("编入履职临时党支部，落实党的组织全覆盖"), Label.INTERNAL, TERM),
    "members.member.standing": Personal(_("名单中标注常委"), Label.PUBLIC, TERM),
    "members.member.gender": Personal(_("名单中标注（女）"), Label.PUBLIC, TERM),
    "members.member.ethnicity": Personal(_("名单中标注汉族以外的民族"), Label.PERSONAL, TERM),
    "members.member.work": Personal(_("名单中的单位职务一栏"), Label.PUBLIC, TERM),
    "members.member.expertise": Personal(_("按专长编入专门委员会"), Label.INTERNAL, TERM),
    "members.member.phone": Personal(
        _("活动通知和联系"), Label.PERSONAL, _("本人可随时删除；离任后三十日内删除。"), Mask.PHONE
    ),
    "members.member.end_reason": Personal(_("名册变动说明"), Label.INTERNAL, TERM),
    "members.member.sort_as": Personal(_("生僻字排序"), Label.INTERNAL, TERM),
    "members.member.reading": Personal(_("按拼音排序和查找"), Label.INTERNAL, TERM),
    "members.member.sort_stroke": Personal(_("按姓氏笔画排序"), Label.INTERNAL, TERM),
    "members.member.sort_pinyin": Personal(_("按拼音排序"), Label.INTERNAL, TERM),
    "members.member.letters": Personal(_("按拼音和首字母查找"), Label.INTERNAL, TERM),
    "members.datarequest.kind": Personal(_("答复您的申请"), Label.PERSONAL, TERM, Mask.HIDDEN),
    "members.datarequest.field": Personal(_("答复您的申请"), Label.PERSONAL, TERM, Mask.HIDDEN),
    "members.datarequest.wanted": Personal(_("答复您的申请"), Label.PERSONAL, TERM, Mask.HIDDEN),
    "members.datarequest.words": Personal(_("答复您的申请"), Label.PERSONAL, TERM, Mask.HIDDEN),
    "members.datarequest.answer": Personal(_("答复您的申请"), Label.PERSONAL, TERM, Mask.HIDDEN),
}


# Columns that no form shows have no name of their own; their reader is told one here.
UNNAMED = {
    "sort_stroke": _("姓名的笔画顺序"),
    "sort_pinyin": _("姓名的拼音顺序"),
    "letters": _("姓名的拼音首字母"),
    "language": _("语言设置"),
    "reading": _("阅读设置"),
    "by_name": _("写下的人"),
}
NAMED = {"members.member.reading"}


@dataclass(frozen=True)
class Entry:
    """A field as its reader is told: heading, purpose, how long it is kept, who sees it how."""

    key: str
    heading: str
    personal: Personal


def inventory() -> list[Entry]:
    """Every personal field of every room, in the order of the floors."""
    found = {key: personal for _room, fields in collect("personal", "FIELDS") for key, personal in fields.items()}
    return [Entry(key, _heading(key), personal) for key, personal in found.items()]


def _heading(key: str) -> str:
    room, model, name = key.split(".")
    if name in UNNAMED and key not in NAMED:
        return str(UNNAMED[name])
    return str(getattr(apps.get_model(room, model)._meta.get_field(name), "verbose_name", name))

"""One declaration of the roster's columns, for the template, the import and the export."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from touyan.core.chinese.normal import clean_name, name_fault
from touyan.core.sheets import Column
from touyan.members import selectors
from touyan.members.rules import Affiliation, Gender
from touyan.organizations.models import Term, Unit
from touyan.organizations.rules import Kind


def roster_columns(term: Term) -> tuple[Column, ...]:
    """Columns of a list of members of `term`; sectors and units by full or short name."""
    return (
        Column("name", _("姓名"), required=True, max_length=60, check=_name, example="欧阳晓明"),
        Column("number", _("委员编号"), max_length=20, hint=_("同名委员必须填写。"), example="0012"),
        Column("gender", _("性别"), "choice", choices=_labels(Gender)),
        Column("ethnicity", _("民族"), max_length=12, example="畲族"),
        Column(
            "affiliation", _("党派"), "choice", required=True, choices=_affiliations(), aliases=("党派名称", "政治面貌")
        ),
        Column("is_party_member", _("中共党员"), "yesno", hint=_("党派为中国共产党的可不填。")),
        Column("standing", _("常务委员"), "yesno", aliases=("常委",)),
        Column("sector", _("界别"), "choice", choices=_sectors()),
        Column("work", _("单位职务"), max_length=120, aliases=("单位及职务", "工作单位及职务"), width=30),
        Column("expertise", _("专业领域"), max_length=60),
        Column("phone", _("联系电话"), "phone", sensitive=True, aliases=("手机", "电话", "手机号")),
        Column(
            "committee", _("专门委员会"), "choice", choices=_units(term, Kind.SPECIAL_COMMITTEE), aliases=("专委会",)
        ),
        Column(
            "branch",
            _("履职临时党支部"),
            "choice",
            choices=_units(term, Kind.TEMPORARY_BRANCH),
            aliases=("临时党支部",),
        ),
        Column("start", _("任职日期"), "date", example="2022-04-01"),
    )


def _name(value: str) -> str | None:
    name = clean_name(value)
    if not name:
        return _("不能为空。")
    if fault := name_fault(name):
        return _("姓名中的“%(char)s”不能使用。") % {"char": fault}
    return None


def _labels(kind: type[Gender]) -> dict[str, str]:
    return {str(label): value for value, label in kind.choices}


def _affiliations() -> dict[str, str]:
    short = {
        "中共": "cpc",
        "中共党员": "cpc",
        "农工": "nonggong",
        "致公": "zhigong",
        "九三": "jiusan",
        "无党派": "no_party",
    }
    return {str(label): value for value, label in Affiliation.choices} | short


def _sectors() -> dict[str, int]:
    found = list(selectors.sectors())
    return {sector.name: sector.pk for sector in found} | {sector.short: sector.pk for sector in found if sector.short}


def _units(term: Term, kind: Kind) -> dict[str, Unit]:
    return _by_name(selectors.units_under(term, kind))


def _by_name(units: Iterable[Unit]) -> dict[str, Unit]:
    found = list(units)
    return {unit.name: unit for unit in found} | {unit.short: unit for unit in found if unit.short}

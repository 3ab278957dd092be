"""What is filled in for the assessment of units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.assessment.lines_units import Line
from touyan.assessment.selectors_units import Row
from touyan.assessment.services_units import ONE, Given
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.sheets import Column
from touyan.organizations.forms import DateInput
from touyan.organizations.models import Unit

COLUMNS = (
    Column("unit", _("单位"), required=True, max_length=100, hint=_("全称或简称"), example="某某处", width=30),
    Column("points", _("得分"), kind="decimal", required=True, least=0, hint=_("最多四位小数"), example="92.5"),
)


class OutsideForm(forms.Form):
    """Results of another measure, typed or as a workbook."""

    source = forms.ChoiceField(label=_("来源"))
    version = forms.CharField(label=_("版本"), max_length=60, help_text=_("例如：2026年度考评结果，某发〔2026〕3号"))
    day = forms.DateField(label=_("确定日期"), widget=DateInput())
    file = forms.FileField(
        label=_("工作簿"), required=False, help_text=_("两列：单位、得分。.xlsx 或 .csv；也可以在下面逐个填写")
    )

    def __init__(self, *args: Any, sources: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["source"].choices = [(one, one) for one in sources]  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    """One finding on one unit."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    option = forms.ChoiceField(label=_("哪一种情形"), required=False)
    day = forms.DateField(label=_("日期"), widget=DateInput())
    place = forms.CharField(
        label=_("抽查的地方"), max_length=60, required=False, help_text=_("抽查发现的，写明到了哪里")
    )
    reason = forms.CharField(label=_("依据"), max_length=200, help_text=_("看到什么、凭什么材料"))

    def __init__(self, *args: Any, line: Line, rows: list[Row], **more: Any) -> None:
        super().__init__(*args, initial={"day": clock.today()}, **more)
        mine = [row.unit.pk for row in rows if row.mine]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=mine).order_by("order", "code")  # type: ignore[attr-defined]
        self.fields["option"].choices = [(one.key, one.key) for one in line.options]  # type: ignore[attr-defined]
        if len(line.options) < 2:
            del self.fields["option"]

    def given(self) -> Given:
        """The finding as an entry of one."""
        data = self.cleaned_data
        return Given(data["unit"], ONE, data["day"], data.get("option", ""), data["place"], data["reason"])


def amount_of(text: str, who: object) -> int | None:
    """A typed number in 1/10,000; None for an empty field. Refused for nonsense or more than four decimals."""
    text = text.strip()
    if not text:
        return None
    try:
        scaled = Decimal(text) * ONE
    except InvalidOperation:
        scaled = Decimal("NaN")
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise Refused(_t("“%(unit)s”的“%(text)s”不是数字，或多于四位小数。") % {"unit": who, "text": text[:20]})
    return int(scaled)


def given_in(post: Mapping[str, str], rows: list[Row], line: Line) -> list[Given]:
    """Marks or amounts as the page of a line sent them: fields q-<unit>, r-<unit>, and one day for all."""
    day = _day(post.get("day", ""))
    found = []
    for row in rows:
        quantity = amount_of(post.get(f"q-{row.unit.pk}", ""), row.unit) if row.mine else None
        if quantity is not None:
            reason = post.get(f"r-{row.unit.pk}", "")
            option = post.get("option", "") if len(line.options) > 1 else ""
            found.append(Given(row.unit, quantity, day, option, "", reason))
    if not found:
        raise Refused(_t("还没有填任何一个单位。"))
    return found


def as_typed(post: Mapping[str, str], rows: list[Row]) -> list[Row]:
    """The rows with what was typed, so that a refusal loses nothing."""
    return [
        replace(row, quantity=post.get(f"q-{row.unit.pk}", "")[:40], reason=post.get(f"r-{row.unit.pk}", "")[:400])
        for row in rows
    ]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise Refused(_t("日期不正确。")) from None


def points_in(post: Mapping[str, str], units: list[Unit]) -> dict[int, int]:
    """Typed results: fields p-<unit>."""
    typed = {unit.pk: amount_of(post.get(f"p-{unit.pk}", ""), unit) for unit in units}
    return {unit: amount for unit, amount in typed.items() if amount is not None}


class AssignForm(forms.Form):
    """Until when, and which ballots."""

    due = forms.DateField(label=_("完成期限"), widget=DateInput())
    ballots = forms.ModelMultipleChoiceField(
        label=_("引用的民主测评"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只能引用已经签署公布的；题目、类别和选项的名称应与细则一致"),
    )

    def __init__(self, *args: Any, ballots: Any, asks: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ballots"].queryset = ballots  # type: ignore[attr-defined]
        if not asks:
            del self.fields["ballots"]

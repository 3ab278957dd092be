"""Forms of the table editor, the library and the workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.organizations.forms import DateInput
from touyan.organizations.models import Unit


class BlankForm(forms.Form):
    """A new scheme, begun from nothing."""

    body = forms.ModelChoiceField(label=_("制定单位"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("名称"), max_length=100)
    version = forms.CharField(label=_("版本"), max_length=40, help_text=_("例如：2026年试行"))

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class AboutForm(forms.Form):
    """The title page of a scheme."""

    trial = forms.BooleanField(label=_("试行"), required=False)
    office = forms.CharField(label=_("解释单位"), max_length=60, required=False)
    effective_on = forms.DateField(
        label=_("施行日期"), required=False, widget=DateInput(), help_text=_("不填就是签发当天")
    )


class CasesForm(forms.Form):
    """Hand cases as text."""

    cases = forms.CharField(
        label=_("手算用例"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "code", "spellcheck": "false"}),
        help_text=_("每个用例一句话、几条记录、应得的分；保存后由引擎逐个核对"),
    )


class BookForm(forms.Form):
    """A workbook that was exported here and changed."""

    book = forms.FileField(label=_("细则表格（.xlsx）"), help_text=_("涉密不上网。请只上传从这里导出后修改的表格"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ExceptionForm(forms.Form):
    """Why a finding is allowed."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TakeForm(forms.Form):
    """Whose draft it becomes."""

    body = forms.ModelChoiceField(label=_("制定单位"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]

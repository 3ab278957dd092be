"""Forms of assessment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.assessment.rules import Use
from touyan.core import clock
from touyan.organizations.forms import DateInput
from touyan.organizations.models import Unit


class SchemeForm(forms.Form):
    """A new draft."""

    body = forms.ModelChoiceField(label=_("制定单位"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("名称"), max_length=100)
    version = forms.CharField(label=_("版本"), max_length=40, help_text=_("例如：2026年试行"))
    text = forms.CharField(
        label=_("细则文本"),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "code", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class SchemeTextForm(forms.Form):
    """Another text for a draft."""

    text = forms.CharField(
        label=_("细则文本"),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "code", "spellcheck": "false"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RunForm(forms.Form):
    """Start a run."""

    scheme_key = forms.ChoiceField(label=_("考评方案"))
    label = forms.CharField(label=_("名称"), max_length=100)
    as_of = forms.DateField(label=_("数据截止"), widget=DateInput(), help_text=_("此后入库的记录不计入这一次"))
    lower = forms.BooleanField(
        label=_("包括所属区县（市）政协的委员"),
        required=False,
        help_text=_("在两级都任委员的，按上一级计一次，两级的记录合并"),
    )

    def __init__(self, *args: Any, keys: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme_key"].choices = keys  # type: ignore[attr-defined]

    def clean_as_of(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["as_of"]
        if day > clock.today():
            raise forms.ValidationError(_("数据截止不能在今天之后。"))
        return day


class CorrectionForm(forms.Form):
    """Start a correction."""

    reason = forms.CharField(label=_("更正原因"), max_length=200, help_text=_("写明改了哪条记录、为什么"))


class ObjectionForm(forms.Form):
    """What is wrong with a line."""

    text = forms.CharField(
        label=_("哪里不对"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例如：9月8日的视察我参加了，记录里没有。"),
    )
    node = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    fact = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """The written answer to an objection."""

    answer = forms.CharField(
        label=_("答复"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明查了哪些记录、依据哪一条"),
    )
    upheld = forms.ChoiceField(
        label=_("处理"),
        choices=[("no", _("维持原结果")), ("yes", _("异议成立，更正记录后重新计算"))],
        widget=forms.RadioSelect,
    )


class UseForm(forms.Form):
    """A leader uses a result."""

    kind = forms.ChoiceField(label=_("运用方式"), choices=Use.choices, widget=forms.RadioSelect)
    basis = forms.CharField(label=_("依据的条款"), max_length=200)
    told_on = forms.DateField(label=_("告知本人的日期"), widget=DateInput())

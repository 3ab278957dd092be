"""Forms of returns to other bodies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.assessment.outside import EXAMPLES, kind_words
from touyan.assessment.rules import Way
from touyan.core import clock
from touyan.duties.words import Stage
from touyan.organizations.forms import DateInput
from touyan.organizations.models import Person, Unit


class OutsideForm(forms.Form):
    """A new return."""

    unit = forms.ModelChoiceField(label=_("被考评单位"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("考评名称"), max_length=100)
    issuer = forms.CharField(label=_("组织考评的单位"), max_length=60)
    basis = forms.CharField(label=_("文件依据"), max_length=200, required=False)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    due = forms.DateField(label=_("上报截止"), required=False, widget=DateInput())
    example = forms.ChoiceField(label=_("从示例指标开始"), required=False)

    def __init__(self, *args: Any, units: Any, copied: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year
        named = [(key, title) for key, (title, _rows) in EXAMPLES.items()]
        self.fields["example"].choices = [("", _("空白，自己逐项写")), *named]  # type: ignore[attr-defined]
        if copied:
            del self.fields["example"]


class ItemForm(forms.Form):
    """An indicator and the way it is answered."""

    code = forms.CharField(label=_("序号"), max_length=20, required=False)
    text = forms.CharField(label=_("指标原文"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    points = forms.CharField(label=_("分值"), max_length=20, required=False)
    way = forms.ChoiceField(
        label=_("怎样取数"), choices=Way.choices, widget=forms.RadioSelect, help_text=_("系统有记录的不再请人填")
    )
    what = forms.ChoiceField(label=_("取哪一类记录或活动"), required=False)
    narrowed = forms.ChoiceField(label=_("限定环节"), required=False)
    target = forms.IntegerField(
        label=_("要求数"), required=False, min_value=0, help_text=_("件数、次数、人数或百分之几；没有就不填")
    )
    asked = forms.ModelChoiceField(
        label=_("请谁填"), required=False, queryset=Person.objects.none(), help_text=_("只在系统没有记录时用")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = people  # type: ignore[attr-defined]
        self.fields["what"].choices = [("", _("不限")), *kind_words().items()]  # type: ignore[attr-defined]
        self.fields["narrowed"].choices = [("", _("不限")), *Stage.choices]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What no record knows."""

    answer = forms.CharField(
        label=_("情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("写事实，附文号更好")
    )

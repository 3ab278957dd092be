"""What is typed about learning."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.learning.models import Change, Material, Programme


class ProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A programme as it should read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Programme
        fields = ["unit", "kind", "title", "about", "closed"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial["unit"] = units.first()
            del self.fields["closed"]


class SessionForm(forms.Form):
    """One session to come: three answers, the rest is known from the programme."""

    title = forms.CharField(label=_("名称"), max_length=120)
    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("开始时间"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("地点"), max_length=100, required=False)
    invite = forms.BooleanField(
        label=_("邀请组织单位全体人员"),
        required=False,
        help_text=_("不勾选时，稍后在活动页面按名单邀请；未受邀的不必参加。"),
    )

    def starts(self) -> dt.datetime:
        """When it begins, in Shanghai."""
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], clock.SHANGHAI)

    def clean_day(self) -> dt.date:
        """A session to come; one that is over is written down as an activity and taken in."""
        day: dt.date = self.cleaned_data["day"]
        if day < clock.today():
            raise forms.ValidationError(_t("这一天已经过去。办过的学习请用“记一笔”登记，再加进来。"))
        return day


class MaterialForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something to read."""

    class Meta:
        model = Material
        fields = ["title", "where"]


class ChangeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line on what changed."""

    class Meta:
        model = Change
        fields = ["text"]
        labels = {"text": _("写一句")}
        help_texts = {"text": _("自愿。写工作上的变化，不评价任何人；看得到这项学习的人都能看到。")}
        error_messages = {"text": {"required": _("请写一句话。")}}


class LessonForm(forms.Form):
    """Which activity is taken in, or set free again."""

    activity = forms.IntegerField(min_value=1, max_value=2**31)

"""Forms of oversight."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.organizations.forms import offer_units
from touyan.organizations.rules import Kind, Title
from touyan.supervision.models import Responsibility
from touyan.supervision.rules import DifficultyKind, ReportKind

DAY = {"type": "date"}


class ReportDraftForm(forms.Form):
    """Which report to draft."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=None)
    kind = forms.ChoiceField(label=_("类别"), choices=ReportKind.choices)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units, most=5)
        self.fields["year"].initial = clock.today().year


SENTENCE = re.compile(r"^s-(\d{1,3})-(\d{1,3})$")
ADDED = re.compile(r"^a-(\d{1,3})$")


def sentences(data: Any) -> tuple[dict[tuple[int, int], str], dict[int, str]]:
    """(texts by section and sentence, added texts by section) of an edited report."""
    texts, added = {}, {}
    for name in data:
        if found := SENTENCE.match(name):
            texts[int(found[1]), int(found[2])] = data[name]
        elif found := ADDED.match(name):
            added[int(found[1])] = data[name]
    return texts, added


class PeriodForm(forms.Form):
    """A year and a kind of report; anything that makes no sense is left aside."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(required=False, choices=ReportKind.choices)

    def asked(self) -> dict[str, Any]:
        """The period asked for; else the report that is due next."""
        self.is_valid()
        today = clock.today()
        kind = ReportKind.YEAREND if today.month > 9 else ReportKind.MIDYEAR
        return {"year": self.cleaned_data.get("year") or today.year, "kind": self.cleaned_data.get("kind") or kind}


class GuidanceForm(forms.Form):
    """Who guides which unit."""

    leader = forms.ModelChoiceField(label=_("领导"), queryset=None)
    unit = forms.ModelChoiceField(label=_("单位"), queryset=None)

    def __init__(self, *args: Any, leaders: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class DifficultyForm(forms.Form):
    """A matter that a unit cannot settle itself."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=None)
    kind = forms.ChoiceField(label=_("类别"), choices=DifficultyKind.choices)
    title = forms.CharField(label=_("什么事"), max_length=80)
    words = forms.CharField(
        label=_("需要什么支持"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写事不写人：不记录任何人的言论和态度。"),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units, most=5)


class RatingForm(forms.Form):
    """Two marks for the help of the half-year."""

    MARKS = [(5, _("很好")), (4, _("好")), (3, _("一般")), (2, _("不够")), (1, _("很不够"))]
    timely = forms.TypedChoiceField(label=_("是否及时"), choices=MARKS, coerce=int, widget=forms.RadioSelect)
    useful = forms.TypedChoiceField(label=_("是否有用"), choices=MARKS, coerce=int, widget=forms.RadioSelect)


class RoundForm(forms.Form):
    """A round of ratings."""

    committee = forms.ModelChoiceField(label=_("组织单位"), queryset=None)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    half = forms.TypedChoiceField(label=_("半年"), choices=[(1, _("上半年")), (2, _("下半年"))], coerce=int)
    closes = forms.DateField(label=_("截止日期"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "committee", committees)
        self.fields["year"].initial = clock.today().year


class MeetingForm(forms.Form):
    """A regular meeting or a working interview."""

    unit = forms.ModelChoiceField(label=_("召集单位"), queryset=None)
    kind = forms.ChoiceField(label=_("形式"), choices=[("meeting", _("定期会议")), ("interview", _("面谈"))])
    title = forms.CharField(label=_("名称"), max_length=100)
    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    place = forms.CharField(label=_("地点"), max_length=60, required=False)
    minutes = forms.IntegerField(label=_("大约多少分钟"), min_value=5, max_value=1440, initial=60)
    leader = forms.ModelChoiceField(label=_("主持领导"), queryset=None, required=False)
    units = forms.ModelMultipleChoiceField(
        label=_("参加单位"), queryset=None, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-box"})
    )
    agenda = forms.CharField(
        label=_("议程"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个议题，会后逐项填写结论。"),
    )
    replaces = forms.CharField(
        label=_("替代了什么"), max_length=300, required=False, help_text=_("参加单位当月工作量超出预算时必填。")
    )

    def __init__(self, *args: Any, hosts: Any, units: Any, leaders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", hosts)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]

    def parts(self) -> dict[str, Any]:
        """What the verb takes: the unit, the meeting's fields, the units asked, what it replaces."""
        data = dict(self.cleaned_data)
        return {
            "unit": data.pop("unit"),
            "units": list(data.pop("units")),
            "replaces": data.pop("replaces"),
            "agenda": data.pop("agenda"),
            "fields": data,
        }


class ItemForm(forms.Form):
    """One more item of a meeting."""

    title = forms.CharField(label=_("议题"), max_length=100)
    unit = forms.ModelChoiceField(label=_("汇报单位"), queryset=None, required=False)
    minutes = forms.IntegerField(label=_("分钟"), min_value=0, max_value=1440, initial=15)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


OUTCOME = re.compile(r"^outcome-(\d{1,12})$")


def outcomes(data: Any) -> dict[int, str]:
    """What came of each item, by its number in the register."""
    return {int(found[1]): data[name] for name in data if (found := OUTCOME.match(name))}


class DecisionForm(forms.Form):
    """What was decided, for whom, by when."""

    item = forms.ModelChoiceField(label=_("属于哪个议题"), queryset=None, required=False)
    words = forms.CharField(label=_("议定事项"), max_length=80)
    unit = forms.ModelChoiceField(label=_("承办单位"), queryset=None)
    due = forms.DateField(label=_("完成期限"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    minutes = forms.IntegerField(label=_("大约多少分钟"), min_value=5, max_value=100_000, initial=60)
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=1000, initial=1)

    def __init__(self, *args: Any, units: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """A draw, published before its seed is known."""

    committee = forms.ModelChoiceField(label=_("组织单位"), queryset=None)
    title = forms.CharField(label=_("名称"), max_length=80)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    kinds = forms.MultipleChoiceField(
        label=_("从哪些单位中抽（每类一组）"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    each = forms.IntegerField(label=_("每组抽几个"), min_value=1, max_value=100, initial=2)
    seed_source = forms.CharField(
        label=_("种子从哪里来"),
        max_length=120,
        help_text=_("写明一个尚未发生、人人可查的数字，例如某日某期彩票的开奖号码。"),
    )

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "committee", committees)
        self.fields["year"].initial = clock.today().year


class CheckForm(forms.Form):
    """What was seen at a unit."""

    day = forms.DateField(label=_("检查日期"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    words = forms.CharField(label=_("看了什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    good = forms.CharField(
        label=_("好的做法"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class FindingForm(forms.Form):
    """Something to be put right, with the help that is offered."""

    words = forms.CharField(label=_("问题"), max_length=200)
    help = forms.CharField(label=_("我们可以帮什么"), max_length=200)


class ResponsibilityForm(forms.ModelForm):
    """One line of a responsibility list."""

    codes = forms.MultipleChoiceField(
        label=_("对应的任务"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-box"}),
        help_text=_("勾选后，清单上自动数出这些任务的完成情况。"),
    )

    titles = forms.MultipleChoiceField(
        label=_("由哪些职务承担"),
        required=False,
        choices=Title.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("责任人按现任职务自动列出，换人后随之更新。不选时为单位第一责任人。"),
    )

    class Meta:
        model = Responsibility
        fields = ["post", "share", "kind", "words", "titles", "codes"]

    def __init__(self, *args: Any, records: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {code: code for code in self.instance.codes if code not in records}
        self.fields["codes"].choices = list((records | kept).items())  # type: ignore[attr-defined]

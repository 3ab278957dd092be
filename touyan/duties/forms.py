"""What is typed: a work with its authors, a stage, a reason, own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.duties.words import AdoptionLevel, Form, Stage, WorkKind
from touyan.duties.works import Author
from touyan.organizations.models import Person, Unit
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import units_for

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WORKS = [(code, label) for code, label in WorkKind.choices if code != WorkKind.ACTIVITY]
LATER = [(code, label) for code, label in Stage.choices if code not in (Stage.ATTENDANCE, Stage.HELD, Stage.SUBMITTED)]


class WorkForm(forms.Form):
    """A work by hand: the product holds the link and the follow-up, not a second submission."""

    unit = forms.ChoiceField(label=_("单位"))
    kind = forms.ChoiceField(label=_("类别"), choices=WORKS)
    title = forms.CharField(label=_("题目"), max_length=200)
    day = forms.DateField(label=_("提交日期"), widget=DAY, initial=clock.today)
    form = forms.ChoiceField(label=_("形式"), choices=[("", _("不区分")), *Form.choices], required=False)
    authors = forms.CharField(
        label=_("作者"),
        max_length=400,
        help_text=_("按署名次序填写姓名，用顿号分开；如有份额写在后面，如：张三60、李四40。集体成果可不填。"),
        required=False,
    )
    summary = forms.CharField(
        label=_("内容摘要"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一两句话即可，全文留在原系统。请勿填写涉密内容。"),
    )

    def __init__(self, *args: Any, units: list[Unit], names: dict[str, list[int]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.units, self.names = {str(unit.pk): unit for unit in units}, names
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]  # type: ignore[attr-defined]

    def clean_authors(self) -> list[Author]:
        """Names in order of signing, each found in the roster; every one that is not is named."""
        text = self.cleaned_data["authors"].replace("，", "、").replace(",", "、").replace(" ", "、")
        found, problems = [], []
        for word in filter(None, text.split("、")):
            name = word.rstrip("0123456789%")
            share = "".join(c for c in word[len(name) :] if c.isdigit())
            hits = self.names.get(name, [])
            if len(hits) != 1:
                problems.append(name)
                continue
            found.append(Author(hits[0], len(found) + 1, int(share) * 100 if share else None))
        if problems:
            raise forms.ValidationError(_t("名册中没有或有同名：%(names)s。") % {"names": "、".join(problems)})
        return found


class StageForm(forms.Form):
    """A station in the life of a work."""

    stage = forms.ChoiceField(label=_("环节"), choices=LATER)
    level = forms.ChoiceField(label=_("层级"), choices=[("", _("不区分")), *AdoptionLevel.choices], required=False)
    day = forms.DateField(label=_("日期"), widget=DAY, initial=clock.today)
    by = forms.CharField(label=_("采用或办理单位"), max_length=60, required=False)
    proof = forms.CharField(label=_("凭据"), max_length=200, required=False, help_text=_("如文号、采用通知。"))


class LinkForm(forms.Form):
    """What this work led to."""

    target = forms.ChoiceField(label=_("形成了"))

    def __init__(self, *args: Any, works: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["target"].choices = works  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """What I am proud of."""

    text = forms.CharField(
        label=_("我引以为豪的事"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("用自己的话写，只出现在本人档案里，不计分。"),
    )


def names_of(people: list[Person]) -> dict[str, list[int]]:
    """Name → numbers of the people who bear it."""
    found: dict[str, list[int]] = {}
    for person in people:
        found.setdefault(person.name, []).append(person.pk)
    return found


class PackForm(forms.Form):
    """Whose files, of which year."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("单位"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units_for(actor, "duty.rates")  # type: ignore[attr-defined]
        self.initial.setdefault("year", clock.today().year)


class ListForm(forms.Form):
    """A list of works from another system."""

    unit = forms.ChoiceField(label=_("记在哪个单位"))
    source = forms.CharField(
        label=_("来源系统"), max_length=40, help_text=_("如：提案系统。同一来源的栏目对应会记住。")
    )
    file = forms.FileField(label=_("清单"), help_text=_(".xlsx 或 .csv。请勿上传涉密内容。"))

    def __init__(self, *args: Any, units: list[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]  # type: ignore[attr-defined]

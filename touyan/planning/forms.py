"""Forms of planning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.organizations.forms import offer_units
from touyan.organizations.models import Person, Unit
from touyan.organizations.rules import Kind
from touyan.planning.models import ACTION_FIELDS, Action, Plan, PlanAction, ReminderChoice, SpecialDay
from touyan.planning.rhythms import Rhythm
from touyan.planning.rules import DemandKind, RecordKind


class PlanDraftForm(forms.Form):
    """Where a new plan starts from."""

    unit = forms.ModelChoiceField(label=_("制定单位"), queryset=None)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("名称"), max_length=100)
    template = forms.ModelChoiceField(label=_("从模板选用动作"), queryset=None, required=False)
    previous = forms.ModelChoiceField(
        label=_("沿用往年计划"), queryset=None, required=False, help_text=_("已停止的动作不会带过来。")
    )
    baseline = forms.ModelChoiceField(
        label=_("在上级计划之上制定"),
        queryset=None,
        required=False,
        help_text=_("上级的规定动作照常下达，这里只写本地的自选动作和补充要求。"),
    )

    def __init__(self, *args: Any, units: Any, templates: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["previous"].queryset = plans  # type: ignore[attr-defined]
        self.fields["baseline"].queryset = plans.exclude(edition=0)  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("template") and cleaned.get("previous"):
            self.add_error("previous", _("模板和往年计划请只选一个。"))
        return cleaned


class ActionForm(forms.ModelForm):
    """An action's particulars."""

    proofs = forms.MultipleChoiceField(
        label=_("证明材料"),
        choices=[choice for choice in RecordKind.choices if choice[0] != RecordKind.NOTE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("任务由系统中已有的记录证明，不另外上传材料；照片不作要求。"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("适用的单位类别"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示所有单位。"),
    )

    folds = (
        (_("具体到哪一天"), ("nth", "weekday", "month", "day", "after", "grace")),
        (_("适用单位、依据和代码"), ("kinds", "basis", "source", "code")),
    )

    class Meta:
        model = PlanAction
        fields = [
            "title",
            "rhythm",
            "minutes",
            "people",
            "proofs",
            "record_code",
            "words",
            "kind",
            "nth",
            "weekday",
            "month",
            "day",
            "after",
            "grace",
            "kinds",
            "basis",
            "source",
            "code",
        ]
        widgets = {
            "nth": forms.Select(
                choices=[
                    ("", "—"),
                    (1, _("第一个")),
                    (2, _("第二个")),
                    (3, _("第三个")),
                    (4, _("第四个")),
                    (-1, _("最后一个")),
                ]
            ),
            "weekday": forms.Select(
                choices=[
                    ("", "—"),
                    (0, _("星期一")),
                    (1, _("星期二")),
                    (2, _("星期三")),
                    (3, _("星期四")),
                    (4, _("星期五")),
                    (5, _("星期六")),
                    (6, _("星期日")),
                ]
            ),
            "words": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "code": _("同一动作年年用同一代码，才能逐年、逐单位对比；不填时自动编写。"),
            "minutes": _("办一次，每个人大约要多少分钟。"),
            "people": _("办一次，大约多少人参加。"),
            "record_code": _("选定后，系统按这一类活动自动找出可作证明的记录。"),
        }

    def __init__(self, *args: Any, records: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        now = self.initial.get("record_code") or ""
        offered = records if not now or now in records else {**records, now: now}
        self.fields["record_code"] = forms.ChoiceField(
            label=self.fields["record_code"].label,
            required=False,
            choices=[("", "—"), *offered.items()],
            help_text=self.fields["record_code"].help_text,
        )

    def _post_clean(self) -> None:
        """The model's own check is left to the verb, which names every mistake at once."""

    def particulars(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ACTION_FIELDS if name in self.cleaned_data}


def action_form(data: Any = None, row: Action | None = None, *, records: dict[str, str]) -> ActionForm:
    """The form for `row`, or for a new action; `records` are the kinds of record that may prove it, code → word."""
    usual = {"rhythm": Rhythm.MONTH, "proofs": [RecordKind.ACTIVITY]}
    initial = {name: getattr(row, name) for name in ActionForm.Meta.fields} if row is not None else usual
    return ActionForm(data, initial=initial, records=records)


class PlanForm(forms.ModelForm):
    """Title and introduction."""

    class Meta:
        model = Plan
        fields = ["title", "words"]


class ReasonForm(forms.Form):
    """A sentence why."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), required=False)


class PersonForm(forms.Form):
    """Who is responsible."""

    person = forms.ModelChoiceField(label=_("负责人"), queryset=Person.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ExplainForm(forms.Form):
    """One sentence and a day, for a one-off task."""

    words = forms.CharField(label=_("完成情况"), max_length=200)
    day = forms.DateField(label=_("完成日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ProofForm(forms.Form):
    """Which of the records found is the proof: "kind:id"."""

    record = forms.RegexField(r"^[a-z]{1,20}:\d{1,18}$", label=_("记录"))

    @property
    def picked(self) -> tuple[str, int]:
        kind, _sep, number = self.cleaned_data["record"].partition(":")
        return kind, int(number)


class IssueForm(forms.Form):
    """Units to issue to, by whole groups or one by one; from which day; what it replaces."""

    groups = forms.MultipleChoiceField(required=False, choices=[])
    units = forms.ModelMultipleChoiceField(required=False, queryset=Unit.objects.none())
    since = forms.DateField(
        label=_("从哪天起算"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    replaces = forms.CharField(label=_("替代了什么"), max_length=300, required=False)
    words = forms.CharField(label=_("更新说明"), max_length=300, required=False)
    twice = forms.BooleanField(label=_("与其他计划重叠的动作也照样下达"), required=False)

    def __init__(self, *args: Any, units: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["groups"].choices = groups  # type: ignore[attr-defined]

    def particulars(self) -> dict[str, Any]:
        """What the verb of issuing takes, besides the units."""
        return {name: self.cleaned_data[name] for name in ("since", "replaces", "words", "twice")}


class BoardForm(forms.Form):
    """What the board is asked for; anything that makes no sense is left aside."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Kind.choices])
    plan = forms.ModelChoiceField(required=False, queryset=Plan.objects.none())

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Year (this year when not given), plan and kind of unit."""
        self.is_valid()
        found = self.cleaned_data
        plan = found.get("plan")
        year = plan.year if plan else found.get("year") or clock.today().year
        return {"year": year, "plan": plan, "kind": found.get("kind") or ""}


class HolidayForm(forms.ModelForm):
    """A day that is not as its weekday says."""

    class Meta:
        model = SpecialDay
        fields = ["day", "kind", "name"]
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def _post_clean(self) -> None:
        """A day that is there already is changed, not refused."""


class YearForm(forms.Form):
    """The notice of a year is out."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    source = forms.CharField(label=_("依据的通知"), max_length=120)


class ReminderForm(forms.ModelForm):
    """How a person wants to be reminded."""

    class Meta:
        model = ReminderChoice
        fields = ["rhythm", "lead", "hour", "quiet_from", "quiet_until", "off"]


class AskForm(forms.Form):
    """Something asked of units outside the plan: a form to fill in, a report to send."""

    KINDS = [(one.value, one.label) for one in (DemandKind.FORM, DemandKind.REPORT, DemandKind.CHECK)]
    giver = forms.ModelChoiceField(label=_("由哪个单位提出"), queryset=Unit.objects.none())
    kind = forms.ChoiceField(label=_("要什么"), choices=KINDS)
    title = forms.CharField(
        label=_("名称"), max_length=80, help_text=_("先想一想：系统里是不是已经有了。有的就不要再要。")
    )
    due = forms.DateField(label=_("截止日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    minutes = forms.IntegerField(label=_("每人大约多少分钟"), min_value=1, max_value=100_000, initial=30)
    people = forms.IntegerField(label=_("每个单位几个人"), min_value=1, max_value=1000, initial=1)
    groups = forms.MultipleChoiceField(
        label=_("要哪些单位办"), required=False, choices=[], widget=forms.CheckboxSelectMultiple
    )
    units = forms.ModelMultipleChoiceField(
        label=_("或逐个选择"),
        required=False,
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-box"}),
    )
    replaces = forms.CharField(
        label=_("替代了什么"), max_length=300, required=False, help_text=_("有单位当月工作量超出预算时必填。")
    )

    def __init__(self, *args: Any, givers: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picked = groups.picked
        self.fields["giver"].queryset = givers  # type: ignore[attr-defined]
        self.fields["units"].queryset = groups.units  # type: ignore[attr-defined]
        named = [(key, label + _t("（") + str(len(units)) + _t("）")) for key, label, units in groups.rows]
        self.fields["groups"].choices = named  # type: ignore[attr-defined]
        self.initial.setdefault("giver", givers.first())

    def clean(self) -> dict[str, Any]:
        """`units` are those of whole groups and those picked one by one, at least one."""
        data = super().clean() or self.cleaned_data
        data["units"] = self.picked(data.pop("groups", []), data.get("units") or [])
        if not data["units"]:
            self.add_error("groups", _("请至少选择一个单位，或勾选一整类。"))
        return data


class PhotoForm(forms.Form):
    """A photo, if somebody wants to add one."""

    photo = forms.FileField(label=_("照片（.jpg、.png）"))


class BudgetForm(forms.Form):
    """How much a month may ask of a unit."""

    kind = forms.ChoiceField(label=_("单位类别"), choices=Kind.choices)
    minutes = forms.IntegerField(label=_("每月预算（人·分钟）"), min_value=60, max_value=1_000_000)


class UpdateForm(forms.Form):
    """An update taken, or declined with a reason."""

    take = forms.TypedChoiceField(
        label=_("采用"), choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(label=_("理由"), required=False, max_length=300)


class WordsForm(forms.Form):
    """A unit's own words to an action."""

    code = forms.SlugField(label=_("动作"), max_length=40)
    words = forms.CharField(label=_("本单位的补充要求"), required=False, max_length=300)


def month_of(query: Mapping[str, str]) -> tuple[int, int]:
    """(year, month) of `?month=2026-03` or `?year=2026&month=3`; this month for anything that makes no sense."""
    today = clock.today()
    head, found, tail = query.get("month", "").partition("-")
    year, month = (head, tail) if found else (query.get("year", ""), head)
    number = int(month) if month.isdigit() and 1 <= int(month) <= 12 else today.month
    return (int(year) if year.isdigit() and 2000 <= int(year) <= 2100 else today.year), number

"""What is typed: an activity written down, an activity planned, invitations, leave, results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.activities import services
from touyan.activities.models import Activity, ActivityKind, Campaign, Result, Venue, VenueDuty
from touyan.activities.rules import MARKS, Emphasis, Ground
from touyan.core import clock
from touyan.organizations.models import Person, Unit
from touyan.planning.models import Task

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
COUNTS = [
    ("", _("按种类")),
    ("party", _("党建活动")),
    ("duty", _("履职活动")),
    ("both", _("两者都是")),
]


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day in Shanghai."""
    return dt.datetime.combine(day, time, clock.SHANGHAI)


def counts_as(chosen: str, kind: ActivityKind) -> dict[str, bool]:
    """What the activity counts as: as chosen, or as its kind says."""
    if not chosen:
        return {"is_party": kind.is_party, "is_duty": kind.is_duty}
    return {"is_party": chosen in {"party", "both"}, "is_duty": chosen in {"duty", "both"}}


class RecordForm(forms.Form):
    """记一笔: two texts at most, everything else is a tap or already right."""

    task = forms.ChoiceField(label=_("完成哪项计划任务"), widget=forms.RadioSelect, required=False)
    kind = forms.ChoiceField(label=_("种类"), required=False, help_text=_("选了计划任务的，不必再选。"))
    day = forms.DateField(label=_("日期"), widget=DAY)
    time = forms.TimeField(label=_("开始时间"), widget=TIME)
    place = forms.CharField(label=_("地点"), max_length=100, required=False)
    counts = forms.ChoiceField(label=_("这是"), choices=COUNTS, widget=forms.RadioSelect, required=False)
    outcome = forms.CharField(
        label=_("成效"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("做成了什么、形成了什么，一两句话即可。请勿填写涉密内容。"),
    )
    title = forms.CharField(label=_("名称"), max_length=120, required=False, help_text=_("不填时按月份和种类命名。"))
    venue = forms.ChoiceField(label=_("阵地"), required=False)
    topic = forms.CharField(label=_("调研题目"), max_length=120, required=False)
    ends = forms.TimeField(label=_("结束时间"), widget=TIME, required=False, help_text=_("不填时按两小时计。"))
    emphases = forms.MultipleChoiceField(
        label=_("五个突出"), choices=Emphasis.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        people: Iterable[Person],
        kinds: Iterable[ActivityKind],
        tasks: list[Task],
        venues: list[Venue],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.unit, self.people, self.tasks = unit, list(people), {str(task.pk): task for task in tasks}
        self.kinds = {kind.code: kind for kind in kinds}
        self.fields["kind"].choices = [("", _("请选择"))] + [(k.code, str(k)) for k in self.kinds.values()]  # type: ignore[attr-defined]
        self.fields["venue"].choices = [("", _("不在阵地")), *((str(v.pk), str(v)) for v in venues)]  # type: ignore[attr-defined]
        if not venues:
            del self.fields["venue"]
        self.fields["task"].choices = [(pk, str(task)) for pk, task in self.tasks.items()] + [("", _("不是计划任务"))]  # type: ignore[attr-defined]
        if not tasks:
            del self.fields["task"]

    def clean(self) -> dict[str, Any]:
        """The kind is the one chosen, else the one the task asks for."""
        data = super().clean() or {}
        task = self.tasks.get(data.get("task") or "")
        code = data.get("kind") or (task.action.record_code if task else "")
        if code not in self.kinds and "kind" not in self.errors:
            self.add_error("kind", _t("请选择活动种类。"))
        data["kind"] = self.kinds.get(code)
        return data

    def marks(self) -> dict[int, str]:
        """Person → outcome, as ticked; whoever was not shown is not in it."""
        allowed = {str(mark) for mark in MARKS}
        found = {person.pk: str(self.data.get(f"mark-{person.pk}", "")) for person in self.people}
        return {pk: mark for pk, mark in found.items() if mark in allowed}

    def written(self) -> services.Written:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        starts = moment(data["day"], data["time"])
        ends = moment(data["day"], data["ends"]) if data["ends"] else starts + dt.timedelta(hours=2)
        return services.Written(
            unit=self.unit,
            kind=data["kind"],
            starts=starts,
            ends=ends,
            marks=self.marks(),
            title=data["title"],
            place=data["place"],
            outcome=data["outcome"],
            topic=data["topic"],
            emphases=tuple(data["emphases"]),
            task_id=int(data["task"]) if data.get("task") else None,
            venue_id=int(data["venue"]) if data.get("venue") else None,
            **counts_as(data["counts"], data["kind"]),
        )


class PlanForm(forms.Form):
    """An activity to come: six fields, and what few need behind a line each."""

    folds = (
        (_("还要写得更细"), ("counts", "topic", "agenda", "leave_until")),
        (_("要重复举行"), ("rhythm", "last", "skip")),
    )

    unit = forms.ChoiceField(label=_("组织单位"))
    kind = forms.ChoiceField(label=_("种类"))
    title = forms.CharField(label=_("名称"), max_length=120)
    starts = forms.DateTimeField(label=_("开始"), widget=MOMENT)
    ends = forms.DateTimeField(label=_("结束"), widget=MOMENT)
    place = forms.CharField(label=_("地点"), max_length=100, required=False)
    counts = forms.ChoiceField(label=_("这是"), choices=COUNTS, widget=forms.RadioSelect, required=False)
    invite = forms.BooleanField(label=_("邀请本单位全体人员"), required=False, initial=True)
    topic = forms.CharField(label=_("调研题目"), max_length=120, required=False)
    agenda = forms.CharField(label=_("议程"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    leave_until = forms.DateTimeField(
        label=_("请假截止"), widget=MOMENT, required=False, help_text=_("不填时按种类的规定。")
    )
    rhythm = forms.ChoiceField(
        label=_("重复"),
        required=False,
        choices=[
            ("", _("只此一次")),
            ("week", _("每周")),
            ("fortnight", _("每两周")),
            ("month", _("每月")),
            ("quarter", _("每季度")),
        ],
    )
    last = forms.DateField(label=_("重复到"), widget=DAY, required=False)
    skip = forms.CharField(
        label=_("跳过的日期"), max_length=200, required=False, help_text=_("如 2026-10-01，多个日期用逗号分开。")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], kinds: Iterable[ActivityKind], **more: Any) -> None:
        super().__init__(*args, **more)
        self.units, self.kinds = {str(u.pk): u for u in units}, {k.code: k for k in kinds}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("请选择")), *((code, str(kind)) for code, kind in self.kinds.items())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It ends after it began, and what is repeated ends some day."""
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _t("结束时间早于开始时间。"))
        if data.get("rhythm") and not data.get("last") and "last" not in self.errors:
            self.add_error("last", _t("请填写重复到哪一天。"))
        return data

    def clean_skip(self) -> list[dt.date]:
        """Days to leave out; every one that cannot be read is named."""
        words = [word.strip() for word in self.cleaned_data["skip"].replace("，", ",").replace("、", ",").split(",")]
        days, bad = [], []
        for word in filter(None, words):
            try:
                days.append(dt.date.fromisoformat(word))
            except ValueError:
                bad.append(word)
        if bad:
            raise forms.ValidationError(_t("这些日期无法识别：%(bad)s。") % {"bad": "、".join(bad)})
        return days

    def planned(self) -> services.Planned:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        kind = self.kinds[data["kind"]]
        return services.Planned(
            unit=self.units[data["unit"]],
            kind=kind,
            title=data["title"],
            starts=data["starts"],
            ends=data["ends"],
            place=data["place"],
            agenda=data["agenda"],
            topic=data["topic"],
            leave_until=data["leave_until"],
            **counts_as(data["counts"], kind),  # type: ignore[arg-type]
        )


class EditForm(forms.ModelForm):  # type: ignore[type-arg]
    """An activity as it should read."""

    emphases = forms.MultipleChoiceField(
        label=_("五个突出"), choices=Emphasis.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Activity
        fields = [
            "title",
            "place",
            "starts",
            "ends",
            "leave_until",
            "is_party",
            "is_duty",
            "topic",
            "agenda",
            "outcome",
        ]
        widgets = {
            "starts": MOMENT,
            "ends": MOMENT,
            "leave_until": MOMENT,
            "agenda": forms.Textarea(attrs={"rows": 4}),
            "outcome": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.instance.state != "planned":
            for name in ("starts", "ends", "leave_until"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """It ends after it began; asked before the database refuses in its own words."""
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _t("结束时间早于开始时间。"))
        return data

    def changes(self) -> dict[str, Any]:
        """Field → value, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class InviteForm(forms.Form):
    """Whom to ask: people by name, whole units, sectors or holders of posts; ticked, since a phone has no Ctrl key."""

    names = forms.CharField(
        label=_("姓名"), required=False, max_length=500, help_text=_("多个姓名用空格或顿号分开，须在名册中。")
    )
    units = forms.MultipleChoiceField(label=_("单位"), required=False, widget=forms.CheckboxSelectMultiple)
    sectors = forms.MultipleChoiceField(label=_("界别"), required=False, widget=forms.CheckboxSelectMultiple)
    titles = forms.MultipleChoiceField(label=_("职务"), required=False, widget=forms.CheckboxSelectMultiple)
    folds = ((_("按界别邀请"), ("sectors",)), (_("按职务邀请"), ("titles",)))

    def __init__(self, *args: Any, choices: Mapping[str, list[tuple[str, str]]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("units", "sectors", "titles"):
            self.fields[name].choices = choices.get(name, [])  # type: ignore[attr-defined]
            if not choices.get(name):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Somebody is asked."""
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_t("还没有选要邀请的人：请写姓名，或勾选单位、界别、职务。"))
        return data


class LeaveForm(forms.Form):
    """Asking leave: a ground and, for a meeting of several half-days, which."""

    ground = forms.ChoiceField(label=_("事由"), choices=Ground.choices, widget=forms.RadioSelect)
    sessions = forms.MultipleChoiceField(
        label=_("哪些半天"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("不选表示全部。")
    )

    def __init__(self, *args: Any, activity: Activity, **more: Any) -> None:
        super().__init__(*args, **more)
        self.halves = {str(session.pk): session for session in activity.sessions.all()}
        self.fields["sessions"].choices = [(pk, str(session)) for pk, session in self.halves.items()]  # type: ignore[attr-defined]
        if len(self.halves) < 2:
            del self.fields["sessions"]

    def chosen(self) -> list[Any]:
        """The half-days ticked."""
        return [self.halves[pk] for pk in self.cleaned_data.get("sessions", [])]


class ResultForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something that came of an activity."""

    class Meta:
        model = Result
        fields = ["kind", "title", "day", "source"]
        widgets = {"day": DAY}


class VenueForm(forms.ModelForm):  # type: ignore[type-arg]
    """A venue as it should read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Venue
        fields = ["unit", "kind", "name", "address", "hours", "reach", "about", "active"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class VenueDutyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who is on duty at a venue."""

    class Meta:
        model = VenueDuty
        fields = ["person", "day", "starts", "ends"]
        widgets = {"day": DAY, "starts": TIME, "ends": TIME}
        labels = {"person": _("值班委员")}

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end lies after the start."""
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _t("结束时间应晚于开始时间。"))
        return data


def _usual_shifts() -> str:
    """The next two mornings with six people each, as lines to be changed."""
    days = (clock.today() + dt.timedelta(days=number) for number in (1, 2))
    return "\n".join(f"{day.isoformat()} 08:00-12:00 6 {_t('集合地点')}" for day in days)


class CloseForm(forms.Form):
    """What came of a campaign."""

    result = forms.CharField(
        label=_("结果"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("如：值守12班次，服务群众300余人次。"),
        error_messages={"required": _("请写一句结果。")},
    )


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    """A campaign with its first shifts: one line each."""

    shifts = forms.CharField(
        label=_("班次"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一班：日期 开始-结束 人数 地点。已写好两班，照着改或增减即可。"),
    )

    class Meta:
        model = Campaign
        fields = ["unit", "title", "call", "need"]
        widgets = {"call": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        # In an emergency one changes lines instead of learning how to write them.
        self.initial["unit"], self.fields["shifts"].initial = units.first(), _usual_shifts()

    def clean_shifts(self) -> list[services.ShiftPlan]:
        """Lines as shifts; every line that cannot be read is named with its number."""
        found, bad = [], []
        for number, line in enumerate(self.cleaned_data["shifts"].splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(services.ShiftPlan.read(line))
            except ValueError:
                bad.append(str(number))
        if bad or not found:
            raise forms.ValidationError(_t("第%(lines)s行没有看懂，请按示例填写。") % {"lines": "、".join(bad) or "1"})
        return found

"""What is typed in this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.modeloffice.measures import MEASURES, Level, Measure
from touyan.modeloffice.models import Benchmark, Caution, Major, RiskPoint, Visit
from touyan.modeloffice.rules import MajorKind, Occasion
from touyan.modeloffice.services.appraisals import Said
from touyan.organizations.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AppraisalForm(forms.Form):
    """One answer and one fact per asked measure, one optional explanation per reading."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, lines: dict[str, Any], verify: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        for measure in MEASURES:
            line = lines.get(measure.code)
            if measure.asked:
                self.fields[f"level-{measure.code}"] = self._level(measure, line, verify)
                # Shown as wanted, yet a half-answered form may be saved; submitting asks for the rest.
                self.fields[f"level-{measure.code}"].required = not self.is_bound
            self.fields[f"note-{measure.code}"] = forms.CharField(
                label=self._note_label(measure, verify),
                required=False,
                max_length=300,
                initial=getattr(line, "verdict_note" if verify else "note", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _level(self, measure: Measure, line: Any, verify: bool) -> forms.TypedChoiceField:
        first = getattr(line, "verdict", None) if verify else None
        return forms.TypedChoiceField(
            label=str(_("核定：%(name)s") % {"name": measure.name} if verify else measure.what),
            choices=Level.choices,
            coerce=int,
            required=False,
            empty_value=None,
            initial=first if first is not None else getattr(line, "level", None),
            widget=forms.RadioSelect,
        )

    def _note_label(self, measure: Measure, verify: bool) -> Any:
        if verify:
            return _("核定说明：%(name)s") % {"name": measure.name}
        kind = _("事例：%(name)s") if measure.asked else _("补充说明：%(name)s")
        return kind % {"name": measure.name}

    def said(self) -> dict[str, Said]:
        """What was typed, by measure."""
        read = self.cleaned_data
        return {m.code: Said(read.get(f"level-{m.code}"), read.get(f"note-{m.code}", "")) for m in MEASURES}

    def rows(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of the page, each with its fields."""
        return [
            {
                **row,
                "level": self[f"level-{row['measure'].code}"] if row["measure"].asked else None,
                "note": self[f"note-{row['measure'].code}"],
            }
            for row in rows
        ]


class CompanionForm(forms.Form):
    """Units read together."""

    others = forms.ModelMultipleChoiceField(
        label=_("一并读取哪些单位的记录"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("处室选它所在的机关党支部，专门委员会选它的分党组和临时党支部。"),
    )

    def __init__(self, *args: Any, choices: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["others"].queryset = choices  # type: ignore[attr-defined]


class OfUnit(forms.ModelForm):  # type: ignore[type-arg]
    """A record of one of the units the actor writes for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = None  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def values(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MajorForm(OfUnit):
    """A major matter."""

    kind = forms.ChoiceField(
        label=_("形式"), choices=MajorKind.choices, widget=forms.RadioSelect, initial=MajorKind.REPORT
    )

    class Meta:
        model = Major
        fields = ["unit", "kind", "title", "to_unit", "to_name", "due", "helpers", "words"]
        widgets = {
            "due": DAY,
            "words": forms.Textarea(attrs={"rows": 3}),
            "helpers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, receivers: Any, helpers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to_unit"].queryset = receivers  # type: ignore[attr-defined]
        self.fields["helpers"].queryset = helpers  # type: ignore[attr-defined]
        self.fields["to_name"].help_text = _("如：中共杭州市委。与上一项只填一个。")

    def _post_clean(self) -> None:
        """The verb says in words what the database constraint would say in code."""

    def values(self) -> dict[str, Any]:
        """What was typed."""
        return super().values() | {"helpers": list(self.cleaned_data["helpers"])}


class VisitForm(OfUnit):
    """A day of care."""

    class Meta:
        model = Visit
        fields = ["unit", "day", "kind"]
        widgets = {"day": DAY, "kind": forms.RadioSelect}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["version"]
        self.fields["kind"].choices = [c for c in self.fields["kind"].choices if c[0]]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb refuses a second one of a day in words of its own."""


class RiskForm(OfUnit):
    """A risk point of a post."""

    class Meta:
        model = RiskPoint
        fields = ["unit", "post", "duty", "risk", "control", "every", "due"]
        widgets = {
            "due": DAY,
            "risk": forms.Textarea(attrs={"rows": 2}),
            "control": forms.Textarea(attrs={"rows": 2}),
        }

    def _post_clean(self) -> None:
        """Values are set by the verb, after the version was compared."""


class CautionForm(forms.Form):
    """A reminder to several units at once."""

    words = forms.CharField(label=_("提醒什么"), max_length=200, help_text=_("对单位提醒，不写任何人的姓名。"))
    occasion = forms.ChoiceField(label=_("时机"), choices=Occasion.choices)
    due = forms.DateField(label=_("提醒日期"), widget=DAY, initial=clock.today)
    units = forms.ModelMultipleChoiceField(
        label=_("提醒哪些单位"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Caution

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


class BenchmarkForm(OfUnit):
    """A benchmark with its source."""

    class Meta:
        model = Benchmark
        fields = ["unit", "against", "topic", "theirs", "source", "address", "gap", "action", "due"]
        widgets = {
            "due": DAY,
            "theirs": forms.Textarea(attrs={"rows": 3}),
            "gap": forms.Textarea(attrs={"rows": 2}),
            "action": forms.Textarea(attrs={"rows": 2}),
        }

    def _post_clean(self) -> None:
        """Values are set by the verb, after the version was compared."""

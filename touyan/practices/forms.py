"""What is typed about practices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.practices.models import Effect, Practice
from touyan.practices.rules import STRENGTH_WORDS, Part, Verdict
from touyan.practices.services import Named

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ROWS = 3  # named changes that the form offers


class PracticeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A recipe."""

    strength = forms.ChoiceField(label=_("专·联·特"), choices=STRENGTH_WORDS.items(), widget=forms.RadioSelect)
    steps = forms.CharField(
        label=_("步骤"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一步，按先后写。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Practice
        fields = [
            "unit", "title", "strength", "brand", "situation", "minutes", "people", "money", "failed", "avoid", "started",
        ]  # fmt: skip
        widgets = {
            "started": DAY,
            "situation": forms.Textarea(attrs={"rows": 3}),
            "failed": forms.Textarea(attrs={"rows": 3}),
            "avoid": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "failed": _("哪一步走过弯路，哪次没有效果。还没有发现也请写明。"),
            "avoid": _("哪些是本单位特有的条件，别处没有就不要照搬。"),
            "minutes": _("每个人花的时间。"),
        }

    field_order = [
        "unit", "title", "strength", "brand", "situation", "steps", "minutes", "people", "money", "failed", "avoid", "started",
    ]  # fmt: skip

    def __init__(self, *args: Any, units: Any, brands: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset, self.fields["unit"].empty_label = units, None  # type: ignore[attr-defined]
        self.fields["brand"].queryset = brands  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["steps"].initial = "\n".join(step.text for step in self.instance.steps.all())
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Values are set by the verb, after the version was compared."""

    def values(self) -> dict[str, Any]:
        """What was typed, without steps and version."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("steps", "version")}

    def lines(self) -> list[str]:
        """The steps, one a line."""
        return self.cleaned_data["steps"].splitlines()  # type: ignore[no-any-return]


class AdoptForm(forms.Form):
    """Adopt with named changes."""

    unit = forms.ModelChoiceField(label=_("哪个单位采用"), queryset=None, empty_label=None)
    why = forms.CharField(label=_("为什么采用"), max_length=200)
    started = forms.DateField(label=_("从哪天开始"), widget=DAY, initial=clock.today)
    as_is = forms.BooleanField(label=_("原样照做，没有改动"), required=False)

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for number in range(1, ROWS + 1):
            self.fields[f"part{number}"] = forms.ChoiceField(
                label=_("改了哪一部分"), choices=[("", "---------"), *Part.choices], required=False
            )
            for name, label in (("was", _("原来")), ("now", _("改为")), ("because", _("为什么"))):
                self.fields[f"{name}{number}"] = forms.CharField(label=label, max_length=200, required=False)

    def groups(self) -> list[list[forms.BoundField]]:
        """The named changes, each with its fields."""
        return [[self[f"{name}{n}"] for name in ("part", "was", "now", "because")] for n in range(1, ROWS + 1)]

    def head(self) -> list[forms.BoundField]:
        """Everything before them."""
        return [self[name] for name in ("unit", "why", "started")]

    def named(self) -> list[Named]:
        """The changes that were typed."""
        read = self.cleaned_data
        return [
            Named(*(read.get(f"{name}{n}", "") for name in ("part", "was", "now", "because")))
            for n in range(1, ROWS + 1)
        ]


class EffectForm(forms.ModelForm):  # type: ignore[type-arg]
    """What came of it."""

    verdict = forms.ChoiceField(label=_("效果"), choices=Verdict.choices, widget=forms.RadioSelect)

    class Meta:
        model = Effect
        fields = ["verdict", "words", "day", "activity"]
        widgets = {"day": DAY, "words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, activities: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["activity"].queryset = activities  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb decides."""


class TraceForm(forms.Form):
    """Where a practice came from."""

    origin = forms.ModelChoiceField(label=_("源自哪个做法"), queryset=None)

    def __init__(self, *args: Any, origins: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["origin"]
        field.queryset = origins
        field.label_from_instance = lambda one: f"{one.unit.short} · {one.title}"

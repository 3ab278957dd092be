"""What is typed about brands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.brands.models import Brand, Drive, Element, Promise
from touyan.brands.rules import CARRIERS, BrandKind, ElementKind, Life, Quality, Rhythm, StepCode, Verdict
from touyan.core import clock
from touyan.duties.words import kind_labels
from touyan.organizations.forms import offer_units
from touyan.organizations.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TEXT = forms.Textarea(attrs={"rows": 3})


class BrandForm(forms.ModelForm):  # type: ignore[type-arg]
    """A brand in words: who carries it, what it is called, what it stands for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    folds = (
        (_("还要写得更细"), ("six_type", "orientation", "meaning", "people")),
        (_("读数和休眠怎样算"), ("window_months", "quiet_months")),
    )

    class Meta:
        model = Brand
        fields = [
            "kind", "unit", "parent", "six_type", "name", "slogan", "idea", "orientation", "meaning", "owner", "people",
            "since", "window_months", "quiet_months",
        ]  # fmt: skip
        widgets = {"meaning": TEXT, "since": DAY, "people": forms.CheckboxSelectMultiple}
        help_texts = {
            "name": _("四到八个字最好记。"),
            "idea": _("一句话：为什么做、信什么。"),
            "orientation": _("一句话：工作朝哪里使劲。"),
            "quiet_months": _("超过这个时间没有实际工作，图上显示为休眠，并提醒一次。"),
        }

    def __init__(self, *args: Any, units: Any, parents: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [c for c in BrandKind.choices if c[0] != BrandKind.PROVINCE]  # type: ignore[attr-defined]
        offer_units(self, "unit", units)
        self.fields["unit"].required = True
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        if self.instance.pk and people is not None:
            self.fields["people"].queryset = people  # type: ignore[attr-defined]
        else:
            del self.fields["people"]
            self.initial["kind"] = self.usual_kind(units.first())

    @staticmethod
    def usual_kind(unit: Unit | None) -> str:
        """What a unit of that kind carries; a branch is not asked whether it has the city's brand."""
        return next((kind for kind, carriers in CARRIERS.items() if unit and unit.kind in carriers), "")

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PromiseForm(forms.ModelForm):  # type: ignore[type-arg]
    """One promise in four parts."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rhythm = forms.ChoiceField(label=_("多久一次"), choices=Rhythm.choices, widget=forms.RadioSelect)
    work_kinds = forms.MultipleChoiceField(
        label=_("由哪些种类的工作兑现"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("选了以后，系统会把这些种类的记录推荐给您，一点就能关联。"),
    )  # fmt: skip

    class Meta:
        model = Promise
        fields = ["whom", "what", "rhythm", "sign", "carrier", "mechanism", "work_kinds", "start"]
        widgets = {"start": DAY}
        help_texts = {
            "whom": _("例如：小微企业、界别群众、党外委员。"),
            "what": _("例如：走访一家企业，带回一条建议。"),
            "sign": _("旁人怎样看得出来做到了，例如：每次形成一条社情民意信息。"),
        }

    def __init__(self, *args: Any, brand: Brand, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["work_kinds"].choices = sorted(kind_labels().items(), key=lambda pair: pair[1])  # type: ignore[attr-defined]
        for name, kind in (("carrier", ElementKind.CARRIER), ("mechanism", ElementKind.MECHANISM)):
            self.fields[name].queryset = Element.objects.filter(brand=brand, kind=kind)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ElementForm(forms.ModelForm):  # type: ignore[type-arg]
    """A carrier, a mechanism or a feature."""

    work_kind = forms.ChoiceField(label=_("用哪类工作体现"), required=False)

    class Meta:
        model = Element
        fields = ["kind", "name", "work_kind", "norm"]

    def __init__(self, *args: Any, norms: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["work_kind"].choices = [("", _("不限种类"))] + sorted(kind_labels().items(), key=lambda p: p[1])  # type: ignore[attr-defined]
        self.fields["norm"].queryset = norms  # type: ignore[attr-defined]


class FrameForm(forms.Form):
    """The framework: for each number as many lines as it says."""

    def __init__(self, *args: Any, frames: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.frames = frames
        for frame in frames:
            self.fields[f"label_{frame.number}"] = forms.CharField(
                label=_t("“%(n)s”的名称") % {"n": frame.number}, max_length=20, initial=frame.label
            )
            self.fields[f"items_{frame.number}"] = forms.CharField(
                label=f"{frame.number}{frame.label}", widget=forms.Textarea(attrs={"rows": frame.number + 1}),
                initial="\n".join(frame.items), max_length=2000,
            )  # fmt: skip

    def lines(self) -> list[tuple[int, str, list[str]]]:
        """(number, heading, items)."""
        data = self.cleaned_data
        return [
            (f.number, data[f"label_{f.number}"], [i.strip() for i in data[f"items_{f.number}"].splitlines() if i.strip()])
            for f in self.frames
        ]  # fmt: skip


class AnswerForm(forms.Form):
    """What the unit says about a warning."""

    answer = forms.CharField(label=_("情况说明"), max_length=300, widget=TEXT)
    dispute = forms.BooleanField(
        label=_("我们认为这条提醒不对，请办公厅再看"), required=False,
    )  # fmt: skip


class LifeForm(forms.Form):
    """Resting, waking, handing over, ending with honours."""

    verb = forms.ChoiceField(label=_("办理什么"), widget=forms.RadioSelect)
    until = forms.DateField(label=_("休眠到哪一天"), required=False, widget=DAY, help_text=_("休眠时填，不填为未定。"))
    to = forms.ModelChoiceField(label=_("承接单位"), queryset=None, required=False, help_text=_("移交时填。"))
    reason = forms.CharField(label=_("理由"), max_length=300, widget=TEXT)

    WORDS = {
        "rest": _("休眠：暂时不做，节拍不计，也不提醒"),
        "wake": _("恢复：从今天起继续"),
        "hand_over": _("移交：由另一个单位接着做，本品牌到此为止"),
        "close": _("荣誉收官：任务完成，记录保留"),
    }

    def __init__(self, *args: Any, verbs: list[str], units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["verb"].choices = [(verb, self.WORDS[verb]) for verb in verbs]  # type: ignore[attr-defined]
        self.fields["to"].queryset = units  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    """A proof of a step."""

    code = forms.ChoiceField(choices=StepCode.choices, widget=forms.HiddenInput)
    label = forms.CharField(label=_("证明材料"), max_length=120)
    day = forms.DateField(label=_("日期"), widget=DAY, initial=clock.today)


class VisitForm(forms.Form):
    """What the visitor saw."""

    day = forms.DateField(label=_("实地查看日期"), widget=DAY, initial=clock.today)
    found = forms.CharField(label=_("查看情况"), max_length=600, widget=TEXT)


class DecisionForm(forms.Form):
    """A decision about to be signed."""

    verdict = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=300, widget=TEXT)
    basis = forms.CharField(
        label=_("批准依据"), max_length=120, required=False,
        help_text=_("晋级为示范品牌时必填：批准机关和文号。"),
    )  # fmt: skip

    def __init__(self, *args: Any, verdicts: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["verdict"].choices = [(v, Verdict(v).label) for v in verdicts]  # type: ignore[attr-defined]


class StandardForm(forms.Form):
    """The next version of the standard: one requirement on a line, then what to look at."""

    title = forms.CharField(label=_("标准名称"), max_length=60)
    effective = forms.DateField(label=_("施行日期"), widget=DAY)
    why = forms.CharField(label=_("修订理由"), max_length=200)
    certified = forms.CharField(
        label=_("达标要求"), widget=forms.Textarea(attrs={"rows": 8}), help_text=_("一行一条，写作“要求｜看什么”。")
    )
    model = forms.CharField(
        label=_("示范另加的要求"), widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text=_("一行一条，写作“要求｜看什么”。"),
    )  # fmt: skip

    def criteria(self) -> list[tuple[str, str, str]]:
        """(requirement, what to look at, level)."""
        found = []
        for level in (Quality.CERTIFIED, Quality.MODEL):
            for line in self.cleaned_data[str(level)].splitlines():
                if line.strip():
                    name, _bar, evidence = line.replace("|", "｜").partition("｜")
                    found.append((name, evidence, str(level)))
        return found


class DriveForm(forms.ModelForm):  # type: ignore[type-arg]
    """An exchange, or a campaign that names bodies."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Drive
        fields = ["unit", "title", "about", "opens", "closes", "naming", "approved_by", "approval_no", "approved_on"]
        widgets = {"about": TEXT, "opens": DAY, "closes": DAY, "approved_on": DAY}
        help_texts = {"naming": _("勾选后须写明批准机关、文号和日期；不勾选就是不排名的交流。")}

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_units(self, "unit", units)


LIVING = (Life.PUBLISHED, Life.RESTING)

"""What is typed: the filters of the roster, a member, a place, an end, a sector, a list, a request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.core.chinese.normal import clean_name, name_fault
from touyan.core.chinese.normal import phone as phone_digits
from touyan.members import own, selectors
from touyan.members.data import STATED, MemberData
from touyan.members.models import Member
from touyan.members.placing import Placeable
from touyan.members.rules import PLACES, Affiliation, EndReason, Order, RequestKind
from touyan.members.selectors import Chosen
from touyan.organizations.models import Term, Unit
from touyan.organizations.rules import Kind, Level

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RosterForm(forms.Form):
    """Filters above the roster; a filter that cannot be read is left out rather than refused."""

    q = forms.CharField(label=_("姓名、拼音、编号或单位"), max_length=40, required=False)
    term = forms.TypedChoiceField(label=_("委员会与届次"), coerce=int, required=False, empty_value=None)
    sector = forms.TypedChoiceField(label=_("界别"), coerce=int, required=False, empty_value=None)
    committee = forms.TypedChoiceField(label=_("专门委员会"), coerce=int, required=False, empty_value=None)
    branch = forms.TypedChoiceField(label=_("履职临时党支部"), coerce=int, required=False, empty_value=None)
    district = forms.TypedChoiceField(label=_("区县（市）"), coerce=int, required=False, empty_value=None)
    party = forms.ChoiceField(
        label=_("党员或党外"),
        choices=[("", _("全部")), ("party", _("党员委员")), ("other", _("党外委员"))],
        required=False,
    )
    affiliation = forms.ChoiceField(label=_("党派"), choices=[("", _("全部")), *Affiliation.choices], required=False)
    standing = forms.BooleanField(label=_("只看常务委员"), required=False)
    order = forms.ChoiceField(label=_("排序"), choices=Order.choices, required=False)

    def __init__(self, *args: Any, terms: list[Term], term: Term | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("term", [(t.pk, f"{t.committee.short} · {t.name}") for t in terms], empty=False)
        self._offer("sector", [(s.pk, s.name) for s in selectors.sectors()])
        for name, kind, level in (
            ("committee", Kind.SPECIAL_COMMITTEE, None),
            ("branch", Kind.TEMPORARY_BRANCH, None),
            ("district", Kind.COMMITTEE, Level.DISTRICT),
        ):
            units = selectors.units_under(term, kind, level) if term else []
            self._offer(name, [(u.pk, u.name) for u in units])

    def _offer(self, name: str, choices: list[tuple[int, str]], *, empty: bool = True) -> None:
        self.fields[name].choices = ([("", _("全部"))] if empty else []) + choices  # type: ignore[attr-defined]
        if not choices or (name == "term" and len(choices) == 1):
            del self.fields[name]

    def chosen(self) -> Chosen:
        """The filters that could be read."""
        self.is_valid()
        read = getattr(self, "cleaned_data", {})
        return Chosen(
            words=read.get("q", ""),
            sector=read.get("sector"),
            committee=read.get("committee"),
            branch=read.get("branch"),
            district=read.get("district"),
            party=read.get("party", ""),
            affiliation=read.get("affiliation", ""),
            standing=bool(read.get("standing")),
            order=Order(read.get("order") or Order.STROKE),
        )


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    """A member as an officer states it."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Member
        fields = ["name", "gender", "ethnicity", "number", "affiliation", "is_party_member", "standing", "sector"] + [
            "work",
            "expertise",
            "phone",
            "start",
            "sort_as",
            "reading",
        ]
        widgets = {"start": DAY}
        help_texts = {
            "is_party_member": _("党派为中国共产党时自动记为中共党员；跨党派的委员请在此勾选。"),
            "expertise": _("如：医药卫生、城市规划。用于按专长编入专门委员会。"),
            "sort_as": _("姓名中有生僻字排序不对时，填一个同位置的常用字姓名。平时不填。"),
            "reading": _("姓名读音与常规不同时填写，如 qin2 chao1。平时不填。"),
            "ethnicity": _("名单只标注汉族以外的民族。"),
            "phone": _("只有本单位负责人和工作人员可以查看，每次查看都有记录。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = selectors.sectors()  # type: ignore[attr-defined]
        self.fields["start"].required = False
        if self.instance.pk:
            self.initial |= {"name": self.instance.person.name, "version": self.instance.version}  # type: ignore[operator]

    def clean_name(self) -> str:
        """Cleaned; a digit or sign in it is named."""
        name = clean_name(self.cleaned_data["name"])
        if not name or name_fault(name):
            raise forms.ValidationError(
                _("姓名中的“%(char)s”不能使用。"), params={"char": name_fault(name) or self.cleaned_data["name"]}
            )
        return name

    def clean_phone(self) -> str:
        """Digits only."""
        digits = phone_digits(self.cleaned_data["phone"])
        if digits is None:
            raise forms.ValidationError(_("这不是电话号码，请填手机号，或带区号的座机号。"))
        return digits

    def _post_clean(self) -> None:
        """The form never writes to the record it was shown from; the verb does."""

    def data_stated(self) -> MemberData:
        """What was typed, for the verb."""
        read = self.cleaned_data
        return MemberData(name=read["name"], start=read["start"], **{name: read[name] for name in STATED})


class PlaceForm(forms.Form):
    """Where a member is placed."""

    kind = forms.ChoiceField(label=_("编入"), choices=[(kind, kind.label) for kind in PLACES])
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    start = forms.DateField(label=_("起始日期"), widget=DAY, initial=clock.today)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = selectors.placeable(term)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The kind follows from the unit when both do not agree in the browser."""
        read = super().clean() or {}
        if unit := read.get("unit"):
            read["kind"] = next(kind for kind, of in PLACES.items() if of == unit.kind)
        return read


class PlacingForm(forms.Form):
    """One choice of committee per member without one; nothing chosen leaves the member for later."""

    def __init__(self, *args: Any, waiting: list[Placeable], units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting, self.units = waiting, {unit.pk: unit for unit in units}
        for one in waiting:
            self.fields[f"m{one.member.pk}"] = forms.TypedChoiceField(
                label=one.member.person.name,
                help_text="　".join(filter(None, (one.member.sector and one.member.sector.name, one.member.expertise))),  # type: ignore[arg-type]
                choices=[("", _("暂不编组")), *[(unit.pk, unit.name) for unit in units]],
                coerce=int,
                required=False,
                empty_value=None,
                initial=one.proposed.pk if one.proposed else "",
            )

    def chosen(self) -> list[tuple[Member, Unit]]:
        """(member, committee) for every member for whom one was chosen."""
        read = self.cleaned_data
        found = [(one.member, self.units.get(read.get(f"m{one.member.pk}"))) for one in self.waiting]  # type: ignore[arg-type]
        return [(member, unit) for member, unit in found if unit is not None]


class EndForm(forms.Form):
    """When and why a seat ended."""

    day = forms.DateField(label=_("离任日期"), widget=DAY, initial=clock.today)
    reason = forms.ChoiceField(label=_("离任原因"), choices=EndReason.choices)


class SectorForm(forms.Form):
    """A new sector."""

    name = forms.CharField(label=_("名称"), max_length=40)
    short = forms.CharField(label=_("简称"), max_length=12, required=False)
    start = forms.DateField(label=_("起始日期"), widget=DAY, initial=clock.today)


class SectorEndForm(forms.Form):
    """The last day of a sector."""

    day = forms.DateField(label=_("截止日期"), widget=DAY, initial=clock.today)


class ListForm(forms.Form):
    """A workbook with members."""

    term = forms.ModelChoiceField(label=_("导入到"), queryset=Term.objects.none())
    file = forms.FileField(label=_("名册文件"), help_text=_("Excel（.xlsx）或 CSV，不超过 20 MB。涉密内容请勿上传。"))

    def __init__(self, *args: Any, terms: list[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["term"]
        field.queryset = Term.objects.filter(pk__in=[term.pk for term in terms]).select_related("committee")
        field.label_from_instance = lambda term: f"{term.committee.name} · {term.name}"
        field.empty_label = None
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"


class PhoneForm(forms.Form):
    """One's own telephone."""

    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)


class CorrectionForm(forms.Form):
    """What in one's own data is not right."""

    kind = forms.CharField(widget=forms.HiddenInput, initial=RequestKind.CORRECT)
    field = forms.ChoiceField(label=_("哪一项"))
    wanted = forms.CharField(label=_("应为"), max_length=120)
    words = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [(name, label_of(name)) for name in own.CORRECTABLE]  # type: ignore[attr-defined]


class ObjectionForm(forms.Form):
    """What about the use of one's own data is not agreed to."""

    kind = forms.CharField(widget=forms.HiddenInput, initial=RequestKind.OBJECT)
    words = forms.CharField(label=_("对哪一项有异议、为什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """The answer to a request."""

    grant = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("1", _("照办")), ("", _("不采纳"))],
        coerce=bool,
        required=False,
        empty_value=False,  # type: ignore[arg-type]
    )
    answer = forms.CharField(label=_("答复"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def label_of(name: str) -> str:
    """The heading of a field of a member."""
    return str(_("姓名")) if name == "name" else str(Member._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

"""What is typed: a talk, a need, an answer, a pair, proposals taken, a rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.contacts import selectors
from touyan.contacts.models import Pair
from touyan.contacts.rules import TARGETS, Network, TalkKind, Target
from touyan.contacts.services import OtherEnd
from touyan.core import clock
from touyan.members.models import Member, Sector
from touyan.members.rules import DEMOCRATIC_PARTIES, Affiliation
from touyan.organizations.models import Person, Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TalkForm(forms.Form):
    """A talk: its day and its kind."""

    day = forms.DateField(label=_("日期"), widget=DAY, initial=clock.today)
    kind = forms.ChoiceField(label=_("方式"), choices=TalkKind.choices, widget=forms.RadioSelect, initial=TalkKind.FACE)


class NeedForm(forms.Form):
    """A need, in words that go to the unit which can help."""

    title = forms.CharField(label=_("需要办的事"), max_length=60)
    request = forms.CharField(
        label=_("具体情况"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("只写需要办什么，不写对任何人的看法。涉密内容请勿填写。"),
    )
    unit = forms.ModelChoiceField(label=_("请哪个单位办理"), queryset=Unit.objects.none(), empty_label=None)
    agreed = forms.BooleanField(label=_("本人同意转给这个单位办理"), required=False)

    def __init__(self, *args: Any, pair: Pair, by_contact: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = selectors.handling_units(pair)  # type: ignore[attr-defined]
        if by_contact and pair.target == Target.PERSON:
            del self.fields["agreed"]
        elif by_contact:
            self.fields["agreed"].label = _("提出人已同意转给这个单位办理；这里不写提出人的姓名和电话")

    def stated(self) -> dict[str, Any]:
        """What was typed, for the verb."""
        return {"agreed": False} | self.cleaned_data


class PaperForm(forms.Form):
    """When the person in need signed the sheet."""

    signed = forms.DateField(label=_("签字日期"), widget=DAY, initial=clock.today)


class AnswerForm(forms.Form):
    """What was done about it."""

    answer = forms.CharField(label=_("办理结果"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member by name, with sector to tell namesakes apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name}　{obj.sector.short if obj.sector else ''}"


class PairForm(forms.Form):
    """Who keeps contact with whom. The other end is asked for as the network wants it."""

    contact = forms.ModelChoiceField(label=_("联系人"), queryset=Member.objects.none())
    other = PersonChoice(label=_("联系对象"), queryset=Member.objects.none(), required=False)
    sector = forms.ModelChoiceField(label=_("界别"), queryset=Sector.objects.none(), required=False)
    party = forms.ChoiceField(
        label=_("党派"),
        choices=[("", "---------"), *[(party, party.label) for party in DEMOCRATIC_PARTIES]],
        required=False,
    )

    def __init__(self, *args: Any, unit: Unit, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.network = network
        if network in (Network.LEADERS, Network.PARTIES):
            fields["contact"].queryset = selectors.leaders(unit)
        else:
            fields["contact"] = PersonChoice(label=_("联系人"), queryset=selectors.seated(unit, party=True))
        fields["other"].queryset = selectors.seated(unit, party=False)
        fields["sector"].queryset = selectors.open_sectors()
        for name, target in (("other", Target.PERSON), ("sector", Target.SECTOR), ("party", Target.PARTY)):
            if target not in TARGETS[network]:
                del self.fields[name]
            elif len(TARGETS[network]) == 1:
                fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Exactly one other end."""
        read = super().clean() or {}
        if sum(bool(read.get(name)) for name in ("other", "sector", "party")) > 1:
            raise forms.ValidationError(_("联系对象只选一个。"))
        if not any(read.get(name) for name in ("other", "sector", "party")) and not self.errors:
            raise forms.ValidationError(_("请选择联系对象。"))
        return read

    def contact_person(self) -> Person:
        """The person behind the choice."""
        chosen = self.cleaned_data["contact"]
        return chosen.person if isinstance(chosen, Member) else chosen

    def other_end(self) -> OtherEnd:
        """What stands at the other end."""
        read = self.cleaned_data
        if other := read.get("other"):
            return OtherEnd(person=other.person)
        return OtherEnd(sector=read.get("sector"), party=Affiliation(read["party"]) if read.get("party") else "")


class ProposalsForm(forms.Form):
    """One select per member without a contact; nothing chosen leaves the member for later."""

    def __init__(self, *args: Any, proposals: list[selectors.Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for one in proposals:
            choices = [(o.person.pk, f"{o.person.name}（{o.words}）") for o in one.options]
            self.fields[f"m{one.member.pk}"] = forms.TypedChoiceField(
                label=one.member.person.name,
                choices=[("", _("暂不安排")), *choices],
                coerce=int,
                required=False,
                empty_value=None,
                initial=choices[0][0] if choices else "",
            )

    def chosen(self) -> list[tuple[Person, Person]]:
        """(contact, other) for every member for whom somebody was chosen."""
        found = []
        for one in self.proposals:
            pk = self.cleaned_data.get(f"m{one.member.pk}")
            found += [(option.person, one.member.person) for option in one.options if option.person.pk == pk]
        return found


class RuleForm(forms.Form):
    """How often, and how many at most."""

    least = forms.IntegerField(label=_("每周期至少几次"), min_value=1, max_value=24)
    every = forms.TypedChoiceField(
        label=_("周期"),
        coerce=int,
        choices=[
            (1, _("每月")),
            (2, _("每两月")),
            (3, _("每季度")),
            (4, _("每四月")),
            (6, _("每半年")),
            (12, _("每年")),
        ],
    )
    most = forms.IntegerField(label=_("每人最多联系几位"), min_value=1, max_value=50)
    basis = forms.CharField(
        label=_("依据"), max_length=100, required=False, help_text=_("如：谈心谈话制度（试行）第三条。")
    )

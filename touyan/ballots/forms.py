"""What is filled in for a ballot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from touyan.ballots import wording
from touyan.ballots.models import VoterClass
from touyan.ballots.rules import NoVote
from touyan.ballots.wording import Item, NotUnderstood
from touyan.organizations.forms import DateInput
from touyan.organizations.models import Unit
from touyan.organizations.rules import MembershipKind


class BallotForm(forms.Form):
    """A ballot in preparation."""

    unit = forms.ModelChoiceField(label=_("组织单位"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如：2026年度专委会分党组民主测评"))
    about = forms.CharField(label=_("说明"), max_length=300, required=False, help_text=_("写在选票上方"))
    opens = forms.DateField(label=_("开始日期"), widget=DateInput())
    closes = forms.DateField(label=_("截止日期"), widget=DateInput(), help_text=_("当天仍可投票"))
    questions = forms.CharField(
        label=_("题目"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一题：题目 权重%：选项=系数，选项=系数，不了解=不计。各题权重相加为100%。"),
    )
    classes = forms.CharField(
        label=_("投票人类别"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一类：类别 权重%。不足5人的类别不单列公布，也不能由差额推算。"),
    )
    targets = forms.ModelMultipleChoiceField(
        label=_("被测评的单位"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    quorum = forms.IntegerField(
        label=_("有效参加比例（%）"),
        min_value=0,
        max_value=100,
        initial=50,
        help_text=_("参加人数达不到名册的这个比例，票箱不开"),
    )
    no_vote = forms.ChoiceField(label=_("某类没有有效票时"), choices=NoVote.choices, widget=forms.RadioSelect)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Any, targets: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["targets"].queryset = targets  # type: ignore[attr-defined]

    def clean_questions(self) -> list[Item]:
        """The questions, or every problem with its line."""
        return _understood(wording.questions, self.cleaned_data["questions"])

    def clean_classes(self) -> list[Item]:
        """The classes, or every problem with its line."""
        return _understood(wording.classes, self.cleaned_data["classes"])

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        if data.get("opens") and data.get("closes") and data["closes"] < data["opens"]:
            self.add_error("closes", _("截止日期不能早于开始日期。"))
        return data


def _understood(read: Callable[[str], list[Item]], text: str) -> list[Item]:
    try:
        return read(text)
    except NotUnderstood as wrong:
        raise ValidationError(wrong.problems) from None


class RollForm(forms.Form):
    """People who become voters."""

    voter_class = forms.ModelChoiceField(label=_("作为哪一类"), queryset=VoterClass.objects.none())
    unit = forms.ModelChoiceField(label=_("哪个单位的人"), queryset=Unit.objects.none())
    who = forms.ChoiceField(
        label=_("哪些人"),
        choices=[
            ("secretary", _("书记、主任、组长")),
            ("leaders", _("主席、副主席、党组成员")),
            ("posts", _("全部任职人员")),
            *MembershipKind.choices,
        ],
    )
    below = forms.BooleanField(label=_("包括下级单位"), required=False, initial=True)

    def __init__(self, *args: Any, classes: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["voter_class"].queryset = classes  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """A voter's own receipt."""

    receipt = forms.RegexField(
        label=_("回执码"),
        regex=r"^\s*[0-9a-fA-F]{4}([ -]?[0-9a-fA-F]{4}){7}\s*$",
        help_text=_("投票后页面上的32位回执码"),
    )

    def clean_receipt(self) -> str:
        """Without the spaces that make it readable."""
        return "".join(c for c in self.cleaned_data["receipt"].lower() if c in "0123456789abcdef")

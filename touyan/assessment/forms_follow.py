"""Forms of what follows a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.assessment.rules import Use
from touyan.core import clock
from touyan.organizations.forms import DateInput
from touyan.organizations.models import Account


class AskForm(forms.Form):
    """Who is asked to decide."""

    account = forms.ModelChoiceField(label=_("送请谁研究"), queryset=Account.objects.none())

    def __init__(self, *args: Any, leaders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = leaders  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """Signed or declined."""

    decision = forms.ChoiceField(
        label=_("您的决定"), choices=[*Use.choices, ("decline", _("不采纳"))], widget=forms.RadioSelect
    )
    told_on = forms.DateField(label=_("告知本人的日期"), required=False, widget=DateInput(), help_text=_("采纳时必填"))
    reason = forms.CharField(
        label=_("不采纳的理由"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """A signature needs the day the person was told; a refusal needs its reason."""
        data = super().clean() or {}
        declined = data.get("decision") == "decline"
        if data.get("decision") and not declined and not data.get("told_on"):
            self.add_error("told_on", _("请写告知本人的日期。"))
        if data.get("told_on") and data["told_on"] > clock.today():
            self.add_error("told_on", _("告知日期不能在今天之后。"))
        if declined and not (data.get("reason") or "").strip():
            self.add_error("reason", _("请写明不采纳的理由。"))
        return data


class NoticeForm(forms.Form):
    """Which grades the notice names."""

    grades = forms.MultipleChoiceField(
        label=_("公示哪些等次"), widget=forms.CheckboxSelectMultiple, help_text=_("按细则规定；不公示分数和名次")
    )
    basis = forms.CharField(label=_("公示依据"), max_length=120, required=False, help_text=_("细则第几条"))

    def __init__(self, *args: Any, grades: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grades"].choices = grades  # type: ignore[attr-defined]

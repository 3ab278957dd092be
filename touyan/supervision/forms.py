"""Forms of oversight."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.supervision.rules import ReportKind

DAY = {"type": "date"}


class ReportDraftForm(forms.Form):
    """Which report to draft."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=None)
    kind = forms.ChoiceField(label=_("类别"), choices=ReportKind.choices)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year


SENTENCE = re.compile(r"^s-(\d{1,3})-(\d{1,3})$")
ADDED = re.compile(r"^a-(\d{1,3})$")


def sentences(data: Any) -> tuple[dict[tuple[int, int], str], dict[int, str]]:
    """(texts by section and sentence, added texts by section) of an edited report."""
    texts, added = {}, {}
    for name in data:
        if found := SENTENCE.match(name):
            texts[int(found[1]), int(found[2])] = data[name]
        elif found := ADDED.match(name):
            added[int(found[1])] = data[name]
    return texts, added


class PeriodForm(forms.Form):
    """A year and a kind of report; anything that makes no sense is left aside."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(required=False, choices=ReportKind.choices)

    def asked(self) -> dict[str, Any]:
        """The period asked for; else the report that is due next."""
        self.is_valid()
        today = clock.today()
        kind = ReportKind.YEAREND if today.month > 9 else ReportKind.MIDYEAR
        return {"year": self.cleaned_data.get("year") or today.year, "kind": self.cleaned_data.get("kind") or kind}

"""Forms of studies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReplayForm(forms.Form):
    """Which two schemes, on which year's records."""

    scheme_key = forms.ChoiceField(label=_("新细则的方案"))
    against = forms.ChoiceField(label=_("与哪部细则比较"))
    year = forms.TypedChoiceField(label=_("用哪一年的记录"), coerce=int)
    lower = forms.BooleanField(
        label=_("包括所属区县（市）政协的委员"),
        required=False,
        help_text=_("在两级都任委员的，按上一级计一次，两级的记录合并"),
    )

    def __init__(
        self, *args: Any, keys: list[tuple[str, str]], others: list[tuple[str, str]], years: list[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme_key"].choices = keys  # type: ignore[attr-defined]
        self.fields["against"].choices = others  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]

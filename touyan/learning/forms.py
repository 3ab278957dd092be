"""What is typed about learning."""

from __future__ import annotations

from typing import Any

from django import forms

from touyan.learning.models import Programme


class ProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A programme as it should read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Programme
        fields = ["unit", "kind", "title", "about", "closed"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if not self.instance.pk:
            del self.fields["closed"]

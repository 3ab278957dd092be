"""Forms of the organisation: what a clerk may fill in, and the sentences for what cannot be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from touyan.organizations.models import Account, Person, Unit
from touyan.organizations.rules import Kind, Level, Line, Role, Title


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UnitOpenForm(forms.Form):
    """A new unit under another."""

    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    name = forms.CharField(label=_("全称"), max_length=100)
    short = forms.CharField(label=_("简称"), max_length=30, help_text=_("列表里用的短名称"))
    code = forms.SlugField(
        label=_("代码"),
        max_length=40,
        help_text=_(
            "字母、数字和连字符，设立后不变。已按上级单位和类别拟好下一个，可以改；只改类别时，按新类别重新拟定。"
        ),
    )
    proposed = forms.CharField(widget=forms.HiddenInput, required=False)
    line = forms.ChoiceField(label=_("所在线"), choices=Line.choices)
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices)
    start = forms.DateField(label=_("设立日期"), widget=DateInput(), required=False, help_text=_("不填即为今天"))

    def said(self) -> dict[str, Any]:
        """What was said of the unit, as its verb takes it."""
        kinds = {"kind": Kind, "line": Line, "level": Level}
        return {
            name: kinds.get(name, lambda same: same)(value)
            for name, value in self.cleaned_data.items()
            if name != "proposed"
        }


def offer_units(form: forms.BaseForm, name: str, units: Any, *, most: int | None = None) -> None:
    """Field `name` offers `units` and begins with the first, the reader's own by the office's order.

    With `most`, only where no more than so many are offered: a longer list is other people's, and the reader picks.
    """
    form.fields[name].queryset = units  # type: ignore[attr-defined]
    if not form.is_bound and not form.initial.get(name):
        first = list(units[: (most or 0) + 1])
        if first and (most is None or len(first) <= most):
            form.initial[name] = first[0]


class UnitRenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=_("新全称"), max_length=100)
    short = forms.CharField(label=_("新简称"), max_length=30)
    day = forms.DateField(label=_("生效日期"), widget=DateInput(), required=False, help_text=_("不填即为今天"))


class UnitMoveForm(forms.Form):
    """Another place in one line."""

    line = forms.ChoiceField(label=_("在哪条线上调整"), choices=Line.choices)
    parent = forms.ModelChoiceField(label=_("新的上级单位"), queryset=Unit.objects.none())
    day = forms.DateField(label=_("生效日期"), widget=DateInput(), required=False, help_text=_("不填即为今天"))

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """Someone takes a post."""

    person = forms.ModelChoiceField(label=_("人员"), queryset=Person.objects.none())
    title = forms.ChoiceField(label=_("职务"), choices=Title.choices)
    start = forms.DateField(label=_("任职日期"), widget=DateInput(), required=False, help_text=_("不填即为今天"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """A change of term (换届)."""

    number = forms.IntegerField(label=_("届次"), min_value=1, max_value=99)
    name = forms.CharField(label=_("名称"), max_length=60)
    start = forms.DateField(label=_("起始日期"), widget=DateInput())


class AccountForm(forms.Form):
    """An account for a person."""

    username = forms.SlugField(label=_("账号"), max_length=60, help_text=_("字母、数字和连字符"))
    person_name = forms.CharField(label=_("姓名"), max_length=60)

    def clean_username(self) -> str:
        """The sign-in name, refused when it is taken."""
        name = str(self.cleaned_data["username"])
        if Account.objects.filter(username=name).exists():
            raise forms.ValidationError(_("这个账号已被使用，请换一个。"))
        return name


class GrantForm(forms.Form):
    """A role on a unit."""

    role = forms.ChoiceField(label=_("角色"), choices=[c for c in Role.choices if c[0] != Role.PUBLIC])
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    subtree = forms.BooleanField(label=_("包含全部下级单位"), required=False, initial=True)
    end = forms.DateField(label=_("截止日期"), widget=DateInput(), required=False, help_text=_("不填即长期有效"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

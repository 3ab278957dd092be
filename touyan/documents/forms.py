"""Forms of this room. They check words; rights and states are checked by the verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.documents import selectors
from touyan.documents.models import OfficialDocument
from touyan.documents.rules import BINDING, NORM_NEXT, NormState
from touyan.organizations.forms import offer_units
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import units_for

SECRET_NOTICE = _("本系统连接互联网，严禁上传涉密和内部敏感资料。")


class DateField(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class UnitChoice(forms.ModelChoiceField):
    """A unit by its full name."""

    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


class DocumentNewForm(forms.Form):
    """What a new draft is."""

    unit = UnitChoice(queryset=Unit.objects.none(), label=_("发文单位"))
    paper = forms.ChoiceField(label=_("种类"), widget=forms.RadioSelect)
    year = forms.IntegerField(
        label=_("年度"), min_value=2000, max_value=2100, help_text=_("由记录生成的材料取这一年的记录。")
    )
    title = forms.CharField(label=_("标题"), max_length=200, required=False, help_text=_("不填时用模板的标题。"))

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units_for(actor, "document.write")  # type: ignore[attr-defined]
        self.fields["paper"].choices = [(code, paper.name) for code, paper in selectors.simple_papers().items()]  # type: ignore[attr-defined]
        first = units_for(actor, "document.write").first()
        self.initial.setdefault("unit", first.pk if first else None)
        self.initial.setdefault("year", clock.today().year)


class DocumentHeadForm(forms.ModelForm):
    """Everything around the text."""

    dated = DateField(label=_("成文日期"), required=False, help_text=_("不填时为签发当天。"))

    class Meta:
        model = OfficialDocument
        fields = [
            "series",
            "title",
            "subtitle",
            "addressees",
            "signer",
            "urgency",
            "signed_by",
            "dated",
            "remark",
            "copies_to",
            "attending",
        ]
        labels = {"series": _("机关代字")}
        widgets = {
            "attending": forms.Textarea(attrs={"rows": 3}),
            "signed_by": forms.Textarea(attrs={"rows": 2}),
            "addressees": forms.Textarea(attrs={"rows": 2}),
            "copies_to": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "addressees": _("各单位之间用逗号或顿号，末尾不用冒号。"),
            "signer": _("上行文必填，如报告、请示。"),
            "signed_by": _("几个单位联合行文时，一行一个。"),
            "attending": _("纪要用，一行一类，如“出席：张三、李四”。"),
            "copies_to": _("末尾加句号。"),
            "series": _("没有机关代字的公文不编号。"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["series"].queryset = selectors.series_for(self.instance.unit)  # type: ignore[attr-defined]


class PassageForm(forms.Form):
    """A piece of text."""

    text = forms.CharField(
        label=_("正文"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("一行一段。以“一、”“（一）”“1.”“（1）”开头的短行是标题。〔注1〕指明出处，印发时自动去掉。"),
    )
    before = forms.CharField(widget=forms.HiddenInput, required=False)


class PassageAddForm(forms.Form):
    """A new piece of text."""

    text = forms.CharField(label=_("正文"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 8}))
    attachment = forms.CharField(
        label=_("附件名称"), max_length=200, required=False, help_text=_("填写后放在这个附件里，不填放在正文末尾。")
    )


class RemarkForm(forms.Form):
    """A remark on a draft."""

    text = forms.CharField(label=_("意见"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NormForm(forms.Form):
    """A normative document to be registered."""

    unit = UnitChoice(queryset=Unit.objects.none(), label=_("制发单位"))
    title = forms.CharField(label=_("名称"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("效力"), choices=[(s.value, s.label) for s in NormState if s in BINDING])
    binds = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(),
        label=_("适用单位"),
        required=False,
        help_text=_("包括所选单位的全部下级。不选时适用于制发单位及其下级。"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-box"}),
    )
    start = DateField(label=_("施行日期"), required=False)
    text = forms.CharField(
        label=_("正文"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("一行一段，条文以“第一条”开头。上传原件时可以不填，系统从原件读取。"),
    )
    file = forms.FileField(
        label=_("原件"), required=False, help_text=format_lazy("{}{}", SECRET_NOTICE, _("可以上传 .docx、.pdf。"))
    )

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = units_for(actor, "norm.manage")
        offer_units(self, "unit", units)
        self.fields["binds"].queryset = units  # type: ignore[attr-defined]


class NormReviseForm(forms.Form):
    """A new version."""

    note = forms.CharField(label=_("修订说明"), max_length=200)
    start = DateField(label=_("施行日期"), required=False)
    text = forms.CharField(
        label=_("正文"), max_length=500_000, required=False, widget=forms.Textarea(attrs={"rows": 20})
    )
    file = forms.FileField(
        label=_("原件"), required=False, help_text=format_lazy("{}{}", SECRET_NOTICE, _("可以上传 .docx、.pdf。"))
    )


class NormStateForm(forms.Form):
    """A change of force."""

    state = forms.ChoiceField(label=_("改为"))
    day = DateField(label=_("日期"), required=False)
    why = forms.CharField(label=_("依据"), max_length=200, required=False)
    by = forms.ModelChoiceField(queryset=None, label=_("由哪份制度替代"), required=False)

    def __init__(self, actor: Actor, norm: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        allowed = NORM_NEXT[norm.state]
        self.fields["state"].choices = [(s.value, s.label) for s in NormState if s in allowed]  # type: ignore[attr-defined]
        others = type(norm).objects.visible_to(actor).filter(state__in=BINDING).exclude(pk=norm.pk)
        self.fields["by"].queryset = others  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file to be kept. The notice stands before the choice."""

    unit = UnitChoice(queryset=Unit.objects.none(), label=_("所属单位"))
    purpose = forms.CharField(label=_("用途"), max_length=100, required=False)
    clean_of_secrets = forms.BooleanField(label=_("我已确认：文件不涉密，也不含内部敏感内容"))
    file = forms.FileField(
        label=_("选择文件"), help_text=_("可以上传 .docx、.pdf、.xlsx、.csv、.jpg、.png，不超过 20 MB。")
    )

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_units(self, "unit", units_for(actor, "file.keep"))


class SeriesForm(forms.Form):
    """A new code of numbers."""

    unit = UnitChoice(queryset=Unit.objects.none(), label=_("发文单位"))
    code = forms.CharField(label=_("机关代字"), max_length=20, help_text=_("如：示政办"))
    masthead = forms.CharField(label=_("发文机关标志"), max_length=60, help_text=_("如：示例市政协办公厅文件"))
    imprint = forms.CharField(label=_("印发机关"), max_length=60, required=False)
    last = forms.IntegerField(label=_("本年已用到第几号"), min_value=0, max_value=9999, initial=0)

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_units(self, "unit", units_for(actor, "document.series"))


class WordingForm(forms.Form):
    """A unit's own words for a paper."""

    title = forms.CharField(label=_("标题"), max_length=200)
    text = forms.CharField(label=_("正文"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}))

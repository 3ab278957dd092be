"""A form for one construct of a scheme, made from the words of the language: a clerk fills words, not a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from touyan.assessment.compact import Unreadable, compact, expand
from touyan.scoring.language.forms import NEEDED, Field, Form, Inline, Ways
from touyan.scoring.language.grammar.shapes import METHOD, SHAPES
from touyan.scoring.language.grammar.units import EXTRA, RATE
from touyan.scoring.language.kinds import Choice, words_of

LONG = {"原文": 4, "约定": 2, "理由": 3}
APART = {"组成", "总分", "统计", "不重复", "等次", "门槛", "否决", "名额", "提示线", "结果运用", "例外", "通则"}
"""Words of a scheme or section that have rows of their own in the table."""
ROWS = {"分值": RATE, "加成": EXTRA}
SPARE = 2


class Wanted(forms.CharField):
    """A word that a scheme needs. A draft may be saved without it; the check of the scheme then lists it."""

    def validate(self, value: Any) -> None:
        """Empty is allowed here."""


class ConstructForm(forms.Form):
    """Words of a construct as fields; `table()` gives the construct back. An empty field means that the word is not written."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, form: Form, plain: dict[str, Any], common: dict[str, Any], top: bool = False, **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.shape_of = form
        self.plain = plain
        self.words: dict[str, str] = {}
        self.row_words: dict[str, tuple[str, int, str]] = {}
        for item in _items(form, top):
            if item.word in ROWS and isinstance(plain.get(item.word), list):
                self._rows(item.word)
            elif item.word == "计分":
                self._shape()
            else:
                self._word(item, common)

    def _word(self, item: Field, common: dict[str, Any]) -> None:
        name = f"w{len(self.words)}"
        self.words[name] = item.word
        value = self.plain.get(item.word)
        said = common.get(item.word)
        self.initial[name] = "" if value is None else value if item.word in LONG else compact(value)
        help_text = _help(item, said)
        if isinstance(item.kind, Choice) and (value is None or value in item.kind.words):
            empty = _("按通则：%(word)s") % {"word": compact(said)} if said is not None else _("（未选）")
            choices = [("", empty), *((word, word) for word in item.kind.words)]
            self.fields[name] = forms.ChoiceField(label=item.word, required=False, choices=choices, help_text=help_text)
            return
        rows = LONG.get(item.word, 0)
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
        needed = item.absent is NEEDED and not item.general and item.only is None and item.needed is None
        kind = Wanted if needed else forms.CharField
        self.fields[name] = kind(label=item.word, required=needed, max_length=4000, widget=widget, help_text=help_text)

    def _shape(self) -> None:
        value = self.plain.get("计分", "")
        method = value if isinstance(value, str) else str(value.get(METHOD, ""))
        rest = {} if isinstance(value, str) else {word: v for word, v in value.items() if word != METHOD}
        self.initial["shape"], self.initial["shape_words"] = method, compact(rest) if rest else ""
        choices = [("", _("（未选）")), *((word, word) for word in SHAPES)]
        self.fields["shape"] = forms.ChoiceField(
            label="计分", required=False, choices=choices, help_text=_("得分怎么从记录算出来")
        )
        asked = {method: SHAPES[method]} if method in SHAPES else SHAPES
        needs = "；".join(f"{name}（{'、'.join(form.words) or _('没有')}）" for name, form in asked.items())
        self.fields["shape_words"] = forms.CharField(
            label=_("计分办法要写明的数"),
            required=False,
            max_length=2000,
            help_text=_("写法：数量：4；得分：20。各办法的词：%(needs)s") % {"needs": needs},
        )

    def _rows(self, word: str) -> None:
        """A row of fields for each row of a points table, and two to spare."""
        form = ROWS[word]
        rows = [*self.plain[word], *({} for _spare in range(SPARE))]
        for number, row in enumerate(rows):
            for column in form.words:
                name = f"r{len(self.row_words)}"
                self.row_words[name] = (word, number, column)
                self.initial[name] = compact(row[column]) if isinstance(row, dict) and column in row else ""
                label = _("%(word)s第%(n)s行：%(column)s") % {"word": word, "n": number + 1, "column": column}
                self.fields[name] = forms.CharField(label=label, required=False, max_length=1000)

    def singles(self) -> Iterator[forms.BoundField]:
        """The fields that stand one under the other."""
        return (self[name] for name in self.fields if name not in self.row_words)

    def tables(self) -> list[tuple[str, tuple[str, ...], list[list[forms.BoundField]]]]:
        """(word, headings, rows of fields) of points tables."""
        found = []
        for word, form in ROWS.items():
            names = [name for name, place in self.row_words.items() if place[0] == word]
            width = len(form.words)
            if names:
                rows = [[self[name] for name in names[k : k + width]] for k in range(0, len(names), width)]
                found.append((word, form.words, rows))
        return found

    def clean(self) -> dict[str, Any]:
        """Each cell must be readable; whether it means something is said by the check of the whole scheme."""
        data = super().clean() or {}
        for name in (*self.words, *self.row_words, "shape_words"):
            word = self.words.get(name, "")
            text = data.get(name) or ""
            if text and word not in LONG:
                try:
                    expand(text)
                except Unreadable as error:
                    self.add_error(name, str(error))
        return data

    def table(self) -> dict[str, Any]:
        """The construct with what was written, in the order of the language; words of rows apart stay as they are."""
        data = self.cleaned_data
        found = {word: value for word, value in self.plain.items() if word in APART}
        for name, word in self.words.items():
            if data[name]:
                found[word] = data[name].strip() if word in LONG else expand(data[name])
        if data.get("shape"):
            rest = expand(data["shape_words"]) if data["shape_words"] else {}
            found["计分"] = {METHOD: data["shape"], **rest} if isinstance(rest, dict) and rest else data["shape"]
        for word in {place[0] for place in self.row_words.values()}:
            rows: dict[int, dict[str, Any]] = {}
            for name, (own, number, column) in self.row_words.items():
                if own == word and data[name]:
                    rows.setdefault(number, {})[column] = expand(data[name])
            if rows:
                found[word] = [rows[number] for number in sorted(rows)]
        order = {word: place for place, word in enumerate(("方案", *self.shape_of.words))}
        order |= {"通则": order.get("考评对象", 0) - 0.5}  # type: ignore[dict-item]
        return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], 999)))


def _items(form: Form, top: bool) -> Iterator[Field]:
    """The words of a form one by one; for 通则 only those that may be settled there."""
    for item in form.fields:
        if isinstance(item, Inline):
            if not top:
                yield from _items(item.form, top)
        elif isinstance(item, Ways):
            if not top:
                yield from (Field(way.word, way.word, way.kind, absent=None) for way in item.ways)
        elif item.word not in APART or item.word == form.head:
            if not top or item.general:
                yield item


def _help(item: Field, said: Any) -> str:
    """What the word is for: its note or question, what may stand there, what 通则 says."""
    parts = [item.use.of(get_language() or "zh")]
    possible = words_of(item.kind)
    if possible and not isinstance(item.kind, Choice):
        parts.append(_("可以写：%(words)s") % {"words": "、".join(possible[:12])})
    if said is not None and not isinstance(item.kind, Choice):
        parts.append(_("留空则按通则：%(word)s") % {"word": compact(said)})
    return "。".join(part for part in parts if part)

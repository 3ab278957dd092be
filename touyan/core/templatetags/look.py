"""Tags and filters every page uses: icons, badges, lateness, numbers and dates as an office writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touyan.core import clock
from touyan.core.words import (
    date_words,
    day_words,
    grouped,
    moment_words,
    month_words,
    short_words,
    span_words,
    unit_words,
)

register = template.Library()

ICON_ALIASES = {
    "task": "todo",
    "organisation": "organization",
    "home": "todo",
    "score": "assessment",
    "cockpit": "overview",
    "contact": "talk",
    "contacts": "talk",
    "journal": "ledger",
    "roster": "members",
    "write": "pen",
    "warning": "alert",
    "user": "person",
    "people": "members",
    "link": "chain",
    "book": "learning",
    "inbox": "empty",
    "map": "map-pin",
    "award": "case",
    "save": "check",
    "delete": "close",
    "trash": "close",
    "globe": "portal",
    "building": "venue",
    "gauge": "overview",
    "table": "plan",
    "users": "members",
    "time": "clock",
    "date": "calendar",
    "sign": "stamp",
    "add": "plus",
    "back": "arrow-left",
}
BADGE_MARKS = {"done": "check", "due": "clock", "late": "alert", "rest": "pause", "info": "info"}
SOON = 7


@cache
def icon_names() -> frozenset[str]:
    """Every icon the sprite holds."""
    sprite = Path(__file__).resolve().parents[1] / "static" / "touyan" / "icons.svg"
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', sprite.read_text(encoding="utf-8")))


def known_icon(name: str) -> str:
    """The name in the sprite for `name` or its alias, else `info`."""
    found = ICON_ALIASES.get(name, name)
    return found if found in icon_names() else "info"


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """The contents of block `name` once more, so that a page says its title in one place only."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.nodelist.render(context) if block else ""


# A page shows some sixty icons and badges, mostly the same few: each is rendered once in a process and kept.
@lru_cache(maxsize=2000, typed=True)  # typed: a text marked safe is not the same text unmarked
def _drawn(template_name: str, **words: str) -> SafeString:
    return render_to_string(template_name, words)


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless `label` gives it a name. A name it does not know shows as `info`."""
    return _drawn("core/_icon.html", name=known_icon(str(name)), extra=str(extra), label=str(label))


@register.simple_tag
def badge(kind: str, word: str) -> SafeString:
    """A state as a shape and a word; kinds done, due, late, rest, info."""
    return _drawn("core/_badge.html", kind=str(kind) if kind in BADGE_MARKS else "info", word=str(word))


@register.simple_tag(takes_context=True)
def late_by(context: Context, due: dt.date | None, done: bool = False, word: str = "") -> SafeString:
    """A badge for a deadline: 已完成, 已过期 3 天, 今天到期, 还有 3 天, or the day itself when it is far away.

    The day of comparison is `today` from the context if given, else the day in Shanghai; `word` replaces 已完成.
    """
    today = context.get("today") or clock.today()
    return badge(*lateness(due, today=today, done=done, word=word))


def lateness(due: dt.date | None, *, today: dt.date, done: bool = False, word: str = "") -> tuple[str, str]:
    """Kind and words of a badge for a deadline, in whole days."""
    if done:
        return "done", word or _("已完成")
    if due is None:
        return "info", _("不限期")
    due = timezone.localtime(due).date() if isinstance(due, dt.datetime) and timezone.is_aware(due) else due
    days = (due - today).days if not isinstance(due, dt.datetime) else (due.date() - today).days
    if days < 0:
        return "late", ngettext("已过期 %(days)d 天", "已过期 %(days)d 天", -days) % {"days": -days}
    if days == 0:
        return "due", _("今天到期")
    if days <= SOON:
        return "due", ngettext("还有 %(days)d 天", "还有 %(days)d 天", days) % {"days": days}
    return "info", _("%(day)s前") % {"day": day_words(due, weekday=False)}


@register.inclusion_tag("core/_once.html", takes_context=True)
def once(context: Context) -> dict[str, str]:
    """The hidden token (context `once_token`) by which a form sent twice counts once."""
    token = context.get("once_token") or ""
    return {"token": str(token() if callable(token) else token)}


@register.inclusion_tag("core/_version.html")
def version(value: object) -> dict[str, object]:
    """The hidden version of the record edited; a save over a newer one answers 409."""
    return {"version": plain(value)}


@register.filter
def badge_mark(kind: str) -> str:
    """The icon that stands for a badge's kind."""
    return BADGE_MARKS.get(kind, "info")


@register.filter
def nth(items: Sequence[Any], index: int) -> Any:
    """The item at `index`, or an empty dict past the end."""
    return items[index] if 0 <= index < len(items) else {}


@register.filter
def num(value: object) -> str:
    """A whole or decimal number with thousands grouped, never in exponent form; words pass unchanged."""
    return grouped(value)


@register.filter
def plain(value: object) -> str:
    """A number for a machine (attribute values): no grouping."""
    return "" if value is None else str(value)


@register.filter
def points(value: int | None) -> str:
    """A score kept in 1/10,000 point, as written: 835000 → 83.5."""
    if value is None:
        return ""
    text = format(Decimal(value) / 10000, ".4f").rstrip("0")
    return text.rstrip(".")


@register.filter
def cn_date(value: dt.date | None) -> str:
    """2026年11月22日."""
    return date_words(value)


@register.filter
def cn_day(value: dt.date | None) -> str:
    """11月22日 周日."""
    return day_words(value)


@register.filter
def cn_until(starts: dt.datetime, ends: dt.datetime) -> str:
    """From when to when; the day is said once if it is the same."""
    return span_words(starts, ends)


@register.filter
def short_date(value: dt.date | None) -> str:
    """11.22 (22 Nov) where a line has no room for more."""
    return short_words(value)


@register.filter
def unit_of(unit: object, value: object) -> str:
    """The unit behind a number, in the number's own form: 1 item, 2 items."""
    return unit_words(unit, value)


@register.filter
def cn_when(value: object) -> str:
    """A moment as 2026年11月22日 14:30, a date as a date; words pass unchanged."""
    return moment_words(value)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is a single tick box, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


def _is_wrong(form: BaseForm, fields: list[BoundField]) -> bool:
    """Whether what is wrong in the form stands, or may stand, among these fields."""
    return bool(form.non_field_errors()) or any(field.errors for field in fields)


@dataclass(frozen=True)
class Fold:
    """Fields of a form that few need, behind one line; open when something in it is wrong."""

    words: str
    fields: list[BoundField]
    open: bool


@register.filter
def unfolded(form: BaseForm) -> list[BoundField]:
    """The fields that a form shows at once: those it does not name in its `folds`."""
    away = {name for _words, names in getattr(form, "folds", ()) for name in names}
    return [field for field in form if field.name not in away]


@register.filter
def folds(form: BaseForm) -> list[Fold]:
    """What a form's `folds` ((words, names of fields), …) put behind a line each; a line without a field is left out."""
    groups = [(words, [form[n] for n in names if n in form.fields]) for words, names in getattr(form, "folds", ())]
    return [Fold(words=words, fields=fields, open=_is_wrong(form, fields)) for words, fields in groups if fields]


@register.filter
def slug_of(value: str) -> str:
    """Letters and digits of an address, fit for an id."""
    return slugify(str(value).replace("/", "-"))


@register.filter
def html_lang(code: str) -> str:
    """The language tag browsers choose fonts by: zh-hans → zh-Hans."""
    return "zh-Hans" if str(code).startswith("zh") else str(code)


@register.filter
def may(actor: Any, action: str) -> bool:
    """Whether a link to `action` is shown to this reader; the address itself decides again."""
    return bool(actor is not None and actor.may(action))


@register.filter
def cn_month(month: int, year: int | None = None) -> str:
    """3月; with its year 2026年3月."""
    return month_words(month, year)

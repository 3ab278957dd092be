"""From what stands in a cell to a value, with a sentence for each thing that cannot be one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from touyan.core.sheets.columns import Column

YES = {"是", "有", "√", "y", "yes", "true", "1", "对"}
NO = {"否", "无", "×", "x", "n", "no", "false", "0", "错"}
DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?)?\s*月?$")
TIME = re.compile(r"^(.*?)[\sT]+(\d{1,2})[:时](\d{2})?(?::\d{2})?分?$")
PHONE = re.compile(r"^(1\d{10}|0\d{2,3}\d{7,8}(\d{1,6})?)$")
GUARD = re.compile(r"^'(?=[=+\-@\t\r])")
EXACT = 10**15


class NotPossible(Exception):
    """The sentence that says why a cell cannot be taken."""


def value_of(cell: Any, column: Column) -> Any:
    """The value, or None for an empty cell. Raises NotPossible with a sentence."""
    if isinstance(cell, str):
        cell = GUARD.sub("", cell).strip()
    if cell in ("", None):
        if column.required:
            raise NotPossible(_("不能为空。"))
        return None
    value = KINDS[column.kind](cell, column)
    if column.check and (sentence := column.check(value)):
        raise NotPossible(sentence)
    return value


def shown(cell: Any) -> str:
    """The cell as a person sees it."""
    if isinstance(cell, dict):
        return str(cell["d"])
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    return "" if cell is None else str(cell)


def _text(cell: Any, column: Column) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT:
        raise NotPossible(_("是超过 15 位的数字，表格软件已改动末几位；请把这一列设为“文本”后重新填写。"))
    text = unicodedata.normalize("NFC", shown(cell))
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t\r" for c in text):
        raise NotPossible(_("含有不可见的控制字符，请删去后重新填写。"))
    if len(text) > column.max_length:
        raise NotPossible(
            _("有 %(count)d 个字，最多 %(limit)d 个。") % {"count": len(text), "limit": column.max_length}
        )
    return text


def _decimal(cell: Any, column: Column) -> Decimal:
    text = unicodedata.normalize("NFKC", shown(cell)).replace(",", "").strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NotPossible(_("“%(text)s”不是数字。") % {"text": text[:30]}) from None
    if not value.is_finite() or isinstance(cell, dict | bool):
        raise NotPossible(_("“%(text)s”不是数字。") % {"text": text[:30]})
    _within(value, column)
    return value


def _integer(cell: Any, column: Column) -> int:
    value = _decimal(cell, column)
    if value != value.to_integral_value():
        raise NotPossible(_("“%(text)s”不是整数。") % {"text": shown(cell)[:30]})
    return int(value)


def _within(value: Decimal, column: Column) -> None:
    if column.least is not None and value < column.least:
        raise NotPossible(_("不能小于 %(least)s。") % {"least": column.least})
    if column.most is not None and value > column.most:
        raise NotPossible(_("不能大于 %(most)s。") % {"most": column.most})


def _date(cell: Any, column: Column) -> dt.date:
    text = unicodedata.normalize("NFKC", shown(cell)).strip()[:40]
    found = DATE.match(text[:10] if isinstance(cell, dict) else text)
    try:
        if found and found[3]:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if re.fullmatch(r"\d{8}", text):
            return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise NotPossible(_("“%(text)s”这一天不存在。") % {"text": text}) from None
    raise NotPossible(_("“%(text)s”不是日期，请写成 2026-03-05。") % {"text": text})


def _datetime(cell: Any, column: Column) -> dt.datetime:
    text = unicodedata.normalize("NFKC", shown(cell)).strip()[:40]
    found = TIME.match(text)
    day = _date(found[1].strip() if found else text, column)
    try:
        moment = dt.time(int(found[2]), int(found[3] or 0)) if found else dt.time()
    except ValueError:
        raise NotPossible(_("“%(text)s”不是时间，请写成 2026-03-05 14:30。") % {"text": text}) from None
    return dt.datetime.combine(day, moment)


def _yesno(cell: Any, column: Column) -> bool:
    if isinstance(cell, bool):
        return cell
    text = unicodedata.normalize("NFKC", shown(cell)).strip().casefold()
    if text in YES or text in NO:
        return text in YES
    raise NotPossible(_("“%(text)s”请写成“是”或“否”。") % {"text": text[:30]})


def _choice(cell: Any, column: Column) -> Any:
    text = shown(cell).strip()
    plain = unicodedata.normalize("NFKC", text).casefold()
    for label, value in column.choices.items():
        if plain == unicodedata.normalize("NFKC", str(label)).casefold():
            return value
    labels = [str(label) for label in column.choices]
    listed = "、".join(labels[:12]) + (_(" 等") if len(labels) > 12 else "")
    raise NotPossible(_("“%(text)s”不在可选项中：%(choices)s。") % {"text": text[:30], "choices": listed})


def _phone(cell: Any, column: Column) -> str:
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", _text(cell, column)))
    text = re.sub(r"^\+?86(?=1\d{10}$)", "", digits)
    if not PHONE.match(text):
        raise NotPossible(_("“%(text)s”不是电话号码。") % {"text": digits[:30]})
    return text


KINDS: dict[str, Callable[[Any, Column], Any]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "datetime": _datetime,
    "yesno": _yesno,
    "choice": _choice,
    "phone": _phone,
}

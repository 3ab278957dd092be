"""What another system's interface answers, as a list with headings: one row for each record, one column for each field."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from touyan.core.errors import Refused

LARGEST = 64 * 1024 * 1024
"""Bytes of an answer that is read; a longer one is asked for in parts."""
WRAPPERS = ("data", "records", "rows", "items", "list", "result")


def list_of(answer: bytes) -> bytes:
    """The records of a JSON answer as .csv in UTF-8, fields in the order in which they first appear.

    The answer is an array of records, an object that holds one, or one record a line. A field that is a list of words
    becomes one cell, parted by 、. Raises Refused with the record and the field that cannot become a cell.
    """
    if len(answer) > LARGEST:
        raise Refused(_("内容超过 64 MB。"), possible=_("请分段取，例如按年度或按月。"))
    records = _records(_parsed(answer))
    fields = list(dict.fromkeys(name for record in records for name in record))
    if not fields:
        raise Refused(_("没有读到记录。"), possible=_("请给出记录的数组，或含有 data、records 等数组的对象。"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(fields)
    for number, record in enumerate(records, 1):
        writer.writerow([_cell(record.get(name), number, name) for name in fields])
    return out.getvalue().encode("utf-8-sig")


def _parsed(answer: bytes) -> Any:
    try:
        text = answer.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("第 %(at)d 字节起不是 UTF-8 编码。") % {"at": error.start + 1}) from error
    try:
        return json.loads(text)
    except RecursionError as error:
        raise Refused(_("内容嵌套过深，无法读取。")) from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise _not_json(error) from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError) as error:
            raise Refused(_("第 %(line)d 行不是完整的一条记录。") % {"line": number}) from error
    return found


def _not_json(error: ValueError) -> Refused:
    where = {"line": getattr(error, "lineno", 1), "column": getattr(error, "colno", 1)}
    return Refused(
        _("内容不是 JSON：第 %(line)d 行第 %(column)d 个字符处读不下去。") % where,
        possible=_("请检查接口的回答；登录失败时接口常常返回网页。"),
    )


def _records(parsed: Any) -> Sequence[Mapping[str, Any]]:
    if isinstance(parsed, Mapping):
        inner = next((parsed[name] for name in WRAPPERS if isinstance(parsed.get(name), (list, Mapping))), None)
        parsed = _records(inner) if isinstance(inner, Mapping) else inner
    if not isinstance(parsed, list):
        raise Refused(_("没有读到记录。"), possible=_("请给出记录的数组，或含有 data、records 等数组的对象。"))
    for number, record in enumerate(parsed, 1):
        if not isinstance(record, Mapping):
            raise Refused(_("第 %(record)d 条不是记录。") % {"record": number}, possible=_("每条记录是一个对象。"))
    return parsed


def _cell(value: Any, record: int, field: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in value):
        return "、".join(str(one) for one in value)
    raise Refused(
        _("第 %(record)d 条的“%(field)s”不是文字、整数或文字的列表。") % {"record": record, "field": field},
        possible=_("请在取数时把它展开成一个栏目。"),
    )

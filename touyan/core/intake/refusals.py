"""Why a file was not taken, as a sentence: what was found, and what is possible instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from touyan.core.errors import Refused

Facts = dict[str, Any]
Sentence = Callable[[Facts], tuple[str, str]]


class FileRefused(Refused):
    """A file that was not taken; nothing of it was stored. `code` names the reason for programs and tests."""

    def __init__(self, code: str, **facts: Any) -> None:
        message, possible = SENTENCES[code](facts)
        super().__init__(message, possible=possible, status=422)
        self.code, self.facts = code, facts


def _megabytes(count: int) -> int:
    return max(1, round(count / 2**20))


SENTENCES: dict[str, Sentence] = {
    "empty": lambda f: (_("文件里没有内容。"), _("请检查是否选错了文件，或保存后再上传。")),
    "too_big": lambda f: (
        _("文件有 %(size)d MB，超过了 %(limit)d MB 的上限。")
        % {"size": _megabytes(f["size"]), "limit": _megabytes(f["limit"])},
        _("请压缩图片或分成几个文件后再上传。"),
    ),
    "too_big_inside": lambda f: (
        _("文件打开后的内容过大，已停止读取。"),
        _("请删去多余的行、列和图片，或把内容分成几个文件。"),
    ),
    "bomb": lambda f: (
        _("文件的压缩比例异常（展开后是原来的 %(ratio)d 倍），没有打开。") % {"ratio": f.get("ratio", 0)},
        _("请用 Excel、Word 或 WPS 重新另存后上传。"),
    ),
    "too_many_members": lambda f: (
        _("文件内部的部件过多，没有打开。"),
        _("请把内容复制到一个新文件里，保存后上传。"),
    ),
    "truncated": lambda f: (_("文件不完整，可能没有传完或已损坏。"), _("请在电脑上打开确认，另存后重新上传。")),
    "unreadable": lambda f: (_("文件内容无法读取，可能已损坏。"), _("请用 Excel、Word 或 WPS 打开，另存后重新上传。")),
    "not_text": lambda f: (_("这个文件不是文本表格。"), _("请另存为 .xlsx 或 .csv 后上传。")),
    "unknown_encoding": lambda f: (
        _("无法识别文件的文字编码。"),
        _("请另存为 .xlsx，或另存为“CSV UTF-8（逗号分隔）”后上传。"),
    ),
    "wrong_kind": lambda f: (
        _("这里可以上传 %(allowed)s，收到的是%(found)s。") % {"allowed": f["allowed"], "found": f["found"]},
        _("请另存为可以上传的格式后再试。"),
    ),
    "name_differs": lambda f: (
        _("文件名以 %(suffix)s 结尾，内容却是%(found)s。") % {"suffix": f["suffix"], "found": f["found"]},
        _("请用原来的软件打开，按正确的格式另存后上传。"),
    ),
    "old_office": lambda f: (
        _("这是旧版 Office 文件（.xls 或 .doc），不能读取。"),
        _("请打开后另存为 .xlsx 或 .docx 再上传。"),
    ),
    "encrypted": lambda f: (_("文件设有密码，不能读取。"), _("请取消密码、确认不涉密后再上传。")),
    "macro": lambda f: (_("文件里含有宏，不能接收。"), _("请另存为不含宏的 .xlsx 或 .docx 后上传。")),
    "active_content": lambda f: (_("文件里含有可执行的内容，不能接收。"), _("请重新“打印为 PDF”后上传。")),
    "doctype": lambda f: (_("文件内部含有不允许的声明，没有打开。"), _("请用 Excel、Word 或 WPS 重新另存后上传。")),
    "bad_paths": lambda f: (_("文件内部的路径不正常，没有打开。"), _("请用 Excel、Word 或 WPS 重新另存后上传。")),
    "too_many_cells": lambda f: (
        _("表格有 %(rows)d 行、%(columns)d 列，超过了可以读取的范围。") % {"rows": f["rows"], "columns": f["columns"]},
        _("请删去空白行列，或分成几个文件。一次最多 12 万行、200 列。"),
    ),
    "too_many_pages": lambda f: (
        _("文件有 %(pages)d 页，超过了可以读取的页数。") % {"pages": f["pages"]},
        _("请拆分后上传。"),
    ),
    "too_many_pixels": lambda f: (
        _("图片有 %(width)d×%(height)d 像素，太大了。") % {"width": f["width"], "height": f["height"]},
        _("请缩小后再上传。"),
    ),
    "no_such_sheet": lambda f: (
        _("没有找到名为“%(wanted)s”的工作表。") % {"wanted": f["wanted"]},
        _("文件里有：%(found)s。") % {"found": "、".join(f["found"])},
    ),
    "took_too_long": lambda f: (_("读取文件用时过长，已停止。"), _("请把内容分成几个较小的文件。")),
    "header_missing": lambda f: (
        _("没有找到这些列：%(missing)s。") % {"missing": "、".join(f["missing"])},
        _("表头里有：%(found)s。请下载模板对照，表头须在前 10 行之内。") % {"found": "、".join(f["found"]) or "—"},
    ),
    "header_twice": lambda f: (
        _("表头里“%(title)s”出现了两次。") % {"title": f["title"]},
        _("请删去或改名其中一列。"),
    ),
}

"""Texts that people gave: kept whole or refused, never cut."""

from __future__ import annotations

from django.utils.translation import gettext as _

from touyan.core.errors import Refused


def whole(text: str, most: int, what: str) -> str:
    """The text without blank ends, line breaks as one character each.

    Refused (422) with the field `what`, the limit and how long it is, when there are more than `most` characters.
    """
    said = text.replace("\r\n", "\n").strip()
    if len(said) > most:
        raise Refused(
            _("“%(what)s”最多%(most)s字，现在有%(length)s字，没有保存。")
            % {"what": what, "most": most, "length": len(said)},
            possible=_("请缩短后再提交。"),
        )
    return said

"""The personal fields of this room, each with its purpose."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from touyan.core.personal import Label, Personal

WRITTEN = _("本人可随时撤回；学习安排删除时一并删除。")

FIELDS: dict[str, Personal] = {
    "learning.change.text": Personal(_("让大家知道学习带来了什么变化"), Label.INTERNAL, WRITTEN),
    "learning.change.by_name": Personal(_("这句话是谁写的"), Label.INTERNAL, WRITTEN),
}

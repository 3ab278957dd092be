"""What this room does every night: it keeps the roster as it is promised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from touyan.core.jobs import Scheduled
from touyan.members import importing
from touyan.members.tidy import keys_renew_all, phones_expire


@task()
def tidy() -> dict[str, int]:
    """Sort keys of the present table, no telephone of whoever left a month ago, no file of an old import."""
    return {"keys": keys_renew_all(), "phones": phones_expire(), "files": importing.sweep()}


SCHEDULE = [Scheduled("members.tidy", "40 3 * * *", tidy, _("按约定整理名册：排序、到期电话、旧的导入文件"))]

"""What this room does every night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from touyan.contacts.tidy import matters_expire, pairs_expire
from touyan.core.jobs import Scheduled


@task()
def tidy() -> dict[str, int]:
    """Closed matters and ended pairs are deleted when their year is over."""
    return {"matters": matters_expire(), "pairs": pairs_expire()}


SCHEDULE = [Scheduled("contacts.tidy", "50 3 * * *", tidy, _("删除到期的办结事项和已结束的联系"))]

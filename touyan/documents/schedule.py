"""What this room does every night, and what people read of its work in the background."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from touyan.core.jobs import Scheduled
from touyan.documents.tasks import make_export, tidy_exports

SCHEDULE = [Scheduled("documents.tidy_exports", "20 3 * * *", tidy_exports, _("清理没有取走的下载文件"))]
JOBS = [(make_export, _("生成下载文件"))]

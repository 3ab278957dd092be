"""What planning does at set times (Shanghai): hand over, then remind; and what people read of its work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from touyan.core.jobs import Scheduled
from touyan.planning.tasks import hand_over, issue_plan, remind

SCHEDULE = [
    Scheduled("planning.hand_over", "30 7 * * *", hand_over, _("把离任人员的任务转交给现任负责人")),
    # Every hour, because people choose the hour of their digest; on rest days the job makes nothing.
    Scheduled("planning.remind", "0 * * * *", remind, _("汇总快到期的任务，提醒本人")),
]
JOBS = [(issue_plan, _("下达计划"))]

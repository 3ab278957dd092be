"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("计划"), "plan_list", "plan", "plan.write", 10, group=_("工作")),
    Entry(_("任务"), "task_list", "flag", "task.view", 11, group=_("工作")),
]

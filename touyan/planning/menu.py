"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("日程"), "plan_calendar", "calendar", "task.view", 2, bottom=True),
    Entry(_("计划"), "plan_list", "plan", "plan.write", 10, group=_("工作")),
    Entry(_("任务"), "task_list", "flag", "task.view", 11, group=_("工作")),
    Entry(_("计划看板"), "plan_board", "chart", "plan.view", 12, group=_("工作")),
    Entry(_("减负账本"), "burden_page", "burden", "burden.view", 14, group=_("工作")),
    Entry(_("计划模板"), "template_list", "settings", "template.write", 15, group=_("工作")),
    Entry(_("节假日"), "holiday_list", "settings", "holiday.write", 94, group=_("系统")),
    Entry(_("后台任务"), "job_list", "settings", "jobs.view", 95, group=_("系统")),
]

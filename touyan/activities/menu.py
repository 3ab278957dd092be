"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("日程"), "activity_calendar", "calendar", "activity.view", 2, bottom=True),
    Entry(_("记一笔"), "activity_record", "pen", "activity.record", 3, bottom=True),
    Entry(_("活动"), "activity_list", "activity", "activity.view", 17, group=_("工作")),
]

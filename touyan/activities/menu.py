"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("日程"), "activity_calendar", "calendar", "activity.view", 10, bottom=True),
    Entry(_("记一笔"), "activity_record", "pen", "activity.record", 20, bottom=True),
    Entry(_("活动"), "activity_list", "activity", "activity.view", 30, group=_("履职")),
]

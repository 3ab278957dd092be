"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("记一笔"), "activity_record", "pen", "activity.record", 3, bottom=True),
    Entry(_("活动"), "activity_list", "activity", "activity.view", 17, group=_("工作")),
]

"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("我的联系"), "contacts_own", "talk", "contact.own", 23, group=_("履职")),
    Entry(_("安排联系"), "contacts_arrange", "members", "contact.arrange", 63, group=_("队伍")),
    Entry(_("联系覆盖"), "contacts_coverage", "heartbeat", "contact.coverage", 64, group=_("队伍")),
    Entry(_("转办事项"), "matter_list", "care", "matter.handle", 18, group=_("工作")),
]

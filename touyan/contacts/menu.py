"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("我的联系"), "contacts_own", "talk", "contact.own", 30),
    Entry(_("安排联系"), "contacts_arrange", "talk", "contact.arrange", 54, group=_("委员")),
    Entry(_("联系覆盖"), "contacts_coverage", "heartbeat", "contact.coverage", 55, group=_("委员")),
    Entry(_("转办事项"), "matter_list", "care", "matter.handle", 56, group=_("委员")),
]

"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("档案"), "duty_own", "file", "duty.view", 20, bottom=True, group=_("履职")),
    Entry(_("履职成果"), "work_list", "ledger", "duty.view", 21, group=_("履职")),
    Entry(_("出勤与出彩"), "rate_page", "chart", "duty.rates", 22, group=_("履职")),
]

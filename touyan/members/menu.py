"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("委员名册"), "member_roster", "members", "member.view", 61, group=_("队伍")),
    Entry(_("两个全覆盖"), "coverage", "target", "coverage.view", 62, group=_("队伍")),
    Entry(_("我的数据"), "my_data", "person", "member.own", 90, group=_("系统")),
]

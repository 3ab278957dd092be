"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("组织"), "unit_list", "organization", "unit.view", 60, group=_("队伍")),
    Entry(_("账号与权限"), "account_list", "key", "grant.manage", 92, group=_("系统")),
    Entry(_("操作日志"), "journal_list", "history", "journal.view", 93, group=_("系统")),
]

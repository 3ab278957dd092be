"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("总结报告"), "report_list", "document", "report.view", 16, group=_("工作")),
]

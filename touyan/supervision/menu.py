"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

GROUP = _("督促")

ENTRIES = [
    Entry(_("总结报告"), "report_list", "document", "report.view", 30, group=GROUP),
    Entry(_("困难答复"), "difficulty_list", "help", "difficulty.view", 31, group=GROUP),
    Entry(_("督促检查"), "draw_list", "supervision", "check.view", 32, group=GROUP),
    Entry(_("会议面谈"), "meeting_list", "talk", "meeting.view", 33, group=GROUP),
    Entry(_("分管联系"), "guidance_page", "person", "guidance.view", 34, group=GROUP),
    Entry(_("责任清单"), "responsibility_page", "flag", "responsibility.view", 35, group=GROUP),
]

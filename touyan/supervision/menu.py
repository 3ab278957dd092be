"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

GROUP = _("工作")

ENTRIES = [
    Entry(_("总结报告"), "report_list", "document", "report.view", 16, group=GROUP),
    Entry(_("困难答复"), "difficulty_list", "help", "difficulty.view", 17, group=GROUP),
    Entry(_("督促检查"), "draw_list", "supervision", "check.view", 18, group=GROUP),
    Entry(_("会议面谈"), "meeting_list", "talk", "meeting.view", 18, group=GROUP),
    Entry(_("分管联系"), "guidance_page", "person", "guidance.view", 19, group=GROUP),
    Entry(_("责任清单"), "responsibility_page", "flag", "responsibility.view", 19, group=GROUP),
]

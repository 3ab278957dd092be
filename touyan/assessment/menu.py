"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("我的得分"), "score_list", "target", "score.own", 40),
    Entry(_("考评"), "run_list", "assessment", "run.view", 41),
    Entry(_("考评细则"), "scheme_list", "document", "scheme.view", 42),
]

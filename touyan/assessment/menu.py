"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("我的得分"), "score_list", "person", "score.own", 50, group=_("考评")),
    Entry(_("考评"), "run_list", "assessment", "run.view", 51, group=_("考评")),
    Entry(_("考评细则"), "scheme_list", "list", "scheme.view", 52, group=_("考评")),
    Entry(_("核验考评记录"), "proof_page", "check", "proof.view", 54, group=_("考评")),
    Entry(_("外部考评填报"), "outside_list", "check", "outside.edit", 53, group=_("考评")),
    Entry(_("我的评分"), "mark_list", "pen", "mark.give", 55, group=_("考评")),
]

"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [Entry(_("做法谱系"), "practice_list", "chain", "practice.view", 44, group=_("品牌"))]

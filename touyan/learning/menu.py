"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [Entry(_("学习"), "programme_list", "learning", "learning.view", 24, group=_("履职"))]

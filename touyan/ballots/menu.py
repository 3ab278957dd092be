"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [Entry(_("民主测评"), "ballot_list", "vote", "ballot.view", 53, group=_("考评"))]

"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [Entry(_("组织"), "unit_list", "organisation", "unit.view", 60)]

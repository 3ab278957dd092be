"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [
    Entry(_("待办"), "home", "todo", "page.own", 0, bottom=True),
    Entry(_("总览"), "overview", "overview", "overview.view", 1),
]

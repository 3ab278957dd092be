"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [Entry(_("六型机关"), "model_overview", "target", "model.view", 46, group=_("品牌"))]

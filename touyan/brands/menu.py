"""Places of this room in the navigation."""

from django.utils.translation import gettext_lazy as _

from touyan.core.menu import Entry

ENTRIES = [Entry(_("品牌"), "brand_map", "brand", "brand.view", 40, group=_("品牌"))]

"""Who is a member of a committee in a term: roster, sectors, placement, coverage, one's own data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "touyan.members"
    label = "members"
    verbose_name = _("委员")

"""The ledger of who did what, when, with which proof; rooms above post to it, nobody rewrites it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "touyan.duties"
    label = "duties"
    verbose_name = _("履职")

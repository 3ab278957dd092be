"""The leaders' overview and everyone's home page: one look, every number opens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CockpitConfig(AppConfig):
    name = "touyan.cockpit"
    label = "cockpit"
    verbose_name = _("总览")

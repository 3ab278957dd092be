"""Practices: recipes that travel from unit to unit (B10), what came of them, and the norm that some become (B9)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "touyan.practices"
    label = "practices"
    verbose_name = _("做法谱系")

"""The demonstration city: fictional people, real structure, from a fixed seed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "touyan.demo"
    label = "demo"
    verbose_name = _("示例城市")

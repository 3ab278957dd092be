"""The ground floor: journal, refusals, once-only writes, shared templates. It has no screens of its own."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "touyan.core"
    label = "core"
    verbose_name = "公共底层"

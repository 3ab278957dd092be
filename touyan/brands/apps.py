"""Brands (B1–B9): a family of brands with promises, a heartbeat read from real work, and warnings that can be answered."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandsConfig(AppConfig):
    name = "touyan.brands"
    label = "brands"
    verbose_name = _("品牌")

    def ready(self) -> None:
        """Listen to what happens below."""
        from touyan.brands import subscribers  # noqa: F401

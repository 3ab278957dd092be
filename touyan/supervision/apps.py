"""Oversight: guidance, difficulties, meetings, interviews, spot checks, responsibility lists, reports."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _seed(**_options: Any) -> None:
    from touyan.supervision import field

    field.seed()


class SupervisionConfig(AppConfig):
    name = "touyan.supervision"
    label = "supervision"
    verbose_name = _("督促")

    def ready(self) -> None:
        """The five responsibility lists stand after each migration; what an office edited is left alone."""
        post_migrate.connect(_seed, sender=self, dispatch_uid="supervision_seed")

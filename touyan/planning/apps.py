"""Plans, tasks, periods and the burden they lay on a unit."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _seed(**_options: Any) -> None:
    from touyan.planning import field

    field.seed()
    field.seed_days()


class PlanningConfig(AppConfig):
    name = "touyan.planning"
    label = "planning"
    verbose_name = _("计划")

    def ready(self) -> None:
        """The field's own rhythms stand after each migration; what an office edited is left alone."""
        post_migrate.connect(_seed, sender=self, dispatch_uid="planning_seed")
        from touyan.planning import subscribers  # noqa: F401

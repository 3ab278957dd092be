"""Activities: planned or written down, with who was there, what came of it, and what it led to."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "touyan.activities"
    label = "activities"
    verbose_name = _("活动")

    def ready(self) -> None:
        """After each migration the kinds of the field that are missing are added."""
        from touyan.activities import kinds

        post_migrate.connect(kinds.ensure, sender=self)

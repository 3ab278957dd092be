"""Learning (X4, M6): programmes, what is on, who took part, what changed because of it. No hours, no points."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "touyan.learning"
    label = "learning"
    verbose_name = _("学习")

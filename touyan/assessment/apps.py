"""Assessment: schemes as documents, runs that can be repeated, scores that open, objections that are answered."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "touyan.assessment"
    label = "assessment"
    verbose_name = _("考评")

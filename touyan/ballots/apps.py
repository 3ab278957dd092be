"""Appraisal ballots (民主测评): a roll, a sealed box, a count that anybody can repeat."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BallotsConfig(AppConfig):
    name = "touyan.ballots"
    label = "ballots"
    verbose_name = _("民主测评")

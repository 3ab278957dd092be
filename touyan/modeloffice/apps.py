"""The model office of six types (X1–X3, X5–X7): read from the records, assessed by the unit, verified by another hand."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModelOfficeConfig(AppConfig):
    name = "touyan.modeloffice"
    label = "modeloffice"
    verbose_name = _("六型机关")

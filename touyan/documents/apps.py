"""Documents: files, normative documents, official documents, numbers, and what prints them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "touyan.documents"
    label = "documents"
    verbose_name = _("公文与资料")

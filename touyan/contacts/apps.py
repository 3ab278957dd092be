"""Who keeps contact with whom: pairs, talks as date, parties and kind, and needs followed until they helped."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "touyan.contacts"
    label = "contacts"
    verbose_name = _("联系")

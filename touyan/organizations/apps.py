"""The organisation tree, people, accounts, roles: who is who and who may do what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "touyan.organizations"
    label = "organizations"
    verbose_name = _("组织")

    def ready(self) -> None:
        """Declare the policy check, so that `manage.py check` names every address without one."""
        from touyan.organizations import access  # noqa: F401

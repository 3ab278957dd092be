"""Nobody judges the own work: some verbs are for the level above."""

from __future__ import annotations

from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Closure, Unit
from touyan.organizations.policy import Actor


def require_above(actor: Actor, action: str, unit: Unit) -> None:
    """Raise Refused (403) unless the actor may do `action` above `unit`: nobody approves the own report."""
    parents = Closure.objects.filter(descendant=unit, depth=1).values_list("ancestor_id", flat=True)
    above = set(parents) & set(policy.units(actor, action))
    if not above:
        raise Refused(_("这件事由上级单位办理。"), possible=_("请联系上级单位工作人员。"), status=403)

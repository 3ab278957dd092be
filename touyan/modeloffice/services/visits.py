"""Days of care: day, kind, unit. There is no field for whom."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.modeloffice.models import Visit
from touyan.modeloffice.rules import VisitKind
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@transaction.atomic
def visit_record(*, actor: Actor, unit: Unit, day: dt.date, kind: str) -> Visit:
    """A day of care stands once per kind."""
    policy.require(actor, "model.write", unit)
    if day > clock.today():
        raise Refused(_("日期还没有到。"), possible=_("做了以后再记。"))
    try:
        with transaction.atomic():
            visit = Visit.objects.create(unit=unit, day=day, kind=VisitKind(kind))
    except IntegrityError:
        raise Refused(_("这一天的这类活动已经记过。"), status=409) from None
    journal.record(actor, "model.write", visit, unit=unit, detail={"verb": "visit"})
    return visit


@transaction.atomic
def visit_withdraw(*, actor: Actor, visit: Visit) -> None:
    """It was written down by mistake and is gone."""
    policy.require(actor, "model.write", visit.unit_id)
    journal.record(actor, "model.write", visit, unit=visit.unit, detail={"verb": "visit_withdraw"})
    visit.delete()

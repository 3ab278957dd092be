"""Responsibility lists kept alive."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.errors import Refused
from touyan.organizations.policy import Actor
from touyan.supervision import selectors
from touyan.supervision.models import Responsibility


def _require(actor: Actor) -> None:
    if not actor.may("responsibility.write"):
        raise Refused(_("您没有维护责任清单的权限。"), status=403)


@transaction.atomic
def responsibility_save(*, actor: Actor, list_id: int, fields: dict[str, Any], pk: int | None = None) -> Responsibility:
    """The line stands in its list with these particulars."""
    _require(actor)
    register = selectors.list_get(list_id)
    row = (
        selectors.responsibility_get(list_id, pk)
        if pk
        else Responsibility(of=register, order=register.duties.count() + 1)
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    journal.record(actor, "responsibility.write", row, detail={"list": register.code})
    return row


@transaction.atomic
def responsibility_drop(*, actor: Actor, list_id: int, pk: int) -> None:
    """The line stands in its list no more; the journal keeps its words."""
    _require(actor)
    row = selectors.responsibility_get(list_id, pk)
    journal.record(actor, "responsibility.write", row, detail={"verb": "drop", "words": row.words[:100]})
    row.delete()

"""What contact asks of a person: a talk that is due, a consent, an answer, a word whether it helped."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.contacts import selectors
from touyan.contacts.models import Matter
from touyan.contacts.rules import Keeping, MatterState
from touyan.core.todo import Todo
from touyan.organizations.policy import Actor


def todos(actor: Actor) -> list[Todo]:
    """Everything of this room that waits for the actor."""
    return [*_talks(actor), *_matters(actor)]


def _talks(actor: Actor) -> list[Todo]:
    waiting = [one for one in selectors.own_pairs(actor) if one.mine and one.state != Keeping.KEPT]
    return [
        Todo(
            title=_("联系%(name)s") % {"name": one.title},
            url=reverse("pair_page", args=[one.pair.pk]),
            due=one.until,
            verb=_("记一次联系"),
            icon="talk",
        )
        for one in waiting
    ]


MOST = 20
"""Matters on one list of things to do; the page 转办事项 has them all."""


def _matters(actor: Actor) -> list[Todo]:
    running = selectors.matters(actor).exclude(state__in=[MatterState.HELPED, MatterState.WITHDRAWN])
    found = []
    for matter in running[:MOST]:
        if asked := _asked(actor, matter):
            words, verb = asked
            url = reverse("matter_page", args=[matter.pk])
            due = matter.due if matter.state == MatterState.OPEN else None
            title = f"{words}：{matter.title}"
            found.append(Todo(title=title, url=url, due=due, unit=matter.unit.short, verb=verb, icon="care"))
    return found


def _asked(actor: Actor, matter: Matter) -> tuple[str, str] | None:
    """What is asked of the actor, and the word on the link."""
    page = selectors.matter_seen(actor, matter)
    if page.raiser and matter.state == MatterState.PROPOSED:
        return (_("请本人在同意书上签字") if page.on_paper else _("是否同意转办")), _("查看")
    if page.raiser and matter.state == MatterState.ANSWERED:
        return _("请确认是否有帮助"), _("确认")
    return (_("请办理"), _("办理")) if page.handles else None

"""What oversight asks of a person: answer a difficulty, settle an answered one, rate, put right, read a report."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core.todo import Todo
from touyan.organizations.policy import Actor
from touyan.organizations.selectors import present
from touyan.supervision import selectors
from touyan.supervision.models import Difficulty


def todos(actor: Actor) -> list[Todo]:
    """Everything that waits for the actor in this room."""
    if not actor.signed_in:
        return []
    answer, settle, fix, rate, returned = present(actor, *selectors.waiting(actor))
    found = [
        Todo(_difficulty(row), reverse("difficulty_page", args=[row.pk]), row.due, row.unit.short, _("答复"), "help")
        for row in answer
    ]
    found += [
        Todo(
            _difficulty(row), reverse("difficulty_page", args=[row.pk]), None, row.unit.short, _("确认是否解决"), "help"
        )
        for row in settle
    ]
    found += [
        Todo(
            _("检查发现：%(words)s") % {"words": row.words},
            reverse("check_page", args=[row.check_of_id]),
            row.due,
            row.check_of.unit.short,
            _("整改"),
            "flag",
        )
        for row in fix
    ]
    found += [
        Todo(
            _("评价联系领导的帮助"),
            reverse("rating_give", args=[row.pk]),
            row.round.closes,
            row.unit.short,
            _("评价"),
            "vote",
        )
        for row in rate
    ]
    found += [
        Todo(
            _("退回的报告：%(title)s") % {"title": row.title},
            reverse("report_page", args=[row.pk]),
            None,
            row.unit.short,
            _("修改后再报"),
            "document",
        )
        for row in returned
    ]
    return found


def _difficulty(row: Difficulty) -> str:
    return _("困难：%(title)s") % {"title": row.title}

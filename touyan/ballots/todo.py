"""What ballots ask of people: vote, count, sign."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.ballots import selectors
from touyan.ballots.rules import State
from touyan.core import clock
from touyan.core.todo import Todo
from touyan.organizations.policy import Actor


def todos(actor: Actor) -> Iterator[Todo]:
    """Votes asked of me; for the office ballots whose last day is over, for leaders results to sign."""
    for voter in selectors.ballots_to_vote(actor)[:5]:
        ballot = voter.ballot
        title = _("请投票：%(title)s") % {"title": ballot.title}
        url = reverse("ballot_vote", args=[ballot.pk])
        yield Todo(title, url, ballot.closes, unit=ballot.unit.short, verb=_("投票"), icon="vote")
    if actor.may("ballot.manage"):
        for ballot in selectors.to_count(actor, clock.today())[:5]:
            title = _("开箱计票：%(title)s") % {"title": ballot.title}
            yield Todo(title, reverse("ballot_page", args=[ballot.pk]), verb=_("查看"), icon="vote")
    if actor.may("ballot.publish"):
        for ballot in selectors.in_state(actor, "ballot.publish", State.COUNTED)[:5]:
            title = _("签署公布：%(title)s") % {"title": ballot.title}
            yield Todo(title, reverse("ballot_page", args=[ballot.pk]), verb=_("查看"), icon="stamp")

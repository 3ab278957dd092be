"""Draws the chains."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.activities import fusion
from touyan.core.pictures import Link, Picture, chain
from touyan.core.words import date_words
from touyan.duties.words import kind_labels
from touyan.organizations.policy import Actor


def pictures(actor: Actor, year: int) -> list[Picture]:
    """One drawing per chain, from the Party activity to what was adopted."""
    labels = kind_labels()
    return [_picture(one, labels) for one in fusion.chains(actor, year) if len(one.works) > 1]


def _picture(one: fusion.Chain, labels: dict[str, str]) -> Picture:
    works = [
        Link(
            key=str(work.pk),
            stage=labels.get(work.kind, work.kind),
            title=work.title,
            when=date_words(work.day),
            url=reverse("work_page", args=[work.pk]),
            adopted=work.pk in one.taken_up,
        )
        for work in one.works
    ]
    edges = [(str(here), str(there)) for here, there in one.edges]
    title = one.works[0].title
    desc = _("“%(title)s”（%(unit)s）后来形成了什么") % {"title": title, "unit": one.works[0].unit.short}
    return chain(works, edges, title=title, desc=desc)

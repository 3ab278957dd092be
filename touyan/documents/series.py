"""Codes of document numbers, and a unit's own wording of papers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.documents.models import NumberCounter, NumberSeries, Wording
from touyan.documents.papers import COMMON, Paper, paper_get
from touyan.documents.wording import require_sound
from touyan.organizations import policy
from touyan.organizations.models import Closure, Unit
from touyan.organizations.policy import Actor


@transaction.atomic
def series_open(
    *, actor: Actor, unit: Unit, code: str, masthead: str, imprint: str = "", last: int = 0
) -> NumberSeries:
    """A body's own code and masthead. `last` carries on from numbers that were given on paper this year."""
    policy.require(actor, "document.series", unit)
    code = code.strip()
    if NumberSeries.objects.filter(unit=unit, code=code).exists():
        raise Refused(_("机关代字“%(code)s”已经有了。") % {"code": code}, possible=_("请换一个。"))
    series = NumberSeries.objects.create(
        unit=unit, code=code, masthead=masthead.strip(), imprint=imprint.strip() or unit.name
    )
    if last:
        NumberCounter.objects.create(series=series, year=clock.today().year, last=last)
    journal.record(actor, "document.series", series, unit=unit, detail={"code": code, "last": last})
    return series


def wording_of(unit: Unit, code: str) -> tuple[str, str]:
    """(title, text) of a paper: the unit's own, else that of the nearest unit above it, else what the house brings."""
    chain = Closure.objects.filter(descendant=unit).order_by("depth").values_list("ancestor_id", flat=True)
    own = {wording.unit_id: wording for wording in Wording.objects.filter(code=code, unit_id__in=list(chain))}
    for unit_id in chain:
        if unit_id in own:
            return own[unit_id].title, own[unit_id].text
    paper = paper_get(code)
    return paper.title, paper.text


@transaction.atomic
def wording_set(*, actor: Actor, unit: Unit, code: str, title: str, text: str) -> Wording | None:
    """The unit's own words for a paper, from now on; words equal to the house's take the unit's own back."""
    policy.require(actor, "document.series", unit)
    paper: Paper = paper_get(code)
    places = [*COMMON, *paper.places]
    require_sound(title, places)
    require_sound(text, places, list(paper.blocks))
    journal.record(actor, "document.series", unit, unit=unit, detail={"verb": "wording", "paper": code})
    if (title.strip(), text.strip()) == (paper.title, paper.text.strip()):
        Wording.objects.filter(unit=unit, code=code).delete()
        return None
    wording, _made = Wording.objects.update_or_create(
        unit=unit, code=code, defaults={"title": title.strip(), "text": text.strip()}
    )
    return wording

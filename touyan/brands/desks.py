"""What the pages of the family show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from touyan.activities.selectors import roster
from touyan.brands import drawing, heartbeat, readings, said, selectors, services
from touyan.brands.models import Brand
from touyan.brands.rules import BrandKind, Life, State
from touyan.brands.services.life import lives
from touyan.brands.tabs import tabs
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.documents.records import figure
from touyan.documents.typeset.pdf import drawing_picture
from touyan.organizations import policy
from touyan.organizations.models import Person
from touyan.organizations.policy import Actor

# The mark of a state, as badges know them. Resting is no fault.
MARKS = {"draft": "info", "growing": "info", "steady": "done", "resting": "rest", "handed": "rest", "honoured": "done"}


def badge_of(state: str) -> dict[str, str]:
    """A state as badge and word."""
    return {"kind": MARKS[state], "word": str(State(state).label)}


def family(actor: Actor) -> dict[str, Any]:
    """The map, its sums and its coverage; for whoever sees heartbeats, how many warnings wait."""
    brands = selectors.family(actor)
    states = Counter(selectors.state_of(brand) for brand in brands)
    waiting = list(heartbeat.open_alerts(actor)[:100]) if actor.may("brand.pulse") else []
    return {
        "picture": drawing.family(brands, narrow=False),
        "narrow": drawing.family(brands, narrow=True),
        "brands": brands,
        "sums": [(state, str(State(state).label), states[state]) for state in State.values if states[state]],
        "coverage": selectors.coverage(actor),
        "creates": actor.may("brand.edit"),
        "framed": [brand for brand in brands if brand.kind == BrandKind.CITY],
        "waiting": [(alert, said.KINDS[alert.code].name) for alert in waiting[:8]],
        "n_waiting": len(waiting),
    }


def listed(actor: Actor, page: Page[Any], asked: dict[str, str]) -> dict[str, Any]:
    """The list with its filters."""
    return {
        "page": page,
        "asked": asked,
        "kinds": BrandKind.choices,
        "states": State.choices,
        "codes": [(code, kind.name) for code, kind in said.KINDS.items()] if actor.may("brand.pulse") else [],
        "rows": [(brand, badge_of(selectors.state_of(brand))) for brand in page.object_list],
    }


def brand(actor: Actor, pk: int) -> dict[str, Any]:
    """One brand with its promises, contents and standing."""
    one = selectors.brand_get(actor, pk)
    elements = list(one.elements.select_related("norm"))
    edits = policy.can(actor, "brand.edit", one.unit_id) and one.life not in (Life.HANDED, Life.CLOSED)
    pulses = policy.can(actor, "brand.pulse", one.unit_id)
    return {
        "brand": one,
        "badge": badge_of(selectors.state_of(one)),
        "tabs": tabs(actor, one, "brand_page"),
        "promises": list(selectors.promises_of(one).select_related("carrier", "mechanism")),
        "elements": elements,
        "picture": drawing.contents(one, elements),
        "narrow": drawing.contents(one, elements, narrow=True),
        "edits": edits,
        "lives": edits and bool(lives(one)),
        "missing": services.missing(one) if edits and one.life == Life.DRAFT else [],
        "people": list(one.people.order_by("sort_stroke", "pk")),
        "children": list(Brand.objects.visible_to(actor).filter(parent=one).select_related("unit", "pulse")),
        "successors": list(one.successors.select_related("unit")),
        "alerts": [(alert, heartbeat.said_of(alert)) for alert in heartbeat.alerts_of(one)] if pulses else [],
        "readings": _readings(one) if pulses else [],
        "certified": selectors.certified(one),
    }


def _readings(one: Brand) -> list[tuple[str, str, int | None]]:
    pulse = getattr(one, "pulse", None)
    if pulse is None:
        return []
    return [(code, str(said.READINGS[code][0]), getattr(pulse, code)) for code in readings.CODES]


def brand_choices(actor: Actor, one: Brand) -> dict[str, Any]:
    """What the form of a brand offers."""
    units = selectors.units_to_carry(actor)
    people = roster(one.unit, clock.today()) if one.unit else Person.objects.filter(pk=actor.person_id or 0)
    initial = {"version": one.version} | ({} if one.pk else {"parent": _city_brand(actor), "owner": actor.person_id})
    return {"units": units, "parents": selectors.parents_for(actor, one), "people": people, "initial": initial}


def _city_brand(actor: Actor) -> int | None:
    rows = Brand.objects.visible_to(actor).filter(kind=BrandKind.CITY, life=Life.PUBLISHED)
    return rows.values_list("pk", flat=True).first()


def life_choices(actor: Actor, one: Brand) -> dict[str, Any]:
    """What the form of a brand's life offers. Refused when the brand has ended."""
    if not (verbs := lives(one)):
        raise Refused(_("品牌现在是“%(state)s”，不能这样办。") % {"state": one.get_life_display()}, status=409)
    units = selectors.units_to_carry(actor).exclude(pk=one.unit_id)
    return {"verbs": verbs, "units": units}


def live(actor: Actor, one: Brand, data: dict[str, Any]) -> Brand:
    """Carry out the chosen verb; returns the brand to show."""
    reason = data["reason"]
    if data["verb"] == "hand_over":
        if data["to"] is None:
            raise Refused(_("请选择另一个单位来承接。"))
        return services.brand_hand_over(actor=actor, brand=one, to=data["to"], reason=reason)
    if data["verb"] == "rest":
        return services.brand_rest(actor=actor, brand=one, reason=reason, until=data["until"])
    verbs = {"wake": services.brand_wake, "close": services.brand_close}
    return verbs[data["verb"]](actor=actor, brand=one, reason=reason)


def drawn(actor: Actor, pk: int) -> tuple[str, str]:
    """(name of the file, SVG) of a brand's contents."""
    one = selectors.brand_get(actor, pk)
    return f"{one.name}品牌内涵图", str(drawing.contents(one, list(one.elements.all())).svg)


def painted(actor: Actor, pk: int) -> tuple[str, bytes]:
    """(name of the file, PNG) of a brand's contents."""
    one = selectors.brand_get(actor, pk)
    return f"{one.name}品牌内涵图", drawing_picture(figure(drawing.contents(one, list(one.elements.all()))))


def framework(actor: Actor, pk: int) -> dict[str, Any]:
    """The framework of a city brand."""
    one = selectors.brand_get(actor, pk)
    frames = list(one.frames.all())
    return {
        "brand": one,
        "frames": frames,
        "picture": drawing.framework(one, frames) if frames else None,
        "narrow": drawing.framework(one, frames, narrow=True) if frames else None,
        "edits": policy.can(actor, "brand.edit", one.unit_id),
    }

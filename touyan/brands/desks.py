"""What the pages of the family show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Page

from touyan.brands import drawing, selectors
from touyan.brands.rules import BrandKind, State
from touyan.organizations import policy
from touyan.organizations.policy import Actor

# The mark of a state, as badges know them. Resting is no fault.
MARKS = {"draft": "info", "growing": "info", "steady": "done", "resting": "rest", "handed": "rest", "honoured": "done"}


def badge_of(state: str) -> dict[str, str]:
    """A state as badge and word."""
    return {"kind": MARKS[state], "word": str(State(state).label)}


def family(actor: Actor) -> dict[str, Any]:
    """The map, its sums and its coverage."""
    brands = selectors.family(actor)
    states = Counter(selectors.state_of(brand) for brand in brands)
    return {
        "picture": drawing.family(brands, narrow=False),
        "narrow": drawing.family(brands, narrow=True),
        "brands": brands,
        "sums": [(state, str(State(state).label), states[state]) for state in State.values if states[state]],
        "coverage": selectors.coverage(actor),
        "creates": actor.may("brand.edit"),
        "framed": [brand for brand in brands if brand.kind == BrandKind.CITY],
    }


def listed(page: Page[Any], asked: dict[str, str]) -> dict[str, Any]:
    """The list with its filters."""
    return {
        "page": page,
        "asked": asked,
        "kinds": BrandKind.choices,
        "states": State.choices,
        "rows": [(brand, badge_of(selectors.state_of(brand))) for brand in page.object_list],
    }


def brand(actor: Actor, pk: int) -> dict[str, Any]:
    """One brand with its promises, contents and standing."""
    one = selectors.brand_get(actor, pk)
    elements = list(one.elements.select_related("norm"))
    state = selectors.state_of(one)
    return {
        "brand": one,
        "badge": badge_of(state),
        "promises": list(selectors.promises_of(one).select_related("carrier", "mechanism")),
        "elements": elements,
        "picture": drawing.contents(one, elements),
        "narrow": drawing.contents(one, elements, narrow=True),
        "edits": policy.can(actor, "brand.edit", one.unit_id),
        "pulses": policy.can(actor, "brand.pulse", one.unit_id),
    }

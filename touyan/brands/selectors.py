"""Questions about brands. Each begins with what the actor may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.brands.models import Brand, Element, Promise
from touyan.brands.rules import COUNTED, BrandKind, Life, Quality, State
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.documents.models import Norm
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Level


def brand_get(actor: Actor, pk: int, action: str = "brand.view") -> Brand:
    """One brand; 404 when the actor may not see it, 403 when it may be seen but not be acted upon."""
    rows = Brand.objects.visible_to(actor).select_related("unit", "parent", "owner", "predecessor", "pulse")
    brand = rows.filter(pk=pk).first()
    if brand is None:
        raise Refused(_("没有这个品牌。"), status=404)
    if action != "brand.view":
        policy.require(actor, action, brand.unit)
    return brand


def brands_of(actor: Actor, unit: Unit) -> QuerySet[Brand]:
    """Brands that a unit carries, those of now first."""
    return Brand.objects.visible_to(actor).filter(unit=unit).order_by("life", "-since")


def brands_of_units(units: Any) -> QuerySet[Brand]:
    """Living brands carried by any of `units` (ids or a sub-query), for rooms above that have checked the reader."""
    return Brand.objects.living().filter(unit_id__in=units).select_related("unit")


def published_public() -> QuerySet[Brand]:
    """Published brands for the public site: names and contents only, never readings."""
    return Brand.objects.filter(~Q(life=Life.DRAFT)).select_related("unit", "parent")


def promises_of(brand: Brand) -> QuerySet[Promise]:
    """The promises of a brand, running ones first."""
    return brand.promises.order_by("end", "order", "pk")


@dataclass(frozen=True)
class Coverage:
    """One kind of brand: units that could carry one, units that do, and those that do not (no shame in it)."""

    kind: str
    label: str
    units: int
    covered: int
    without: tuple[Unit, ...]


def coverage(actor: Actor) -> list[Coverage]:
    """Coverage of each kind over the units the actor may see, published or in preparation. Two queries."""
    wanted = {kind for kinds in COUNTED.values() for kind in kinds}
    units = Unit.objects.visible_to(actor).open_on(clock.today()).filter(kind__in=wanted)  # type: ignore[attr-defined]
    has = set(Brand.objects.exclude(life__in=[Life.HANDED, Life.CLOSED]).values_list("unit_id", "kind"))
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units.order_by("order", "code"):
        for kind, carriers in COUNTED.items():
            if unit.kind in carriers and (kind != BrandKind.REGION or unit.level == Level.DISTRICT):
                found[kind].append(unit)
    return [
        Coverage(
            kind=kind,
            label=str(BrandKind(kind).label),
            units=len(found[kind]),
            covered=sum(1 for unit in found[kind] if (unit.pk, kind) in has),
            without=tuple(unit for unit in found[kind] if (unit.pk, kind) not in has),
        )
        for kind in COUNTED
        if found[kind]
    ]


def family(actor: Actor) -> list[Brand]:
    """Every brand the actor may see, for the map: with its unit and its pulse, in the office's order. One query."""
    rows = Brand.objects.visible_to(actor).select_related("unit", "pulse")
    return list(rows.order_by("unit__order", "since", "pk"))


def within_reach(actor: Actor) -> QuerySet[Brand]:
    """Brands of the units whose heartbeat the actor may see: a district's own, the whole city for the city."""
    return Brand.objects.visible_to(actor).filter(unit_id__in=policy.units(actor, "brand.pulse"))


def brand_list(
    actor: Actor, *, kind: str = "", state: str = "", text: str = "", code: str = "", reach: str = ""
) -> QuerySet[Brand]:
    """Brands by kind, state, part of the name, or open warning (the latter within the actor's reach only)."""
    rows = within_reach(actor) if reach else Brand.objects.visible_to(actor)
    rows = rows.select_related("unit", "parent", "pulse")
    if kind in BrandKind.values:
        rows = rows.filter(kind=kind)
    if state in State.values:
        rows = rows.filter(state_filter(state))
    if text:
        rows = rows.filter(Q(name__icontains=text[:40]) | Q(unit__name__icontains=text[:40]))
    if code:
        found = Q(alerts__cleared_on__isnull=True, alerts__state="open")
        found &= Q(alerts__code=code) if code != "any" else Q(alerts__code__isnull=False)
        rows = rows.filter(found, unit_id__in=policy.units(actor, "brand.pulse")).distinct()
    return rows.annotate(n_promises=Count("promises", distinct=True)).order_by("unit__order", "since", "pk")


def state_filter(state: str) -> Q:
    """Brands that stand so: told by people, else by the last reading."""
    told = {State.DRAFT: Life.DRAFT, State.HANDED: Life.HANDED, State.HONOURED: Life.CLOSED}
    if state in told:
        return Q(life=told[State(state)])
    if state == State.RESTING:
        return Q(life=Life.RESTING) | Q(life=Life.PUBLISHED, pulse__state=State.RESTING)
    seen = Q(life=Life.PUBLISHED, pulse__state=state)
    return seen | Q(life=Life.PUBLISHED, pulse__isnull=True) if state == State.GROWING else seen


def state_of(brand: Brand) -> str:
    """How a brand stands, from its life and its last reading."""
    told = {
        Life.DRAFT: State.DRAFT,
        Life.HANDED: State.HANDED,
        Life.CLOSED: State.HONOURED,
        Life.RESTING: State.RESTING,
    }
    if brand.life in told:
        return str(told[Life(brand.life)])
    pulse = getattr(brand, "pulse", None)
    return pulse.state if pulse is not None else str(State.GROWING)


def certified(brand: Brand) -> bool:
    """Whether the brand's quality is certified today."""
    return brand.quality != Quality.NONE and (brand.valid_until is None or brand.valid_until >= clock.today())


def units_to_carry(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may set up a brand, those held directly first."""
    direct = [held.unit_id for held in actor.held]
    units = Unit.objects.visible_to(actor, "brand.edit").open_on(clock.today())  # type: ignore[attr-defined]
    return units.annotate(own=Count("pk", filter=Q(pk__in=direct))).order_by("-own", "order", "code")  # type: ignore[no-any-return]


def parents_for(actor: Actor, brand: Brand) -> QuerySet[Brand]:
    """Brands that may stand above `brand`: not itself, nothing below it."""
    rows = Brand.objects.visible_to(actor).exclude(life__in=[Life.HANDED, Life.CLOSED])
    if brand.pk:
        rows = rows.exclude(pk__in=[brand.pk, *below(brand)])
    return rows.order_by("kind", "unit__order")


def below(brand: Brand) -> set[int]:
    """Numbers of all brands under `brand`, at any distance."""
    found: set[int] = set()
    edge = {brand.pk}
    while edge:
        edge = set(Brand.objects.filter(parent_id__in=edge).values_list("pk", flat=True)) - found
        found |= edge
    return found


def promise_get(brand: Brand, pk: int) -> Promise:
    """A promise, fetched through its brand; 404 otherwise."""
    promise = brand.promises.select_related("brand__unit").filter(pk=pk).first()
    if promise is None:
        raise Refused(_("没有这项承诺。"), status=404)
    return promise


def element_get(brand: Brand, pk: int) -> Element:
    """A part, fetched through its brand; 404 otherwise."""
    element = brand.elements.select_related("brand__unit").filter(pk=pk).first()
    if element is None:
        raise Refused(_("没有这项组成。"), status=404)
    return element


def promises_to_keep(actor: Actor) -> list[Promise]:
    """Running promises of living brands that the actor may link to, by brand."""
    brands = Brand.objects.visible_to(actor, "brand.edit").living()
    rows = Promise.objects.filter(brand__in=brands, end__isnull=True).select_related("brand__unit")
    return list(rows.order_by("brand__unit__order", "brand_id", "order", "pk")[:200])


def promise_of(promises: list[Promise], pk: int) -> Promise:
    """The chosen one among those that may be chosen."""
    found = next((promise for promise in promises if promise.pk == pk), None)
    if found is None:
        raise Refused(_("没有这项承诺。"), status=404)
    return found


def norms(actor: Actor) -> QuerySet[Norm]:
    """Normative documents that a mechanism may name."""
    return Norm.objects.visible_to(actor).order_by("title")  # type: ignore[no-any-return]


def units_for_drives(actor: Actor) -> QuerySet[Unit]:
    """Units in whose name the actor may call an exchange."""
    return Unit.objects.visible_to(actor, "brand.steer").open_on(clock.today()).order_by("order", "code")  # type: ignore[attr-defined, no-any-return]

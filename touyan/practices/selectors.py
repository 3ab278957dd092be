"""Questions about practices. Each begins with what the actor may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touyan.activities.models import Activity
from touyan.activities.rules import State as ActivityState
from touyan.brands.models import Brand
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.pictures import Offspring, Picture, lineage
from touyan.core.words import date_words
from touyan.documents.models import Norm
from touyan.documents.rules import State as DocumentState
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.practices.models import Change, Effect, Practice, Settling
from touyan.practices.rules import BADGES, EFFECT_BADGES, Part, State, Strength, Verdict, lacking
from touyan.practices.services import ancestors
from touyan.practices.settling import READY, family_effects

DEEP = 12  # generations that are looked for


@dataclass(frozen=True)
class Asked:
    """What a list was asked for."""

    q: str = ""
    strength: str = ""
    effect: str = ""
    unit: int | None = None
    brand: int | None = None
    mine: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether nothing was asked for."""
        return self == Asked()

    @classmethod
    def of(cls, given: Any) -> Asked:
        """From an address; nonsense counts as not asked."""
        number = {
            name: int(given.get(name, "")) if given.get(name, "").isdigit() and len(given.get(name, "")) < 10 else None
            for name in ("unit", "brand")
        }
        strength, effect = given.get("strength", ""), given.get("effect", "")
        return cls(
            q=given.get("q", "").strip()[:40],
            strength=strength if strength in Strength.values else "",
            effect=effect if effect in (*Verdict.values, "adopted", "none") else "",
            mine=given.get("mine") == "1",
            **number,
        )


def practices(actor: Actor, asked: Asked) -> QuerySet[Practice]:
    """Practices that the actor may see and asked for, the newest first, with how many adopted them and what was reported."""
    rows = Practice.objects.visible_to(actor).select_related("unit", "origin__unit")
    if asked.is_bare:
        rows = rows.filter(origin__isnull=True)
    for word in asked.q.split():
        found = Q(title__icontains=word) | Q(situation__icontains=word) | Q(unit__name__icontains=word)
        found |= Q(pk__in=Practice.objects.filter(steps__text__icontains=word).values("pk"))
        rows = rows.filter(found)
    if asked.strength:
        rows = rows.filter(strength=asked.strength)
    if asked.unit:
        rows = rows.filter(unit_id=asked.unit)
    if asked.brand:
        rows = rows.filter(Q(brand_id=asked.brand) | Q(origin__brand_id=asked.brand))
    if asked.mine:
        rows = rows.filter(unit_id__in=policy.units(actor, "practice.write"))
    if asked.effect == "adopted":
        rows = rows.filter(pk__in=Practice.objects.filter(origin__isnull=False).values("origin_id"))
    elif asked.effect == "none":
        rows = rows.filter(effects__isnull=True)
    elif asked.effect:
        told = Effect.objects.filter(verdict=asked.effect)
        rows = rows.filter(Q(pk__in=told.values("practice_id")) | Q(pk__in=told.values("practice__origin_id")))
    rows = rows.annotate(takers=Count("adopted", distinct=True), reports=Count("effects", distinct=True))
    return rows.order_by("-started", "-pk")


def practice_get(actor: Actor, pk: int, action: str = "practice.view") -> Practice:
    """One practice; 404 when the actor may not see it."""
    rows = Practice.objects.visible_to(actor, action).select_related("unit", "brand", "origin__unit")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这个做法。"), status=404)
    return found


def settling_get(actor: Actor, pk: int) -> Settling:
    """One settling, through its practice."""
    units = policy.units(actor, "practice.settle")
    rows = Settling.objects.filter(Q(practice__unit_id__in=units) | Q(brand__unit_id__in=units))
    found = rows.select_related("practice", "document").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这份制度草稿。"), status=404)
    return found


def units_for(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor writes, in the office's order."""
    rows = Unit.objects.visible_to(actor, "practice.write").open_on(clock.today())  # type: ignore[attr-defined]
    return rows.order_by("order", "code")  # type: ignore[no-any-return]


def brands_for(actor: Actor) -> QuerySet[Brand]:
    """Brands of those units."""
    return Brand.objects.filter(unit_id__in=policy.units(actor, "practice.write")).order_by("unit__order", "name")


def origins_for(actor: Actor, practice: Practice) -> QuerySet[Practice]:
    """Practices that it may have come from."""
    rows = Practice.objects.visible_to(actor).exclude(state=State.DRAFT).exclude(unit_id=practice.unit_id)
    return rows.select_related("unit").order_by("unit__order", "title")


def activities_for(practice: Practice) -> QuerySet[Activity]:
    """Held activities of the unit since it began."""
    rows = Activity.objects.filter(unit_id=practice.unit_id, day__gte=practice.started, state=ActivityState.HELD)
    return rows.order_by("-day")[:40]


def family(practice: Practice) -> list[Practice]:
    """The whole tree that the practice belongs to, generation by generation. One query a generation."""
    line = ancestors(practice)
    root = line[-1] if line else practice
    found, seen, here = [root], {root.pk}, [root.pk]
    for _generation in range(DEEP):
        rows = Practice.objects.filter(origin_id__in=here).exclude(state=State.DRAFT).select_related("unit")
        fresh = [one for one in rows.order_by("started", "pk") if one.pk not in seen]
        if not fresh:
            break
        found += fresh
        here = [one.pk for one in fresh]
        seen |= set(here)
    return found


def _states(members: Iterable[Practice]) -> dict[int, str]:
    """practice → what was last reported of it."""
    rows = Effect.objects.filter(practice__in=[one.pk for one in members]).order_by("day", "pk")
    return dict(rows.values_list("practice_id", "verdict"))


def tree(members: list[Practice], *, title: str, narrow: bool = False, counted: Any = None) -> Picture:
    """The family drawn: who took it from whom, how many changes, what came of it."""
    states, changes = counted or told(members)
    drawn = [
        Offspring(
            key=str(one.pk),
            parent=str(one.origin_id or ""),
            name=one.title,
            carrier=one.unit.short,
            when=_("%(day)s起") % {"day": date_words(one.started)},
            state=states.get(one.pk, "new"),
            changes=changes.get(one.pk, 0),
            url=reverse("practice_page", args=[one.pk]),
        )
        for one in members
    ]
    units = len({one.unit_id for one in members})
    desc = ngettext(
        "%(n)d 个单位在用；线上是改动处数，形状是最近的效果。",
        "%(n)d 个单位在用；线上是改动处数，形状是最近的效果。",
        units,
    )
    return lineage(drawn, title=title, desc=desc % {"n": units}, narrow=narrow)


def told(members: list[Practice]) -> tuple[dict[int, str], dict[int, int]]:
    """(practice → last effect, practice → number of named changes). Two queries."""
    ids = [one.pk for one in members]
    counts = Change.objects.filter(practice__in=ids).order_by().values_list("practice_id").annotate(n=Count("pk"))
    return _states(members), dict(counts)


def practice_page(actor: Actor, practice: Practice) -> dict[str, Any]:
    """The recipe, where it came from, who took it, what came of it, and what can be done now."""
    members = family(practice)
    counted = told(members)
    title = _("“%(title)s”的谱系") % {"title": members[0].title}
    writes = policy.can(actor, "practice.write", practice.unit_id)
    children = [one for one in members if one.origin_id == practice.pk]
    effects = Effect.objects.filter(Q(practice=practice) | Q(practice__origin=practice))
    return {
        "practice": practice,
        "badge": BADGES[State(practice.state)],
        "steps": list(practice.steps.all()),
        "changes": list(practice.changes.all()),
        "children": [(one, counted[0].get(one.pk), counted[1].get(one.pk, 0)) for one in children],
        "effects": _effect_rows(effects.select_related("practice__unit", "activity"), actor),
        "family": len(members),
        "wide": tree(members, title=title, counted=counted) if len(members) > 1 else None,
        "narrow": tree(members, title=title, counted=counted, narrow=True) if len(members) > 1 else None,
        "settlings": _settlings(actor, practice),
        "brand_opens": bool(practice.brand_id)
        and Brand.objects.visible_to(actor).filter(pk=practice.brand_id).exists(),
        "missing": lacking(practice.recipe()) if writes else [],
        **_rights(actor, practice, writes),
    }


def _effect_rows(effects: Any, actor: Actor) -> list[dict[str, Any]]:
    seen = set(Activity.objects.visible_to(actor).filter(pk__in=[e.activity_id for e in effects if e.activity_id]).values_list("pk", flat=True)) if actor.may("activity.view") else set()  # fmt: skip
    return [
        {"effect": one, "badge": EFFECT_BADGES[Verdict(one.verdict)], "opens": one.activity_id in seen}
        for one in effects
    ]


def brand_get(actor: Actor, pk: int, action: str = "brand.view") -> Brand:
    """One brand; 404 when the actor may not see it, or may not do `action` for its unit."""
    rows = Brand.objects.visible_to(actor)
    rows = rows if action == "brand.view" else rows.filter(unit_id__in=policy.units(actor, action))
    found = rows.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这个品牌。"), status=404)
    return found


def brand_thread(actor: Actor, pk: int | None) -> dict[str, Any]:
    """The brand that a list was narrowed to, the norms made of it, and whether the actor may draft one."""
    if pk is None:
        return {}
    brand = brand_get(actor, pk)
    return {
        "brand": brand,
        "settlings": _settlings(actor, brand),
        "may_settle": brand.unit_id is not None and policy.can(actor, "practice.settle", brand.unit_id),
        "writes_here": brand.unit_id is not None and policy.can(actor, "practice.write", brand.unit_id),
    }


def _settlings(actor: Actor, source: Practice | Brand) -> list[dict[str, Any]]:
    rows = source.settlings.exclude(document__state=DocumentState.WITHDRAWN).select_related("document", "norm")
    norms = set(
        Norm.objects.visible_to(actor).filter(pk__in=[one.norm_id for one in rows]).values_list("pk", flat=True)
    )
    return [
        {
            "settling": one,
            "opens": policy.can(actor, "document.view", one.document.unit_id),
            "norm_opens": one.norm_id in norms,
            "registers": one.norm_id is None
            and one.document.state in READY
            and policy.can(actor, "norm.manage", one.document.unit_id)
            and policy.can(actor, "practice.settle", source.unit_id),
        }
        for one in rows
    ]


def _rights(actor: Actor, practice: Practice, writes: bool) -> dict[str, bool]:
    shared = practice.state == State.SHARED
    works = shared and bool(family_effects(practice)[Verdict.BETTER])
    settled = practice.settlings.exclude(document__state=DocumentState.WITHDRAWN).exists()
    return {
        "writes": writes,
        "may_adopt": shared and actor.may("practice.write") and units_for(actor).exclude(pk=practice.unit_id).exists(),
        "may_report": writes and practice.state != State.DRAFT,
        "may_share": writes and not shared,
        "may_trace": writes and practice.origin_id is None,
        "may_settle": policy.can(actor, "practice.settle", practice.unit_id) and works and not settled,
        "waits_for_effect": writes and shared and not works,
    }


def tree_page(actor: Actor, practice: Practice) -> dict[str, Any]:
    """The family by itself, with what travelled: which parts units change, how far it went, what came of it."""
    members = family(practice)
    counted = told(members)
    parts = Change.objects.filter(practice__in=[one.pk for one in members]).order_by().values_list("part")
    said = Counter(counted[0].values())
    title = _("“%(title)s”的谱系") % {"title": members[0].title}
    return {
        "practice": practice,
        "root": members[0],
        "wide": tree(members, title=title, counted=counted),
        "narrow": tree(members, title=title, counted=counted, narrow=True),
        "changed": [(Part(part).label, n) for part, n in parts.annotate(n=Count("pk")).order_by("-n", "part")],
        "units": len({one.unit_id for one in members}),
        "generations": _generations(members),
        "said": [(Verdict(code).label, EFFECT_BADGES[Verdict(code)], n) for code, n in sorted(said.items())],
        "silent": len(members) - sum(said.values()),
    }


def _generations(members: list[Practice]) -> int:
    depth: dict[int, int] = defaultdict(int)
    for one in members:
        depth[one.pk] = depth[one.origin_id] + 1 if one.origin_id in depth else 1
    return max(depth.values(), default=1)


def forest(actor: Actor) -> list[Practice]:
    """First practices that were adopted somewhere, in the office's order of their units."""
    rows = Practice.objects.visible_to(actor).filter(origin__isnull=True).annotate(takers=Count("adopted"))
    return list(rows.filter(takers__gt=0).select_related("unit").order_by("unit__order", "title")[:60])

"""What a brand says and promises."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.brands import pulse, selectors
from touyan.brands.models import Brand, BrandEvent, Element, Frame, Promise
from touyan.brands.rules import CARRIERS, MONTHS, MOVES, BrandKind, ElementKind, Life
from touyan.core import clock, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

FRAMEWORK = Path(__file__).resolve().parents[1] / "data" / "framework.toml"


def happened(brand: Brand, verb: str, actor: Actor, *, subject: str = "", reason: str = "") -> BrandEvent:
    """One more point on the brand's line of time."""
    return BrandEvent.objects.create(
        brand=brand,
        verb=verb,
        subject=subject[:60],
        reason=whole(reason, 300, _("理由")),
        by_name=actor.name[:60],
        by_account=actor.account_id,
    )


def running(brand: Brand) -> None:
    """Raise Refused unless the brand still runs."""
    if brand.life in (Life.HANDED, Life.CLOSED):
        raise Refused(
            _("品牌已经%(state)s，内容不再改动。") % {"state": brand.get_life_display()},
            possible=_("需要继续的，请由承接单位在新品牌里写。"),
            status=409,
        )


@transaction.atomic
def brand_save(*, actor: Actor, brand: Brand, values: dict[str, Any], version: int | None) -> Brand:
    """The brand says what `values` says. Refused for a parent loop and a unit that cannot carry it; Stale (409) after another save."""
    unit: Unit | None = values.get("unit", brand.unit)
    policy.require(actor, "brand.edit", unit)
    people = values.pop("people", None)
    if brand.pk:
        stands = Brand.objects.select_for_update().get(pk=brand.pk)
        policy.require(actor, "brand.edit", stands.unit_id)
        running(stands)
        if stands.version != version:
            changed = [name for name, value in values.items() if getattr(stands, name) != value]
            raise Stale([_difference(stands, name, values[name]) for name in changed])
        brand.version = stands.version + 1
    for name, value in values.items():
        setattr(brand, name, value)
    _fits(brand)
    fresh = brand.pk is None
    brand.save()
    if people is not None:
        brand.people.set(people)
    if fresh:
        happened(brand, "create", actor)
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "create" if fresh else "save"})
    pulse.read_around([brand.pk])
    return brand


def _difference(stands: Brand, name: str, sent: Any) -> Difference:
    label = Brand._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return Difference(str(label), str(getattr(stands, name) or ""), str(sent or ""))


def _fits(brand: Brand) -> None:
    unit, kinds = brand.unit, CARRIERS.get(brand.kind, ())
    if unit is not None and unit.end is not None and unit.end < clock.today():
        raise Refused(_("“%(unit)s”已经撤销，不能再创建品牌。") % {"unit": unit.short})
    if unit is not None and kinds and unit.kind not in kinds:
        raise Refused(
            _("“%(unit)s”不能创建“%(kind)s”类品牌。") % {"unit": unit.short, "kind": brand.get_kind_display()},
            possible=_("请改选品牌类别或单位。"),
        )
    if brand.parent is not None and brand.pk and brand.parent_id in {brand.pk, *selectors.below(brand)}:
        raise Refused(
            _("“%(name)s”在这个品牌之下，不能作它的上级。") % {"name": brand.parent.name},
            possible=_("请另选上级品牌。"),
        )


def missing(brand: Brand) -> list[str]:
    """What is not there yet, in words; empty when the brand can be published (B4: not with a slogan alone)."""
    kinds = set(brand.elements.values_list("kind", flat=True))
    promises = [promise for promise in brand.promises.all() if promise.end is None or promise.end >= clock.today()]
    found = [
        (not brand.idea.strip(), _("核心理念")),
        (not brand.orientation.strip(), _("工作导向")),
        (ElementKind.CARRIER not in kinds, _("至少一个活动载体")),
        (ElementKind.MECHANISM not in kinds, _("至少一项制度机制")),
        (not promises, _("至少一项承诺")),
        (brand.owner_id is None, _("品牌负责人")),
    ]
    words = [word for absent, word in found if absent]
    words += [_("承诺“%(what)s”多久一次、怎样看得出来") % {"what": one.what} for one in promises if not one.whole]
    return words


@transaction.atomic
def brand_publish(*, actor: Actor, brand: Brand, day: dt.date | None = None) -> Brand:
    """The brand is published. Refused, saying what is missing, while it is not whole; and when its unit has ended."""
    policy.require(actor, "brand.edit", brand.unit_id)
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    if brand.life not in MOVES["publish"][0]:
        raise Refused(_("这个品牌已经发布过。"), status=409)
    _fits(brand)
    if words := missing(brand):
        raise Refused(
            _("还不能发布，缺少：%(what)s。") % {"what": "；".join(words)}, possible=_("补齐后再发布，不急。")
        )
    brand.life, brand.published = Life.PUBLISHED, day or clock.today()
    brand.version += 1
    brand.save(update_fields=["life", "published", "version"])
    happened(brand, "publish", actor)
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "publish"})
    pulse.read_around([brand.pk])
    return brand


@transaction.atomic
def promise_save(
    *, actor: Actor, brand: Brand, promise: Promise, values: dict[str, Any], version: int | None
) -> Promise:
    """The promise says what `values` says. Refused without a rhythm or with parts of another brand; Stale after another save."""
    policy.require(actor, "brand.edit", brand.unit_id)
    running(brand)
    if values.get("rhythm") not in MONTHS:
        raise Refused(
            _("请写明多久一次。没有节奏的承诺无法看出是否兑现。"), possible=_("按月、按季、按半年或按年都可以。")
        )
    for name in ("carrier", "mechanism"):
        part: Element | None = values.get(name)
        if part is not None and part.brand_id != brand.pk:
            raise Refused(_("“%(name)s”不是这个品牌的组成。") % {"name": part.name})
    if promise.pk:
        stands = Promise.objects.select_for_update().get(pk=promise.pk, brand=brand)
        if stands.version != version:
            raise Stale([Difference(_("做什么"), stands.what, str(values.get("what", "")))])
        promise.version = stands.version + 1
    promise.brand = brand
    for name, value in values.items():
        setattr(promise, name, value)
    promise.save()
    happened(brand, "promise", actor, subject=promise.what)
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "promise"})
    pulse.read_around([brand.pk])
    return promise


@transaction.atomic
def promise_end(*, actor: Actor, promise: Promise, reason: str) -> Promise:
    """The promise ends today, with its reason; what kept it stays. One that was never kept and begins later is taken away."""
    policy.require(actor, "brand.edit", promise.brand.unit_id)
    running(promise.brand)
    if not reason.strip():
        raise Refused(_("请写明为什么停止这项承诺。"))
    today = clock.today()
    happened(promise.brand, "promise_end", actor, subject=promise.what, reason=reason)
    journal.record(actor, "brand.edit", promise.brand, unit=promise.brand.unit, detail={"verb": "promise_end"})
    if promise.start > today and not promise.deeds.exists():
        promise.delete()
    else:
        promise.end = max(today, promise.start)
        promise.save(update_fields=["end"])
    pulse.read_around([promise.brand_id])
    return promise


@transaction.atomic
def element_add(*, actor: Actor, brand: Brand, values: dict[str, Any]) -> Element:
    """One more carrier, mechanism or feature. Refused when the brand has it already."""
    policy.require(actor, "brand.edit", brand.unit_id)
    running(brand)
    try:
        with transaction.atomic():
            made = Element.objects.create(brand=brand, order=brand.elements.count(), **values)
    except IntegrityError:
        raise Refused(_("已经有“%(name)s”了。") % {"name": values["name"]}, status=409) from None
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "element", "name": made.name})
    pulse.read_around([brand.pk])
    return made


@transaction.atomic
def element_remove(*, actor: Actor, element: Element) -> None:
    """The part is taken away; promises that rested on it stand without it."""
    brand = element.brand
    policy.require(actor, "brand.edit", brand.unit_id)
    running(brand)
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "element_remove", "name": element.name})
    element.delete()
    pulse.read_around([brand.pk])


@transaction.atomic
def frame_fill(*, actor: Actor, brand: Brand) -> int:
    """The framework of the source document is written into a city brand that has none; returns the number of lines."""
    policy.require(actor, "brand.edit", brand.unit_id)
    if brand.kind != BrandKind.CITY or brand.frames.exists():
        raise Refused(_("创建思路已经写好。"), status=409)
    lines = tomllib.loads(FRAMEWORK.read_text(encoding="utf-8"))["line"]
    Frame.objects.bulk_create([Frame(brand=brand, **line) for line in lines])
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "framework"})
    return len(lines)


@transaction.atomic
def frame_save(*, actor: Actor, brand: Brand, lines: list[tuple[int, str, list[str]]]) -> None:
    """The framework says what `lines` says: number, heading, items. Refused when a number does not name that many items."""
    policy.require(actor, "brand.edit", brand.unit_id)
    for number, label, items in lines:
        if len(items) != number:
            raise Refused(
                _("“%(number)d%(label)s”应写%(number)d条，现在是%(found)d条。")
                % {"number": number, "label": label, "found": len(items)},
                possible=_("一行一条，空行不算。"),
            )
    brand.frames.all().delete()
    Frame.objects.bulk_create([Frame(brand=brand, number=n, label=label, items=items) for n, label, items in lines])
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "framework"})

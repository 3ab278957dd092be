"""Papers from brands: what a unit's brands consist of and promise, with the picture of their contents."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from touyan.brands import drawing
from touyan.brands.models import Brand
from touyan.brands.rules import Life
from touyan.documents.content import Content
from touyan.documents.papers import Paper
from touyan.documents.records import figure, table
from touyan.documents.rules import DocumentKind
from touyan.documents.typeset.model import Block, Cell, Paragraph, Run
from touyan.documents.wording import Fill, Source
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


def contents(actor: Actor, unit: Unit, year: int) -> Content:
    """The brands of the unit: 品牌内涵图 and the promises, as the records have them."""
    rows = Brand.objects.visible_to(actor).filter(unit=unit).exclude(life__in=[Life.HANDED, Life.CLOSED])
    brands = list(rows.order_by("since", "pk"))
    pictures: list[Block] = []
    lines = []
    for brand in brands:
        url = reverse("brand_page", args=[brand.pk])
        picture = drawing.contents(brand, list(brand.elements.all()))
        pictures.append(figure(picture, note=f"品牌记录 {brand.pk}", url=url))
        for promise in brand.promises.filter(end__isnull=True):
            name = Cell(brand.name, note=f"品牌记录 {brand.pk}", url=url)
            lines.append((name, promise.whom, promise.what, promise.get_rhythm_display(), promise.sign))
    columns = [("品牌", 2, "left"), ("服务谁", 2, "left"), ("做什么", 3, "left"), ("多久一次", 1.6, "center")]
    columns += [("怎样看得出来", 3, "left")]
    empty: list[Block] = [Paragraph((Run("（尚无品牌）"),))]
    return Content(
        fills={"品牌数": Fill(str(len(brands)), Source(f"品牌记录 {len(brands)} 条", reverse("brand_list")))},
        blocks={
            "品牌内涵图": pictures or empty,
            "承诺表": [table(columns, lines, caption="品牌承诺一览表", size=10.5)] if lines else empty,
        },
        subject=f"brands:{unit.pk}",
    )


PAPERS: dict[str, Paper] = {
    "brands.contents": Paper(
        name=_("品牌内涵说明"),
        kind=DocumentKind.PAPER,
        title="{{单位}}党建品牌内涵说明",
        text="{{单位}}现有党建品牌{{品牌数}}个。\n一、品牌内涵\n{{品牌内涵图}}\n二、品牌承诺\n{{承诺表}}",
        places={"品牌数": _("正在创建的品牌个数")},
        blocks={"品牌内涵图": _("每个品牌一幅"), "承诺表": _("逐项列出服务谁、做什么、多久一次")},
        make=contents,
    ),
}

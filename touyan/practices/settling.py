"""固化: a practice that works becomes the draft of a normative document in one step, and later a norm of the library."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from touyan.brands import services as brands
from touyan.brands.models import Brand
from touyan.brands.rules import ElementKind, Life
from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.words import grouped
from touyan.documents import services as documents
from touyan.documents.compose import number_of
from touyan.documents.models import Norm
from touyan.documents.rules import State as DocumentState
from touyan.documents.typeset.model import Block, Heading, Run, paragraph
from touyan.documents.wording import NOTE
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.practices.models import Effect, Practice, Settling
from touyan.practices.rules import State, Verdict

READY = frozenset({DocumentState.SIGNED, DocumentState.ISSUED})
NUMERALS = "一二三四五六七八九十"


def family_effects(practice: Practice) -> dict[str, int]:
    """verdict → reports of the practice and of those who adopted it directly."""
    rows = Effect.objects.filter(practice=practice) | Effect.objects.filter(practice__origin=practice)
    counts = dict.fromkeys(Verdict.values, 0)
    for verdict in rows.values_list("verdict", flat=True):
        counts[verdict] += 1
    return counts


def _counted(number: int) -> str:
    return NUMERALS[number - 1] if number <= 10 else str(number)


def _articles(practice: Practice) -> list[Block]:
    """The practice as articles. A document is Chinese, whatever the language of the page."""
    source = {"note": f"做法：{practice.title}", "url": reverse("practice_page", args=[practice.pk])}
    steps = [step.text.rstrip("。；;") for step in practice.steps.all()]
    money = f"，每次约 {grouped(practice.money)} 元" if practice.money else ""
    return [
        paragraph(Run(f"第一条　为巩固实践证明行之有效的做法，形成长效机制，根据“{practice.title}”的实践，制定本办法。", **source)),
        paragraph(Run(f"第二条　本办法适用于下列情形：{practice.situation.strip().rstrip('。')}。", **source)),
        paragraph(Run("第三条　按下列步骤开展：", **source)),
        *(paragraph(f"（{_counted(n)}）{text}{'。' if n == len(steps) else '；'}") for n, text in enumerate(steps, 1)),
        paragraph(
            Run(f"第四条　每次一般需要 {grouped(practice.people)} 人、每人 {grouped(practice.minutes)} 分钟{money}，不另设报表。", **source)
        ),
        paragraph(Run(f"第五条　下列情况不宜照搬：{practice.avoid.strip().rstrip('。')}。", **source)),
        paragraph("第六条　本办法自印发之日起试行一年，期满按效果修订。"),
    ]  # fmt: skip


def _preface(practice: Practice, counts: dict[str, int]) -> list[Block]:
    here, adopters = reverse("practice_page", args=[practice.pk]), practice.adopted.count()
    said = "、".join(f"{Verdict(code).label}{n}次" for code, n in counts.items() if n)
    return [
        Heading("一、由来"),
        paragraph(
            Run(f"“{practice.title}”由{practice.unit.name}自{practice.started:%Y}年起实践", note=f"做法：{practice.title}", url=here),
            Run(f"，已有{adopters}个单位采用", note="做法谱系", url=reverse("practice_tree", args=[practice.pk])),
            Run(f"，效果报告：{said}。", note="效果报告", url=f"{here}#effects"),
        ),
        Heading("二、已知不足"),
        paragraph(Run(practice.failed.strip(), note=f"做法：{practice.title}", url=here)),
        Heading("三、有关要求"),
        paragraph("现将办法（试行）印发给你们，请结合实际执行；执行中的问题请及时反馈。"),
    ]  # fmt: skip


@transaction.atomic
def practice_settle(*, actor: Actor, practice: Practice) -> Settling:
    """A draft notice with the practice as articles in its attachment; each sentence keeps the practice as its source.

    Refused unless somebody reported that it works, and while an earlier draft is still in hand.
    """
    policy.require(actor, "practice.settle", practice.unit_id)
    practice = Practice.objects.select_for_update(of=("self",)).select_related("unit").get(pk=practice.pk)
    if practice.state != State.SHARED:
        raise Refused(_("没有公布或已停用的做法不能固化。"), status=409)
    counts = family_effects(practice)
    if not counts[Verdict.BETTER]:
        raise Refused(_("还没有效果报告说明这个做法管用。"), possible=_("请先做一段时间，由本单位或采用单位报告效果。"))
    if practice.settlings.exclude(document__state=DocumentState.WITHDRAWN).exists():
        raise Refused(_("这个做法已经有制度草稿。"), possible=_("请在原来的草稿上修改。"), status=409)
    with translation.override("zh-hans"):
        body, articles = _preface(practice, counts), _articles(practice)
    return _drafted(actor, practice, practice.unit, f"{practice.title}办法（试行）", body, articles)


def _drafted(
    actor: Actor, source: Practice | Brand, unit: Unit, name: str, body: list[Block], articles: list[Block]
) -> Settling:
    """The draft notice with the articles in its attachment, tied to what it was made of."""
    noun = "practice" if isinstance(source, Practice) else "brand"
    document = documents.document_draft(
        actor=actor,
        unit=unit,
        kind="notice",
        title=f"关于印发《{name}》的通知",
        body=body,
        attachments=[documents.Extra(name, tuple(articles))],
        subject=f"{noun}:{source.pk}",
        permit="practice.settle",
    )
    settling = Settling.objects.create(document=document, by_name=actor.name[:60], **{noun: source})  # type: ignore[misc]
    journal.record(actor, "practice.settle", source, unit=unit, detail={"document": document.pk})
    return settling


def _brand_articles(brand: Brand) -> tuple[list[Block], list[Block]]:
    """(preface, articles) of a brand: whom it serves, what, how often, on which carriers. Each names the brand as its source."""
    note, url = f"品牌：{brand.name}", reverse("brand_page", args=[brand.pk])

    def said(text: str) -> Block:
        return paragraph(Run(text, note=note, url=url))

    parts = {
        kind: "、".join(e.name for e in brand.elements.all() if e.kind == kind)
        for kind in (ElementKind.CARRIER, ElementKind.MECHANISM)
    }
    promises = brand.promises.filter(end__isnull=True)
    articles = [said(f"第一条　为使“{brand.name}”品牌持之以恒，形成长效机制，制定本办法。")]
    if brand.idea or brand.orientation:
        articles.append(
            said(f"第{_counted(len(articles) + 1)}条　坚持{'，'.join(filter(None, (brand.idea, brand.orientation)))}。")
        )
    for kind, words in ((ElementKind.CARRIER, "依托下列载体开展"), (ElementKind.MECHANISM, "落实下列机制")):
        if parts[kind]:
            articles.append(said(f"第{_counted(len(articles) + 1)}条　{words}：{parts[kind]}。"))
    for one in promises:
        rhythm = one.get_rhythm_display() if one.rhythm else "按需"
        articles.append(
            said(f"第{_counted(len(articles) + 1)}条　面向{one.whom}，{rhythm}{one.what}；以{one.sign}检验成效。")
        )
    articles.append(paragraph(f"第{_counted(len(articles) + 1)}条　本办法自印发之日起试行一年，期满按效果修订。"))
    body = [
        Heading("一、由来"),
        said(f"“{brand.name}”品牌于{brand.since:%Y}年提出，现将行之有效的载体和机制固化下来。"),
        Heading("二、有关要求"),
        paragraph("现将办法（试行）印发给你们，请结合实际执行；执行中的问题请及时反馈。"),
    ]  # fmt: skip
    return body, articles


@transaction.atomic
def brand_settle(*, actor: Actor, brand: Brand) -> Settling:
    """From brand to draft norm in one step. Refused for a brand that is not in use, has no promise, or has a draft in hand."""
    policy.require(actor, "practice.settle", brand.unit_id)
    brand = Brand.objects.select_for_update(of=("self",)).select_related("unit").get(pk=brand.pk)
    if brand.life not in (Life.PUBLISHED, Life.RESTING) or brand.unit is None:
        raise Refused(_("没有发布或已结束的品牌不能固化。"), status=409)
    if not brand.promises.filter(end__isnull=True).exists():
        raise Refused(_("这个品牌没有承诺，写不出条文。"), possible=_("请先写明服务谁、做什么、多久一次。"))
    if Settling.objects.filter(brand=brand).exclude(document__state=DocumentState.WITHDRAWN).exists():
        raise Refused(_("这个品牌已经有制度草稿。"), possible=_("请在原来的草稿上修改。"), status=409)
    with translation.override("zh-hans"):
        body, articles = _brand_articles(brand)
    return _drafted(actor, brand, brand.unit, f"“{brand.name}”品牌建设办法（试行）", body, articles)


@transaction.atomic
def settling_register(*, actor: Actor, settling: Settling) -> Norm:
    """Once the document is signed, its attachment stands in the library as a norm on trial, and the practice names it."""
    settling = (
        Settling.objects.select_for_update(of=("self",))
        .select_related("practice", "brand", "document__unit")
        .get(pk=settling.pk)
    )
    document = settling.document
    policy.require(actor, "norm.manage", document.unit)
    if settling.norm_id is not None:
        raise Refused(_("这份草稿已经登记为制度。"), status=409)
    if document.state not in READY:
        raise Refused(_("公文还没有签发，不能登记为制度。"), possible=_("请先送签、签发。"), status=409)
    parts = document.passages.exclude(attachment="").order_by("order")
    text = "\n".join(NOTE.sub("", part.text) for part in parts if part.text)
    if not text.strip():
        raise Refused(_("公文里没有办法的条文。"), possible=_("请在附件里写明条文。"))
    title = parts[0].attachment if parts else document.title
    settling.norm = documents.norm_register(
        actor=actor,
        unit=document.unit,
        title=title,
        text=text,
        number=number_of(document) if document.serial else "",
        start=clock.today(),
    )
    settling.save(update_fields=["norm"])
    if settling.brand is not None:
        values = {"kind": ElementKind.MECHANISM, "name": title[:40], "norm": settling.norm}
        brands.element_add(actor=actor, brand=settling.brand, values=values)
    journal.record(actor, "norm.manage", settling.source, unit=document.unit, detail={"norm": settling.norm.pk})
    return settling.norm

"""固化: a practice that works becomes the draft of a normative document in one step, and later a norm of the library."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

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
    name = f"{practice.title}办法（试行）"
    with translation.override("zh-hans"):
        body, articles = _preface(practice, counts), _articles(practice)
    document = documents.document_draft(
        actor=actor,
        unit=practice.unit,
        kind="notice",
        title=f"关于印发《{name}》的通知",
        body=body,
        attachments=[documents.Extra(name, tuple(articles))],
        subject=f"practice:{practice.pk}",
        permit="practice.settle",
    )
    settling = Settling.objects.create(practice=practice, document=document, by_name=actor.name[:60])
    journal.record(actor, "practice.settle", practice, unit=practice.unit, detail={"document": document.pk})
    return settling


@transaction.atomic
def settling_register(*, actor: Actor, settling: Settling) -> Norm:
    """Once the document is signed, its attachment stands in the library as a norm on trial, and the practice names it."""
    settling = (
        Settling.objects.select_for_update(of=("self",))
        .select_related("practice", "document__unit")
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
    journal.record(actor, "norm.manage", settling.practice, unit=document.unit, detail={"norm": settling.norm.pk})
    return settling.norm

"""Papers of an assessment: the notice that opens it and the circular of its result, without anybody's score. See `documents.papers`."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.assessment.models import Run, SchemeText
from touyan.assessment.rules import RunState, SchemeState
from touyan.assessment.selectors import comparison, grade_counts, run_get, runs_for, schemes_for
from touyan.assessment.selectors_follow import notice_of
from touyan.core import journal
from touyan.core.errors import Refused
from touyan.core.words import date_words
from touyan.documents.content import Content
from touyan.documents.papers import Paper
from touyan.documents.records import table
from touyan.documents.rules import DocumentKind
from touyan.documents.typeset.model import Block, Cell, Heading, NameList, Paragraph
from touyan.documents.typeset.model import Run as Words
from touyan.documents.wording import Fill, Source
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

TELLABLE = (RunState.IN_FORCE,)
LEAST = 5


def opening(actor: Actor, unit: Unit, year: int) -> Content:
    """Which scheme holds and what everyone is to do; needs a scheme in force."""
    scheme = schemes_for(actor).filter(body=unit, state=SchemeState.IN_FORCE).order_by("-adopted_on", "-pk").first()
    if scheme is None:
        raise Refused(_t("%(unit)s还没有施行的考评细则。") % {"unit": unit.name}, possible=_t("请先签署一份细则。"))
    return Content(fills={"细则": _scheme(scheme)}, subject=f"assessment_notice:{unit.pk}:{year}")


def circular(actor: Actor, unit: Unit, year: int) -> Content:
    """How many were assessed and how the grades lie; no name, no score, no group under five. Needs a run in force."""
    run = (
        runs_for(actor)
        .filter(scheme__body=unit, as_of__year=year, state__in=TELLABLE)
        .order_by("-as_of", "-pk")
        .first()
    )
    if run is None:
        raise Refused(
            _t("%(unit)s%(year)d年还没有已生效的考评结果。") % {"unit": unit.name, "year": year},
            possible=_t("结果签署、公示期满并生效后，再起草通报。"),
        )
    run = run_get(actor, run.pk)
    source = Source(f"考评 {run.label}", reverse("run_page", args=[run.pk]))
    return Content(
        fills={
            "细则": _scheme(run.scheme),
            "参评数": Fill(str(run.subjects), source),
            "数据截止": Fill(date_words(run.as_of), source),
            "核对码": Fill(f"结果摘要{run.result_digest[:16]}，日志链头{journal.head()[1][:16]}", source),
        },
        blocks={"等次分布": [_grades(run)], "平均分对比": [_means(run)]},
        subject=f"assessment_result:{run.pk}",
    )


def publicity(actor: Actor, unit: Unit, year: int) -> Content:
    """The notice list: grades and names by strokes, the last day; no points. Needs a run whose notice is on."""
    run = (
        runs_for(actor)
        .filter(scheme__body=unit, as_of__year=year, state=RunState.NOTICE)
        .order_by("-as_of", "-pk")
        .first()
    )
    if run is None:
        raise Refused(
            _t("%(unit)s%(year)d年没有正在公示的考评。") % {"unit": unit.name, "year": year},
            possible=_t("请先在考评页开始公示。"),
        )
    run = run_get(actor, run.pk)
    source = Source(f"考评 {run.label}", reverse("run_notice", args=[run.pk]))
    blocks: list[Block] = []
    for one in notice_of(run):
        blocks += [Heading(f"{one.title}（{len(one.names)}）"), NameList(tuple(one.names), columns=5)]
    return Content(
        fills={
            "细则": _scheme(run.scheme),
            "公示至": Fill(date_words(run.notice_until) if run.notice_until else "", source),
        },
        blocks={"公示名单": blocks},
        subject=f"assessment_publicity:{run.pk}",
    )


def _scheme(scheme: SchemeText) -> Fill:
    return Fill(f"《{scheme.title}》", Source(f"细则 {scheme.version}", reverse("scheme_page", args=[scheme.pk])))


def _grades(run: Run) -> Block:
    counts = grade_counts(run)
    if sum(each.count for each in counts) < LEAST:
        return Paragraph((Words("（参评不足五个，不公布等次分布。）"),))
    url = reverse("run_page", args=[run.pk])
    rows = [(Cell(each.title, note=f"考评 {run.label}", url=url), each.count, f"{each.share}%") for each in counts]
    return table([("等次", 3, "left"), ("个数", 1, "right"), ("占比", 1, "right")], rows, caption="等次分布")


def _means(run: Run) -> Block:
    rows = [(each.name, each.count, _points(each.mean)) for each in comparison(run) if each.mean is not None]
    if not rows:
        return Paragraph((Words("（各组人数不足五人，不公布平均分。）"),))
    return table([("范围", 3, "left"), ("人数", 1, "right"), ("平均分", 1, "right")], rows, caption="平均分对比")


def _points(value: int) -> str:
    hundredths = (value + 50) // 100
    return f"{hundredths // 100}.{hundredths % 100:02d}"


PAPERS = {
    "assessment.notice": Paper(
        name=_("考评工作通知"),
        kind=DocumentKind.NOTICE,
        title="关于开展{{年度}}年度考评工作的通知",
        text="为做好{{年度}}年度考评工作，现将有关事项通知如下。\n一、考评依据\n按照{{细则}}执行。\n二、数据来源\n"
        "以系统中已登记、已确认的记录为准，不另行填报。请及时核对本人和本单位的记录，有误的提出更正。\n三、查看和异议\n"
        "结果先由本人查看，对结果有异议的可在规定期限内提出，由考评办公室答复。",
        places={"细则": _("施行中的考评细则名称")},
        make=opening,
    ),
    "assessment.circular": Paper(
        name=_("考评结果通报"),
        kind=DocumentKind.CIRCULAR,
        title="关于{{年度}}年度考评结果的通报",
        text="按照{{细则}}，{{年度}}年度考评已经完成，数据截至{{数据截止}}，参评{{参评数}}个。个人得分只由本人、负责部门和考评办公室查看，"
        "不在本通报中列出。现将总体情况通报如下。\n{{等次分布}}\n{{平均分对比}}\n核对：{{核对码}}。请留存本通报，以备日后比对。",
        places={
            "细则": _("考评所用的细则"),
            "参评数": _("参评的人数或单位数"),
            "数据截止": _("数据截止的日期"),
            "核对码": _("结果摘要和日志链头"),
        },
        blocks={"等次分布": _("各等次的个数和占比"), "平均分对比": _("党员与全体、党员常委与全体常委；不足五人不列")},
        make=circular,
    ),
    "assessment.publicity": Paper(
        name=_("考评结果公示"),
        kind=DocumentKind.NOTICE,
        title="关于{{年度}}年度考评结果的公示",
        text="按照{{细则}}，现将{{年度}}年度考评结果予以公示，按姓氏笔画排列，不公示分数和名次。\n{{公示名单}}\n公示至{{公示至}}。"
        "对结果有异议的，请在公示期内向考评办公室提出；对自己的结果，可以对任何一条记录提出。",
        places={"细则": _("考评所用的细则"), "公示至": _("公示期满的日期")},
        blocks={"公示名单": _("细则规定公示的等次和姓名")},
        make=publicity,
    ),
}

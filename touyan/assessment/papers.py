"""Papers of an assessment: the notice that opens it and the circular of its result, without anybody's score. See `documents.papers`."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.assessment.models import Run, SchemeText
from touyan.assessment.rules import RunState, SchemeState
from touyan.assessment.selectors import comparison, grade_counts, run_get, runs_for, schemes_for
from touyan.core.errors import Refused
from touyan.core.words import date_words
from touyan.documents.content import Content
from touyan.documents.papers import Paper
from touyan.documents.records import table
from touyan.documents.rules import DocumentKind
from touyan.documents.typeset.model import Block, Cell, Paragraph
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
        },
        blocks={"等次分布": [_grades(run)], "平均分对比": [_means(run)]},
        subject=f"assessment_result:{run.pk}",
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
        "不在本通报中列出。现将总体情况通报如下。\n{{等次分布}}\n{{平均分对比}}",
        places={"细则": _("考评所用的细则"), "参评数": _("参评的人数或单位数"), "数据截止": _("数据截止的日期")},
        blocks={"等次分布": _("各等次的个数和占比"), "平均分对比": _("党员与全体、党员常委与全体常委；不足五人不列")},
        make=circular,
    ),
}

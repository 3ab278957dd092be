"""The six types and their three measures each, as the source document states them (三(一)1–6). Data, no queries.

`passage` is quoted word for word. A measure with a `reader` is read from records; one without is asked for, in a word and a fact.
`every` is 0 for a share of facts, else the months in each of which at least one fact is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Type(models.TextChoices):
    """六型, in the order of the source."""

    LOYAL = "loyal", _("忠诚")
    HARMONY = "harmony", _("和谐")
    LEARNING = "learning", _("崇学")
    WORK = "work", _("实干")
    INNOVATION = "innovation", _("创新")
    INTEGRITY = "integrity", _("清廉")


FOCUS: dict[str, str | Promise] = {
    Type.LOYAL: _("聚焦提高政治力"),
    Type.HARMONY: _("聚焦提高凝聚力"),
    Type.LEARNING: _("聚焦提高学习力"),
    Type.WORK: _("聚焦提高执行力"),
    Type.INNOVATION: _("聚焦提高开拓力"),
    Type.INTEGRITY: _("聚焦提高廉洁力"),
}


@dataclass(frozen=True)
class Measure:
    """One measure: its type, name, passage, what is read (or asked), from which reader, in which rhythm."""

    code: str
    type: Type
    name: str | Promise
    passage: str
    what: str | Promise
    reader: str = ""
    every: int = 0

    @property
    def asked(self) -> bool:
        return not self.reader


MEASURES: tuple[Measure, ...] = (
    Measure(
        "loyal-1", Type.LOYAL, _("锤炼忠诚品格"),
        "一要锤炼忠诚品格，自觉地绷紧对党忠诚这根弦。",
        _("按期开展的组织生活 ÷ 应开展的组织生活（主题党日、党员大会、组织生活会、党课等任务）"), "party_life",
    ),
    Measure(
        "loyal-2", Type.LOYAL, _("坚定政治方向"),
        "完善机关党组、专委会分党组经常性学习制度，及时跟进学习。",
        _("有理论学习或党课的季度 ÷ 已过去的季度"), "study", 3,
    ),
    Measure(
        "loyal-3", Type.LOYAL, _("请示报告和决策督查"),
        "严格执行重大事项及时请示报告制度，机关党组定期向市政协党组汇报工作，建立市政协党组重大决策部署贯彻落实督查机制。",
        _("按期请示报告、按期办结的督办事项 ÷ 到期的请示报告和督办事项"), "reporting",
    ),
    Measure(
        "harmony-1", Type.HARMONY, _("相互体谅包容"),
        "在工作中要相互取长补短、理解尊重，求同存异、体谅包容，真正把精力和心思用到工作上。",
        _("本单位今年为减少推诿、方便协作做了什么？写事不写人。"),
    ),
    Measure(
        "harmony-2", Type.HARMONY, _("加强配合协作"),
        "特别是一些重点工作、重大活动，更要加强统筹协调，群策群力、齐抓共管，互相拾遗补缺，不推诿、不扯皮，不等不靠，齐心协力把工作做好。",
        _("与其他单位会办并按期报告的事项 ÷ 到期的会办事项"), "joint",
    ),
    Measure(
        "harmony-3", Type.HARMONY, _("加大关心关爱"),
        "丰富机关文体活动，加大困难职工慰问帮扶力度，增强干部荣誉感、归属感、获得感。",
        _("有关心关爱活动的季度 ÷ 已过去的季度（只记日期、种类和单位）"), "care", 3,
    ),
    Measure(
        "learning-1", Type.LEARNING, _("多学习、善学习"),
        "一要在多学习、善学习上下功夫。要聚焦政协工作，突出学习重点。",
        _("已举行的学习场次 ÷ 已到日期的学习场次"), "lessons",
    ),
    Measure(
        "learning-2", Type.LEARNING, _("搭建平台、组织引导"),
        "抓实委员读书、委员讲堂、专题讲座、支部学习等学习载体，拓展提升“求是讲堂”、“求是书房”等平台品牌。",
        _("有学习载体活动的季度 ÷ 已过去的季度"), "carriers", 3,
    ),
    Measure(
        "learning-3", Type.LEARNING, _("学用结合、学以致用"),
        "以学习推动政协工作探索实践，以工作成效检验学习成果，真正做到知行合一、学用相长。",
        _("引出调研、提案等工作成果的学习活动 ÷ 已举行的学习活动"), "applied",
    ),
    Measure(
        "work-1", Type.WORK, _("工作谋划要实"),
        "厘清落实内容，优化推进序时，高质量完成好每一项任务、落实好每一项部署。",
        _("责任人明确并已接收的任务 ÷ 到期任务"), "owned",
    ),
    Measure(
        "work-2", Type.WORK, _("确保执行到位"),
        "二要凝聚团队力量，确保执行到位。",
        _("已完成的任务 ÷ 到期任务"), "carried",
    ),
    Measure(
        "work-3", Type.WORK, _("激励约束要实"),
        "突出质量导向，牢记“细节决定成败”，把工作要求具体落实到每一个细微处。",
        _("按期完成的任务 ÷ 已完成的任务"), "in_time",
    ),
    Measure(
        "innovation-1", Type.INNOVATION, _("树立前列意识"),
        "要不断对标全国发达省市政协工作，拉高标杆，勇于探索。",
        _("已落实的对标举措 ÷ 到期的对标举措"), "benchmarks",
    ),
    Measure(
        "innovation-2", Type.INNOVATION, _("突出数字变革"),
        "在统建上重规范，在特色上创亮点，在运用上求实效。",
        _("凭平台内记录完成的任务 ÷ 已完成的任务（看办成的工作，不看登录）"), "here",
    ),
    Measure(
        "innovation-3", Type.INNOVATION, _("鼓励工作创新"),
        "要加强对各种履职方式、平台载体、资源力量的统筹整合，综合运用视察调研、协商议政、民主监督、提案办理、凝聚共识等履职载体。",
        _("党建与履职结合的活动 ÷ 可以结合的活动（不含法定会议和学习）"), "fused",
    ),
    Measure(
        "integrity-1", Type.INTEGRITY, _("层层传导压力"),
        "政协虽然是“清水衙门”，但同样存在廉政风险点。全面落实“一岗双责”主体责任，加强机关党风廉政建设。",
        _("按期复查的岗位风险点 ÷ 到期复查的岗位风险点"), "risks",
    ),
    Measure(
        "integrity-2", Type.INTEGRITY, _("严守底线红线"),
        "严格遵守党章党规党纪，严格执行中央八项规定及其实施细则精神。",
        _("已作出的廉政提醒和教育 ÷ 到期的廉政提醒和教育"), "cautions",
    ),
    Measure(
        "integrity-3", Type.INTEGRITY, _("培育良好家风"),
        "带头抓好家风，做好家庭角色，清风传家、严以治家，以良好家风助推清廉机关建设。",
        _("本单位今年开展了什么家风教育？只写单位的活动，不写任何人的家庭情况。"),
    ),
)  # fmt: skip
BY_CODE = {measure.code: measure for measure in MEASURES}


class Level(models.IntegerChoices):
    """The answer to what is asked, as it counts on the scale of 100."""

    NONE = 0, _("还没有做")
    BEGUN = 40, _("刚起步")
    UNDERWAY = 70, _("正在做")
    SETTLED = 100, _("已成常态")


def of_type(kind: str) -> tuple[Measure, ...]:
    """The three measures of a type."""
    return tuple(measure for measure in MEASURES if measure.type == kind)

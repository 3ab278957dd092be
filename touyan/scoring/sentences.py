"""Chinese sentences for rules and amounts."""

from __future__ import annotations

from touyan.scoring.fields import Rule
from touyan.scoring.model import ONE, Compare, Of, Test

FACT_RULES = {
    Rule.COUNTED: "全部计入",
    Rule.SHARED: "按署名折算计入",
    Rule.NO_RATE: "分值表中没有对应的一行，不计分",
    Rule.REFUSED: "评分超出规定幅度，未计入，请核对",
    Rule.INCOMPLETE: "缺少署名次序或署名人数，未计入，请补全",
    Rule.NOT_ENTITLED: "按规定该署名次序不计分",
    Rule.ALREADY: "往年已计，不重复计",
    Rule.LOWER: "同一事项已按另一条记录计入，不重复计",
    Rule.EXCLUSIVE: "同一事项已在其他条款计入，不重复计",
}


def points(amount: int) -> str:
    """An amount of 1/10,000 as a decimal without needless zeros."""
    whole, rest = divmod(abs(amount), ONE)
    text = f"{whole}.{rest:04d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if amount < 0 else text


def test_text(title: str, test: Test, actual: int) -> str:
    """What a test asks for and what there is."""
    asked = "至少" if test.compare is Compare.AT_LEAST else "至多"
    unit = "分" if test.of is Of.POINTS else ""
    return f"{title}{asked} {points(test.amount)}{unit}，实际 {points(actual)}{unit}"


def node_rule(rule: Rule, change: int, after: int, limit: int | None, why: str) -> str:
    """One step that changed a clause or section. `after` is the value behind it, without sign."""
    size = points(abs(change))
    templates = {
        Rule.SHAPE: f"按{why}计为 {points(after)} 分",
        Rule.REQUIRES: f"未满足附带条件，不计分，减去 {size} 分",
        Rule.WAIVER: f"符合豁免条件，定为 {points(after)} 分",
        Rule.CAP: f"封顶 {points(limit or 0)} 分，超出的 {size} 分不计",
        Rule.FLOOR: f"最低为 {points(limit or 0)} 分，补回 {size} 分",
        Rule.UNCOUNTED: "仅供计算，不计入合计",
        Rule.START: f"起始分 {points(change)} 分",
        Rule.HIGHEST_ONLY: f"各项只取最高一项，其余 {size} 分不计",
        Rule.CEILING: f"总额以 {points(limit or 0)} 分为限，超出的 {size} 分不计",
        Rule.WEIGHT: f"按权重折算为 {points(after)} 分",
        Rule.ROUNDING: f"按规定取整为 {points(after)} 分",
    }
    return templates[rule]


SHAPES = {
    "Sum": "逐项累加",
    "Once": "“只计一次、取最高”的规定",
    "Flat": "基础分",
    "Reach": "“达到规定数量”的规定",
    "FromNth": "“超出部分起计”的规定",
    "Ordinal": "逐次分值",
    "Target": "“目标数量增减”的规定",
    "Steps": "档次",
    "Proportion": "比例",
    "Mean": "各期平均",
    "Rank": "名次",
    "RatioToBest": "与最好者之比",
    "LastN": "末位名次",
    "AgainstMean": "与平均数的差",
    "Ballot": "测评票",
    "Panel": "评委评分",
    "Imported": "引用的外部结果",
}

"""A small scheme as text, and pieces to put into it."""

from __future__ import annotations

HEAD = """\
文件: 某市政协委员考评办法
各方案:
  - 方案: 委员
    制定单位: 某市政协
    版本: 2017年
    有效期: 2017 年度
    条款: 第一条
    原文: 委员履职量化考核按百分制计分。
    通则:
      项目: {性质: 得分, 多人署名: 按分值表, 同一事项: 只计最高, 计数: 按件, 往年已计: 不再计, 封顶: 不封顶, 最低: 不设, 取整: 不另取整}
      部分: {合成: 相加, 扣分前封顶: 不封顶, 扣分后最低: 0, 扣分后封顶: 100, 取整: 四舍五入到0.01}
      统计: {计数: 按件, 同一事项: 只计一次}
    考评对象: {对象类别: 委员}
    考评周期: 2017 年度
    迟报: 按发生日期
    中途任职: 按全年要求
"""
TALLIES = """\
    统计:
      - {统计: 全会出席, 条款: 第二条, 原文: 出席全体会议, 条件: {类别: 全体会议, 结果不是: 请假}}
"""
TOTAL = """\
    总分:
      部分: 总分
      条款: 第三条
      原文: 各项得分相加。
      组成:
        - 项目: 提案
          条款: 第三条（一）
          原文: 提交提案一件，第一提案人20分，联名人15分。
          条件: {类别: 提案, 环节: 立案}
          分值:
            - {档: 第一提案人, 情形: {身份: 第一提案人}, 得分: 20}
            - {档: 联名人, 情形: {身份: 联名人}, 得分: 15}
          计分: 只计一次
"""
TAIL = """\
    定等依据: 取整后的总分
    等次:
      - {等次: 优秀, 达到: 90}
      - {等次: 合格, 达到: 不限}
"""
SMALL = HEAD + TALLIES + TOTAL + TAIL


def clause(**words: str) -> str:
    """SMALL with one more clause that says these words."""
    lines = {"项目": "另", "条款": "第四条", "原文": "另一项。", **words}
    body = "\n".join(f"          {word}: {value}" for word, value in lines.items())
    return HEAD + TALLIES + TOTAL + "        - " + body.lstrip() + "\n" + TAIL


def scheme(**words: str) -> str:
    """SMALL with further words of the scheme."""
    return SMALL + "".join(f"    {word}: {value}\n" for word, value in words.items())

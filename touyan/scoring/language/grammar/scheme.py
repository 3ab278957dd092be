"""The scheme and the document."""

from __future__ import annotations

from typing import Any

from touyan.scoring.language import references, silent
from touyan.scoring.language.forms import Field, Form, Only, check_words
from touyan.scoring.language.grammar.grades import ALERT, CONSEQUENCE, GATE, GRADE, QUOTA, VETO
from touyan.scoring.language.grammar.nodes import CLAUSE, SECTION, TALLY, Defined
from touyan.scoring.language.grammar.terms import BASIS_INLINE, SUBJECT_CONDITION, title
from touyan.scoring.language.grammar.units import EXCLUSIVE, Keyed
from touyan.scoring.language.kinds import Choice, Day, Days, Key, Many, Or, Plain, Text
from touyan.scoring.language.problems import Mark
from touyan.scoring.language.reading import Failed, Names, Reading
from touyan.scoring.language.tree import Listing, Scalar, Table, Tree
from touyan.scoring.model import Document, GradeOn, Joiners, Late, LateRule, Scheme, SignedException
from touyan.scoring.tongues import Both

_CUT = Only(
    "rule",
    lambda rule: rule is not Late.BY_DAY,
    Both("“办法: 截止后不计”或“结转下年”", "「办法: 截止后不计」 or 「结转下年」"),
)
_CARRY = Only("rule", lambda rule: rule is Late.CARRY, Both("“办法: 结转下年”", "「办法: 结转下年」"))
_LATE = Form(
    LateRule,
    "迟报",
    (
        Field(
            "办法",
            "rule",
            Choice({"按发生日期": Late.BY_DAY, "截止后不计": Late.DROP, "结转下年": Late.CARRY}),
            question=Both("过了截止日才报来的怎么办", "records that arrive after the cut-off"),
        ),
        Field("本年截止", "cutoff", Or(Day(), "不限"), only=_CUT),
        Field("上年截止", "since", Or(Day(), "不限"), only=_CARRY),
        Field("最早日期", "earliest", Or(Day(), "不限"), only=_CARRY),
    ),
)


class LateKind:
    """A rule for late records; 按发生日期 alone needs no dates."""

    words_possible = ("按发生日期", "截止后不计", "结转下年")

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if isinstance(node, Scalar):
            node = Table(node.mark, {"办法": node}, {"办法": node.mark})
        return _LATE.read(node, at, word)

    def write(self, value: LateRule) -> Plain:
        found = _LATE.fill(value)
        return found["办法"] if len(found) == 1 else found

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"const": "按发生日期"}, _LATE.schema()]}


EXCEPTION = Form(
    SignedException,
    "例外",
    (
        Field("例外", "finding", Text(100)),
        Field("项目", "node", Text(100)),
        Field("签批人", "by", Text(100)),
        Field("日期", "on", Day()),
        Field("理由", "reason", Text()),
    ),
    head="例外",
)

SCHEME = Form(
    Scheme,
    "方案",
    (
        Field("方案", "key", Key()),
        title(),
        Field("制定单位", "body", Text(200)),
        Field("版本", "version", Text(100)),
        Field("有效期", "valid", Days()),
        Field("替代", "replaces", Or(Text(100), "无"), absent=None),
        BASIS_INLINE,
        Field("考评对象", "subjects", SUBJECT_CONDITION),
        Field("考评周期", "window", Days()),
        Field(
            "迟报",
            "late",
            LateKind(),
            question=Both("过了截止日才报来的怎么办", "records that arrive after the cut-off"),
        ),
        Field(
            "中途任职",
            "joiners",
            Choice({"按全年要求": Joiners.AS_FULL, "按月折算": Joiners.PRO_RATA, "不评等次": Joiners.EXEMPT}),
            question=Both("年度中途到任的怎么办", "subjects present for only a part of the year"),
        ),
        Field("统计", "tallies", Many(Defined(TALLY, "tally")), absent=()),
        Field("总分", "total", Defined(SECTION, "section")),
        Field("不重复", "exclusives", Keyed(EXCLUSIVE), absent=()),
        Field(
            "定等依据",
            "grade_on",
            Choice({"取整后的总分": GradeOn.ROUNDED, "取整前的总分": GradeOn.EXACT}),
            question=Both("先取整再定等次，还是先定等次再取整", "grade on the rounded total or on the exact one"),
        ),
        Field("等次", "grades", Keyed(GRADE), absent=()),
        Field("门槛", "gates", Keyed(GATE), absent=()),
        Field("否决", "vetoes", Keyed(VETO), absent=()),
        Field("名额", "quotas", Many(QUOTA), absent=()),
        Field("提示线", "alerts", Keyed(ALERT), absent=()),
        Field("结果运用", "consequences", Keyed(CONSEQUENCE), absent=()),
        Field("例外", "exceptions", Many(EXCEPTION), absent=()),
    ),
    head="方案",
)
GENERAL = "通则"
GENERAL_FORMS = {form.label: form for form in (CLAUSE, SECTION, TALLY)}


class SchemeKind:
    """A scheme: its 通则 first, then its parts, then every key that was named."""

    head = SCHEME.head

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        at.general, at.names = {}, Names()
        if not isinstance(node, Table):
            return at.report(node.mark, "expected_table", word=word)
        with at.inside(SCHEME.name_of(node, word)):
            check_words(node, at, (GENERAL, *SCHEME.words))
            if GENERAL in node.entries:
                read_general(node.entries[GENERAL], at)
            found = SCHEME.build(node, at)
            at.names.grades.update(grade_marks(node.entries.get("等次")))
            references.check(at)
            if isinstance(found, Scheme):
                silent.check(found, at)
        key = node.entries.get(SCHEME.head)
        name = key.text.strip() if isinstance(key, Scalar) else ""
        at.lines.update({(name, node_key): named.mark for node_key, named in at.names.nodes.items()})
        at.lines[name, ""] = node.mark
        return found

    def write(self, value: Scheme) -> Plain:
        return SCHEME.write(value)

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/scheme"}


def grade_marks(node: Tree | None) -> dict[str, Mark]:
    """The grades a scheme names, with their places."""
    items = node.items if isinstance(node, Listing) else []
    heads = [item.entries.get(GRADE.head) for item in items if isinstance(item, Table)]
    return {head.text.strip(): head.mark for head in heads if isinstance(head, Scalar)}


def general_fields(form: Form) -> dict[str, Field]:
    """The fields of a construct that 通则 may settle for all."""
    return {item.word: item for item in form.fields if isinstance(item, Field) and item.general}


def read_general(node: Tree, at: Reading) -> None:
    """Keeps what the scheme says once for all; each wrong value is listed once."""
    if not isinstance(node, Table):
        at.report(node.mark, "expected_table", word=GENERAL)
        return
    with at.inside(GENERAL):
        check_words(node, at, tuple(GENERAL_FORMS))
        for label, part in node.entries.items():
            fields = general_fields(GENERAL_FORMS[label]) if label in GENERAL_FORMS else {}
            if not isinstance(part, Table):
                at.report(part.mark, "expected_table", word=label)
                continue
            with at.inside(label):
                check_words(part, at, tuple(fields))
                for word in fields.keys() & part.entries.keys():
                    value = fields[word].kind.read(part.entries[word], at, word)
                    at.general[label, word] = value if isinstance(value, Failed) else part.entries[word]


DOCUMENT = Form(
    Document,
    "文件",
    (
        Field("文件", "title", Text(200)),
        Field("各方案", "schemes", Keyed(SchemeKind(), least=1, most=100)),
    ),
    head="文件",
)

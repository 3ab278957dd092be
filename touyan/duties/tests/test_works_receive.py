"""What another system's interface answers is received as a list: checked, mapped, and booked by nobody but a person."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from touyan.core.errors import Refused
from touyan.duties import importing
from touyan.duties.models import Work, WorkImport
from touyan.duties.records_json import list_of
from touyan.organizations.tests.cast import Cast

PROPOSAL: dict[str, Any] = {
    "编号": "P1", "题目": "关于助餐的提案", "类别": "提案", "提交日期": "2026-03-01", "作者": ["张三", "李四"],
}  # fmt: skip


def received(cast: Cast, tmp_path: Path, answer: object, *, unit: str = "", username: str = "staff") -> str:
    file, out = tmp_path / "answer.json", io.StringIO()
    file.write_text(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False), "utf-8")
    named = {"username": username, "unit": unit or cast.city.name, "source": "提案系统"}
    call_command("works_receive", str(file), stdout=out, **named)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_an_answer_waits_to_be_booked(cast: Cast, tmp_path: Path) -> None:
    bad = PROPOSAL | {"编号": "P2", "提交日期": "2026-13-01"}
    said = received(cast, tmp_path, {"code": 0, "data": {"total": 2, "records": [PROPOSAL, bad]}})
    [one] = WorkImport.objects.all()
    assert (one.state, one.fresh, one.refused, one.account_id) == ("checked", 1, 1, cast.staff.account_id)
    assert "第 3 行 提交日期" in said
    assert not Work.objects.exists()
    importing.list_take(actor=cast.staff, one=one)
    [work] = Work.objects.all()
    assert sorted(work.records.values_list("person__name", flat=True)) == ["张三", "李四"]


@pytest.mark.django_db(transaction=True)
def test_headings_of_a_source_are_mapped_once(cast: Cast, tmp_path: Path) -> None:
    foreign = {"no": "P1", "subject": "关于助餐的提案", "type": "提案", "filed": "2026-03-01", "signers": "张三"}
    received(cast, tmp_path, [foreign])
    one = WorkImport.objects.get()
    assert (one.state, one.headings) == ("mapping", list(foreign))
    keys = ("number", "title", "kind", "day", "authors")
    importing.mapping_keep(actor=cast.staff, one=one, headings=dict(zip(foreign, keys, strict=True)))
    assert "新 1" in received(cast, tmp_path, [foreign])


@pytest.mark.django_db(transaction=True)
def test_who_may_and_where(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="0 个"):
        received(cast, tmp_path, [PROPOSAL], unit="没有这个单位")
    with pytest.raises(CommandError, match=r"权限|无权"):
        received(cast, tmp_path, [PROPOSAL], username="east")
    with pytest.raises(CommandError, match="没有可用的账号"):
        call_command("works_receive", "-", username="nobody", unit=cast.city.name, source="提案系统")
    with pytest.raises(CommandError, match="读不到"):
        call_command("works_receive", str(tmp_path / "none"), username="staff", unit="甲", source="乙")
    assert not WorkImport.objects.exists()


def test_one_record_a_line() -> None:
    lines = "\n".join(json.dumps(PROPOSAL | {"编号": f"P{n}"}, ensure_ascii=False) for n in (1, 2))
    assert list_of(lines.encode()).decode("utf-8-sig").splitlines()[1:] == [
        f"P{n},关于助餐的提案,提案,2026-03-01,张三、李四" for n in (1, 2)
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("<html>请登录</html>", "不是 JSON：第 1 行第 1 个字符"),
        ('[{"编号": "P1"}, 7]', "第 2 条不是记录"),
        ('[{"编号": {"前": 1}}]', "第 1 条的“编号”"),
        ('[{"分": 1.5}]', "第 1 条的“分”"),
        ('{"编号": "P1"}\n{"编号": ', "第 2 行不是完整的一条记录"),
        ("[]", "没有读到记录"),
        ('{"code": 401}', "没有读到记录"),
        ("[" * 100_000, "嵌套过深"),
    ],
)
def test_what_cannot_be_a_list_is_said(answer: str, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        list_of(answer.encode())
    assert said in str(refusal.value.message)


def test_other_encodings_and_endless_answers_are_refused() -> None:
    with pytest.raises(Refused, match="UTF-8"):
        list_of('[{"编号": "一"}]'.encode("gb18030"))
    with pytest.raises(Refused, match="64 MB"):
        list_of(b" " * (64 * 1024 * 1024 + 1))

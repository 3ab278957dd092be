"""The command line: each command works, says what is wrong, and ends with the right code."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from touyan.scoring import schemes
from touyan.scoring.cli import arguments, main
from touyan.scoring.cli.progress import Bar

SCHEME = Path(schemes.__file__).parent / "hubei-guangshui.yaml"
FACTS = """记录编号,考评对象,类别,环节,身份,日期
1,1,提案,立案,第一作者,2017-03-01
2,1,社情民意信息,提交,,2017-03-02
3,2,提案,立案,共同作者,2017-05-01
4,9,提案,立案,共同作者,2017-05-01
5,2,提案,,,2030-05-01
"""
PEOPLE = "考评对象,对象类别,职务,分组\n" + "".join(f"{n},委员,委员,甲\n" for n in range(1, 8))


@pytest.fixture
def files(tmp_path, monkeypatch):
    (tmp_path / "记录.csv").write_text(FACTS, "utf-8")
    (tmp_path / "名单.csv").write_text(PEOPLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


DATA = ["--facts", "记录.csv", "--subjects", "名单.csv", "--engine", "plain"]


def test_help_has_an_example_for_each_command(capsys):
    for name, example in arguments.EXAMPLES.items():
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert example.split()[1] in capsys.readouterr().out


def test_help_says_what_every_argument_is(capsys, monkeypatch):
    """Usage, headings and every argument in Chinese; what stands here is what people read."""
    monkeypatch.setenv("COLUMNS", "200")
    told = {}
    for name in arguments.EXAMPLES:
        with pytest.raises(SystemExit):
            main([name, "--help"])
        told[name] = capsys.readouterr().out
        assert arguments.ABOUT[name] in told[name]
        assert "用法：" in told[name]
        assert "选项" in told[name]
        assert "\n参数:" in told[name]
        assert "显示本说明" in told[name]
    for name in ("check", "run", "explain", "replay", "store"):
        for words in ("记录：.parquet .csv .xlsx 或数据目录", "名单（数据目录自带名单，可不写）", "测评票", "评委评分",
                      "外部结果", "往年结果", "计算引擎", "线程数，0 为全部", "文件", "个"):  # fmt: skip
            assert words in told[name], (name, words)
    for name, words in (("run", "结果写到这里"), ("run", "用 Spark 时的集群"), ("run", "同时写出每一分的来历"),
                        ("explain", "说明哪个对象"), ("explain", "文件里有几部细则时，说明哪一部"),
                        ("replay", "按什么分组"), ("replay", "旧细则"), ("replay", "新细则"), ("convert", "来源"),
                        ("convert", "目标"), ("store", "目录"), ("lint", "细则"), ("explain", "标识")):  # fmt: skip
        assert words in told[name], (name, words)
    with pytest.raises(SystemExit):
        main(["--help"])
    top = capsys.readouterr().out
    assert "touyan-score [-h]" in top
    assert all(words in top for words in ("头雁考评计分工具", "每个命令后加 --help", "命令", *arguments.ABOUT.values()))
    assert arguments.parser().parse_args(["run", "甲", "--facts", "乙", "--out", "丙"]).master == "local[*]"


def test_wrong_use_ends_with_two(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["run"])
    assert ended.value.code == 2


def test_check(files, capsys):
    assert main(["check", str(SCHEME)]) == 0
    assert "细则没有问题" in capsys.readouterr().out
    assert main(["check", str(SCHEME), *DATA]) == 1
    told = capsys.readouterr().out
    assert "考评对象不在名单里" in told
    assert "数据第 4 行" in told
    assert "日期不在考评期内（或在截止后入库），未计入：1 条" in told


@pytest.mark.parametrize(
    ("option", "title"),
    [("facts", "记录表"), ("subjects", "名单"), ("ballots", "测评票"), ("marks", "评委评分"), ("imported", "外部结果"),
     ("history", "往年结果")],
)  # fmt: skip
def test_a_table_that_is_something_else_is_named(files, capsys, option, title):
    Path("坏.csv").write_text("谁\n1\n", "utf-8")
    given = {"facts": "记录.csv", "subjects": "名单.csv", option: "坏.csv"}
    named = [word for name, file in given.items() for word in (f"--{name}", file)]
    assert main(["run", str(SCHEME), *named, "--engine", "plain", "--out", "结果"]) == 1
    assert f"{title}里有不认识的列 谁" in capsys.readouterr().err
    if option in ("facts", "subjects"):
        assert main(["store", "库", *named]) == 1
        assert f"{title}里有不认识的列 谁" in capsys.readouterr().err


def test_check_tells_every_problem_of_a_wrong_scheme(files, capsys):
    Path("坏.yaml").write_text("名称: 缺很多\n", "utf-8")
    assert main(["check", "坏.yaml"]) == 1
    assert "处问题" in capsys.readouterr().err


def test_lint(capsys):
    assert main(["lint", str(SCHEME)]) in (0, 1)
    assert "条意见" in capsys.readouterr().out


def test_problems_and_findings_are_told_in_english_when_asked(files, capsys):
    Path("坏.yaml").write_text("名称: 缺很多\n", "utf-8")
    assert main(["--lang", "en", "check", "坏.yaml"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("坏.yaml:1:1: 「名称」 has no meaning here; possible: ")
    assert lines[-1] == f"Problems: {len(lines) - 1}"
    assert main(["--lang", "en", "check", str(SCHEME), *DATA]) == 1
    told = capsys.readouterr().out
    assert "No problems. Schemes: 2; clauses and sections: 20" in told
    assert "The subject is not on the list; check its number or add it. Records: 1 (rows 4)" in told
    assert "came after the cut-off; not counted. Records: 1\n" in told
    assert main(["--lang", "en", "lint", str(SCHEME)]) == 0
    *told, last = capsys.readouterr().out.splitlines()
    assert last == f"Findings: {len(told)}"
    assert all(line.startswith(("[warning] ", "[note] ")) and " Source: " in line for line in told)


def test_chinese_is_the_language_unless_another_is_asked_for(files, capsys):
    assert arguments.parser().parse_args(["lint", "甲"]).lang == "zh"
    Path("坏.yaml").write_text("名称: 缺很多\n", "utf-8")
    assert main(["check", "坏.yaml"]) == main(["--lang", "zh", "check", "坏.yaml"]) == 1
    first, again = capsys.readouterr().err.split("处问题\n")[:2]
    assert first == again
    with pytest.raises(SystemExit):
        main(["--lang", "fr", "check", "坏.yaml"])


def test_a_file_that_is_not_there_is_named(files, capsys):
    assert main(["lint", "没有.yaml"]) == 1
    assert "没有.yaml" in capsys.readouterr().err


def test_run_writes_totals_refusals_and_the_trace(files, capsys):
    assert main(["run", str(SCHEME), *DATA, "--out", "结果", "--trace", "--evidence"]) == 1
    assert pq.read_table("结果/委员/totals.parquet").num_rows == 7
    assert pc.read_csv("结果/委员/totals.csv")["总分"].to_pylist()[0] is not None
    assert pc.read_csv("结果/refused.csv")["code"].to_pylist() == ["unknown_subject"]
    added = pq.read_table("结果/委员/trace").group_by("subject").aggregate([("counted", "sum")]).to_pylist()
    totals = {row["subject"]: row["total"] for row in pq.read_table("结果/委员/totals.parquet").to_pylist()}
    assert all(totals[row["subject"]] == row["counted_sum"] for row in added)
    (listed,) = Path("结果/evidence/委员").glob("subjects-*")
    assert sorted(pq.read_table(listed)["subject"].to_pylist()) == sorted(totals)
    assert main(["run", str(SCHEME), *DATA, "--out", "结果", "--engine", "spark", "--evidence"]) == 1
    assert "请改用 --trace" in capsys.readouterr().err


def test_explain_one_subject(files, capsys):
    assert main(["explain", str(SCHEME), *DATA, "--subject", "1", "--key", "委员"]) == 0
    assert "总分" in capsys.readouterr().out
    assert main(["explain", str(SCHEME), *DATA, "--subject", "77"]) == 1
    assert "不在名单里" in capsys.readouterr().err
    assert main(["explain", str(SCHEME), *DATA, "--subject", "1", "--key", "无"]) == 1


def test_replay_of_the_same_scheme_moves_nobody(files, capsys):
    from touyan.scoring.language import dump, load

    document = load(SCHEME.read_text("utf-8"), SCHEME.name).document
    one = type(document)(document.title, document.schemes[:1])
    Path("一.yaml").write_text(dump(one), "utf-8")
    assert main(["replay", "一.yaml", "一.yaml", *DATA]) == 0
    assert "甲：7 人，升 0，降 0，不变 7" in capsys.readouterr().out


def test_replay_tells_why_and_which_grades_change(files, capsys):
    from dataclasses import replace

    from touyan.scoring.language import dump, load
    from touyan.scoring.model import Flat, Grade, clauses

    document = load(SCHEME.read_text("utf-8"), SCHEME.name).document
    one = replace(document.schemes[0], grades=(Grade("优", "优秀", 600_000), Grade("良", "良好", None)))
    first = clauses(one.total)[0].key

    def richer(node):
        if hasattr(node, "children"):
            return replace(node, children=tuple(richer(child) for child in node.children))
        return replace(node, shape=Flat(900_000), cap=None, requires=(), waiver=None) if node.key == first else node

    new = replace(one, total=replace(richer(one.total), cap=None, ceiling=None))
    for name, given in (("旧.yaml", one), ("新.yaml", new)):
        Path(name).write_text(dump(type(document)(document.title, (given,))), "utf-8")
    Path("名单.csv").write_text(PEOPLE + "".join(f"{n},委员,委员,乙\n" for n in range(11, 16)), "utf-8")
    assert main(["replay", "旧.yaml", "新.yaml", *DATA]) == 0
    told = capsys.readouterr().out
    assert "影响 7 人" in told
    assert "影响 5 人" in told
    assert "等次" in told.splitlines()[-1]


def test_the_hand_cases_of_a_scheme(files, capsys):
    assert main(["test", str(SCHEME)]) == 0
    assert "全部通过" in capsys.readouterr().out
    cases = SCHEME.with_suffix(".test.yaml").read_text("utf-8")
    Path(SCHEME.name).write_text(SCHEME.read_text("utf-8"), "utf-8")
    import re

    wrong = re.sub(r"总分: \d+(\.\d+)?", "总分: 999", cases, count=1)
    Path(SCHEME.name).with_suffix(".test.yaml").write_text(wrong, "utf-8")
    assert main(["test", SCHEME.name]) == 1
    assert "1 例不符" in capsys.readouterr().out


def test_check_of_facts_without_a_fault(files, capsys):
    lines = FACTS.splitlines()
    Path("记录.csv").write_text("\n".join(lines[:4]) + "\n", "utf-8")
    assert main(["check", str(SCHEME), *DATA]) == 0


def test_spark_is_handed_what_was_asked_for(files, capsys, monkeypatch):
    asked = []
    fake = SimpleNamespace(run_on_spark=lambda *given: asked.append(given) or 0)
    monkeypatch.setitem(sys.modules, "touyan.scoring.cli.on_spark", fake)
    assert (
        main(
            [
                "run",
                str(SCHEME),
                "--facts",
                "记录.parquet",
                "--subjects",
                "名单.csv",
                "--engine",
                "spark",
                "--out",
                "果",
            ]
        )
        == 0
    )
    ((plans, options, subjects, _tables, out),) = asked
    assert next(plan.scheme.key for plan in plans) == "委员"
    assert (options.master, subjects.num_rows, out) == ("local[*]", 7, Path("果"))


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="pyspark 已安装")
def test_without_spark_its_engine_is_asked_for(files, capsys):
    assert (
        main(
            [
                "run",
                str(SCHEME),
                "--facts",
                "记录.parquet",
                "--subjects",
                "名单.csv",
                "--engine",
                "spark",
                "--out",
                "果",
            ]
        )
        == 1
    )
    assert "touyan[spark]" in capsys.readouterr().err


def test_convert_there_and_back(files, capsys):
    assert main(["convert", str(SCHEME), "细则.xlsx"]) == 0
    assert main(["convert", "细则.xlsx", "细则.yaml"]) == 0
    assert main(["check", "细则.yaml"]) == 0
    assert main(["convert", str(SCHEME), "细则.txt"]) == 1


def test_a_store_folder_serves_instead_of_facts(files, capsys):
    assert main(["store", "库", *DATA]) == 1
    assert main(["run", str(SCHEME), "--facts", "库", "--out", "结果", "--engine", "plain"]) == 0
    facts = Path("记录.csv").read_text("utf-8").replace("4,9,", "4,2,")
    Path("记录.csv").write_text(facts, "utf-8")
    from touyan.scoring import fields
    from touyan.scoring.people import read_table

    pq.write_table(read_table("记录.csv", fields.FACTS, "记录"), "记录.parquet")
    assert main(["store", "库二", "--facts", "记录.parquet", "--subjects", "名单.csv"]) == 0
    assert main(["run", str(SCHEME), "--facts", "库二", "--out", "结果二", "--engine", "plain"]) == 0


def test_a_missing_list_is_asked_for(files, capsys):
    assert main(["run", str(SCHEME), "--facts", "记录.csv", "--out", "结果"]) == 1
    assert "--subjects" in capsys.readouterr().err


def test_the_bar_is_drawn_ten_times_a_second_at_most(capsys, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    drawn = []
    for draw in (lambda bar: bar(1, 2), lambda bar: bar.rows(1)):
        bar = Bar("计分")
        for clock[0] in (0.09, 0.1, 0.19, 0.25):
            draw(bar)
            drawn.append(capsys.readouterr().err != "")
    assert drawn == [False, True, False, True] * 2


def test_the_bar_is_silent_unless_watched(capsys, monkeypatch):
    with Bar("计分") as bar:
        bar(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Bar("计分") as bar:
        bar(1, 2)
        bar(2, 2)
        bar.last = 0.0
        bar.rows(7)
    told = capsys.readouterr().err
    assert "2/2" in told
    assert "7 条" in told


def test_a_file_that_cannot_be_used_is_named_with_what_to_do(files, capsys):
    assert main(["check", "没有.yaml"]) == 1
    assert "找不到文件“没有.yaml”，请核对路径和文件名" in capsys.readouterr().err
    assert main(["--lang", "en", "check", "没有.yaml"]) == 1
    assert "There is no file “没有.yaml”" in capsys.readouterr().err
    assert main(["check", str(files)]) == 1
    assert "是不是文件夹" in capsys.readouterr().err

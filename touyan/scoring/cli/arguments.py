"""The command line: arguments, and which command they start. Heavy parts load with the command.

Exit codes: 0 fine, 1 something was found (problems, refusals, failed cases), 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

EXAMPLES = {
    "check": "例：touyan-score check 细则.yaml --facts 记录.xlsx --subjects 名单.xlsx",
    "lint": "例：touyan-score lint 细则.yaml（touyan-score --lang en lint 细则.yaml 用英文）",
    "run": "例：touyan-score run 细则.yaml --facts 记录.parquet --subjects 名单.csv --out 结果 --trace",
    "explain": "例：touyan-score explain 细则.yaml --facts 记录.csv --subjects 名单.csv --subject 17",
    "replay": "例：touyan-score replay 旧细则.yaml 新细则.yaml --facts 记录.csv --subjects 名单.csv --by group",
    "test": "例：touyan-score test 细则.yaml（读取旁边的 细则.test.yaml）",
    "convert": "例：touyan-score convert 细则.yaml 细则.xlsx（反向亦可）",
    "store": "例：touyan-score store 数据目录 --facts 记录.parquet --subjects 名单.csv",
}
ABOUT = {
    "check": "检查细则能否运行；给了记录就连记录一起检查",
    "lint": "按公开规定和写法常识审读细则",
    "run": "计分，结果写成 Parquet 和 CSV",
    "explain": "逐条说明一个对象的得分",
    "replay": "比较两版细则：哪些组会变、为什么（不出现姓名）",
    "test": "运行细则旁边的手算例",
    "convert": "YAML 与 Excel 互转",
    "store": "把大批记录整理成数据目录，供反复计分",
}


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with Chinese headings."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        super().add_usage(usage, actions, groups, prefix or "用法：")


def _command(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=ABOUT[name], description=ABOUT[name], epilog=EXAMPLES[name], formatter_class=Help, add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    parser._optionals.title, parser._positionals.title = "选项", "参数"
    return parser


def _facts(
    parser: argparse.ArgumentParser, required: bool = True, engines: tuple[str, ...] = ("compiled", "plain")
) -> None:
    parser.add_argument("--facts", required=required, metavar="文件", help="记录：.parquet .csv .xlsx 或数据目录")
    parser.add_argument("--subjects", metavar="文件", help="名单（数据目录自带名单，可不写）")
    for name, title in (
        ("ballots", "测评票"),
        ("marks", "评委评分"),
        ("imported", "外部结果"),
        ("history", "往年结果"),
    ):
        parser.add_argument(f"--{name}", metavar="文件", help=title)
    parser.add_argument("--engine", choices=engines, default="compiled", help="计算引擎")
    parser.add_argument("--threads", type=int, default=0, metavar="个", help="线程数，0 为全部")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        "touyan-score", description="头雁考评计分工具", formatter_class=Help, add_help=False,
        epilog="每个命令后加 --help 看说明和例子",
    )  # fmt: skip
    top.add_argument("-h", "--help", action="help", help="显示本说明")
    top.add_argument(
        "--lang", choices=("zh", "en"), default="zh", metavar="zh|en", help="问题和意见用什么文字：zh 中文，en 英文"
    )
    top._optionals.title = "选项"
    commands = top.add_subparsers(dest="command", required=True, metavar="命令", title="命令")
    check = _command(commands, "check")
    check.add_argument("scheme", metavar="细则")
    _facts(check, required=False)
    lint = _command(commands, "lint")
    lint.add_argument("scheme", metavar="细则")
    run = _command(commands, "run")
    run.add_argument("scheme", metavar="细则")
    _facts(run, engines=("compiled", "plain", "spark"))
    run.add_argument("--out", required=True, metavar="目录", help="结果写到这里")
    run.add_argument("--master", default="local[*]", metavar="地址", help="用 Spark 时的集群，如 spark://主机:7077")
    run.add_argument("--trace", action="store_true", help="同时写出每一分的来历")
    run.add_argument("--evidence", action="store_true", help="边计分边写出全员来历的紧凑文件，全国规模用它")
    explain = _command(commands, "explain")
    explain.add_argument("scheme", metavar="细则")
    _facts(explain)
    explain.add_argument("--subject", type=int, required=True, metavar="编号", help="说明哪个对象")
    explain.add_argument("--key", metavar="标识", help="文件里有几部细则时，说明哪一部")
    replay = _command(commands, "replay")
    replay.add_argument("old", metavar="旧细则")
    replay.add_argument("new", metavar="新细则")
    _facts(replay)
    replay.add_argument("--by", default="group", metavar="属性", help="按什么分组，可用逗号并列，如 group,role")
    test = _command(commands, "test")
    test.add_argument("schemes", nargs="+", metavar="细则")
    convert = _command(commands, "convert")
    convert.add_argument("source", metavar="来源")
    convert.add_argument("target", metavar="目标")
    store = _command(commands, "store")
    store.add_argument("target", metavar="目录")
    _facts(store)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    options = parser().parse_args(arguments)
    from touyan.scoring.cli import commands

    act: Callable[[argparse.Namespace], int] = getattr(commands, f"do_{options.command}")
    try:
        return act(options)
    except (ValueError, KeyError, OSError) as error:
        print(_said(error, options.lang), file=sys.stderr)
        return 1


def _said(error: Exception, language: str) -> str:
    """What went wrong, in words; of a file its path and what to do."""
    from touyan.scoring.cli import texts

    if isinstance(error, OSError) and error.filename is not None:
        told = texts.NO_FILE if isinstance(error, FileNotFoundError) else texts.CLOSED_FILE
        return told.of(language).format(path=error.filename)
    return str(error.args[0] if isinstance(error, KeyError) and error.args else error)

"""What each command does: read, call the library, print; 0 fine, 1 something was found."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc

from touyan.scoring import fields
from touyan.scoring.audit import audit
from touyan.scoring.cli import texts
from touyan.scoring.cli.progress import Bar
from touyan.scoring.disk import cluster_files, open_store, save
from touyan.scoring.explain import Explainer
from touyan.scoring.facts import MESSAGES, check
from touyan.scoring.language import lint, load
from touyan.scoring.model import Document
from touyan.scoring.office import Tables
from touyan.scoring.people import read_table
from touyan.scoring.plan import Plan, compile
from touyan.scoring.replay import replay
from touyan.scoring.result import Result
from touyan.scoring.run import run_all
from touyan.scoring.sentences import points
from touyan.scoring.store import Store, cluster
from touyan.scoring.tongues import LISTED, NONE
from touyan.scoring.trace import write_trace

SHOWN = 20


def _document(path: str, language: str) -> Document:
    """The document in a scheme file. Raises ValueError with every problem of it."""
    from touyan.scoring.language.books import load_book

    file = Path(path)
    if file.suffix.lower() == ".xlsx":
        loaded = load_book(file.read_bytes(), file.name)
    else:
        loaded = load(file.read_text("utf-8"), file.name)
    if loaded.document is None:
        count = texts.PROBLEMS.filled({"count": len(loaded.problems)})
        raise ValueError("\n".join([*(one.told(language) for one in loaded.problems), count.of(language)]))
    return loaded.document


def _tables(options: argparse.Namespace) -> Tables:
    def one(name: str, columns: tuple[fields.Column, ...], title: str) -> pa.Table | None:
        path = getattr(options, name)
        return None if path is None else read_table(path, columns, title)

    return Tables(
        one("ballots", fields.BALLOTS, "测评票"),
        one("marks", fields.MARKS, "评委评分"),
        one("imported", fields.IMPORTED, "外部结果"),
        one("history", fields.HISTORY, "往年结果"),
    )


def _subjects(options: argparse.Namespace) -> pa.Table:
    if options.subjects is None:
        raise ValueError("请用 --subjects 给出名单")
    return read_table(options.subjects, fields.SUBJECTS, "名单")


def _store(options: argparse.Namespace) -> tuple[Store, pa.Table | None]:
    """The store, and the rows refused on the way (None for a store folder)."""
    if Path(options.facts).is_dir():
        return open_store(options.facts), None
    subjects = _subjects(options)
    checked = check(read_table(options.facts, fields.FACTS, "记录表"), subjects)
    return cluster(checked.table, subjects), checked.problems


def _print_problems(problems: pa.Table, language: str) -> None:
    counts = Counter(problems["code"].to_pylist())
    for code, number in counts.items():
        rows = [row for row, own in zip(problems["row"].to_pylist(), problems["code"].to_pylist(), strict=True)
                if own == code]  # fmt: skip
        listed = LISTED.of(language).join(str(row + 1) for row in rows[:SHOWN])
        facts = {
            "message": MESSAGES[code],
            "count": number,
            "rows": listed,
            "more": texts.MORE if number > SHOWN else NONE,
        }
        print(texts.REFUSED_ROWS.filled(facts).of(language))


def _run(
    options: argparse.Namespace, plans: tuple[Plan, ...], store: Store, keep: str, evidence: Path | None = None
) -> dict[str, Result]:
    with Bar("计分") as bar:
        return run_all(
            plans,
            store,
            tables=_tables(options),
            engine=options.engine,
            threads=options.threads,
            keep=keep,
            progress=bar,
            evidence=evidence,
        )


def do_check(options: argparse.Namespace) -> int:
    """Problems of a scheme, and of facts if given."""
    plans = compile(_document(options.scheme, options.lang))
    nodes = sum(len(plan.nodes) for plan in plans)
    print(texts.SOUND.filled({"plans": len(plans), "nodes": nodes}).of(options.lang))
    if options.facts is None:
        return 0
    store, problems = _store(options)
    found = 0
    if problems is not None and problems.num_rows:
        _print_problems(problems, options.lang)
        found = 1
    for plan in plans:
        result = _run(options, (plan,), store, "total")[plan.scheme.key]
        for finding in audit(result):
            facts = {"scheme": plan.scheme.title, "message": finding.message, "count": finding.count}
            print(texts.NOT_COUNTED.filled(facts).of(options.lang))
            found = 1
    return found


def do_lint(options: argparse.Namespace) -> int:
    """Findings of the linter."""
    findings = lint(_document(options.scheme, options.lang))
    for finding in findings:
        print(finding.told(options.lang))
    said = texts.FINDINGS.filled({"count": len(findings)}) if findings else texts.NO_FINDINGS
    print(said.of(options.lang))
    return 1 if any(finding.blocks for finding in findings) else 0


def do_run(options: argparse.Namespace) -> int:
    """Totals (and the trace) into a folder."""
    plans = compile(_document(options.scheme, options.lang))
    out = Path(options.out)
    if options.engine == "spark":
        if options.evidence:
            raise ValueError("--evidence 只用于本机引擎；用 Spark 时请改用 --trace")
        try:
            from touyan.scoring.cli.on_spark import run_on_spark
        except ImportError as missing:
            raise ValueError("没有安装 Spark；请先安装可选扩展 touyan[spark]（需要 Java 17）") from missing
        return run_on_spark(plans, options, _subjects(options), _tables(options), out)
    store, problems = _store(options)
    code = 0
    if problems is not None and problems.num_rows:
        _print_problems(problems, options.lang)
        out.mkdir(parents=True, exist_ok=True)
        pc.write_csv(problems, out / "refused.csv")
        code = 1
    evidence = out / "evidence" if options.evidence else None
    for key, result in _run(options, plans, store, "all", evidence).items():
        folder = out / key if len(plans) > 1 else out
        path = result.write(folder)
        pc.write_csv(pa.table(_plain(result.totals())), folder / "totals.csv")
        print(f"〔{result.plan.scheme.title}〕{int(result.scored.sum())} 个对象，结果在 {path}")
        if options.trace:
            print(f"  每一分的来历在 {write_trace(result, folder / 'trace')}")
        if evidence is not None:
            print(f"  全员来历的紧凑文件在 {evidence / key}")
        for finding in audit(result):
            print(f"  {finding.message.of(options.lang)}：{finding.count} 条")
    return code


def _plain(table: pa.Table) -> dict[str, Any]:
    """Amounts as plain decimals, for people who open the CSV."""
    amounts = {"total", "exact"} | {name for name in table.column_names if name.startswith("points:")}
    titles = {column.name: column.title for column in fields.TOTALS}
    columns = {}
    for name in table.column_names:
        column = table[name]
        head = titles.get(name, name.removeprefix("points:"))
        columns[head] = [points(one) for one in column.to_pylist()] if name in amounts else column
    return columns


def do_explain(options: argparse.Namespace) -> int:
    """One subject's score, sentence by sentence."""
    store, _ = _store(options)
    results = _run(options, compile(_document(options.scheme, options.lang)), store, "total")
    key = options.key or next(iter(results))
    if key not in results:
        raise ValueError(f"没有标识为 {key} 的细则；可用：{'、'.join(results)}")
    print("\n".join(Explainer(results[key])(options.subject).texts()))
    return 0


def do_replay(options: argparse.Namespace) -> int:
    """Two schemes on the same facts, by group."""
    old, new = compile(_document(options.old, options.lang)), compile(_document(options.new, options.lang))
    store, _ = _store(options)
    by = tuple(options.by.split(","))
    compared = replay(store, old[-1], new[-1], by=by, tables=_tables(options), engine=options.engine)
    for row in compared.groups.to_pylist():
        print(
            f"{row['group']}：{row['people']} 人，升 {row['up']}，降 {row['down']}，不变 {row['same']}，"
            f"人均 {points(row['mean_change'])} 分；等次上升 {row['grade_up']}，下降 {row['grade_down']}"
        )
        for why in compared.reasons.to_pylist():
            if why["group"] == row["group"]:
                print(f"    〔{why['title']}〕影响 {why['people']} 人，平均 {points(why['mean_change'])} 分")
    for row in compared.grades.to_pylist():
        if row["old"] != row["new"]:
            print(f"等次 {row['old']} → {row['new']}：{row['people'] if row['people'] is not None else '不足 5'} 人")
    return 0


def do_test(options: argparse.Namespace) -> int:
    """The hand cases beside scheme files."""
    from touyan.scoring.language.runner import run_file

    failed = 0
    for path in options.schemes:
        for outcome in run_file(Path(path)):
            print(f"{'通过' if outcome.holds else '不符'} {outcome.name}")
            for difference in outcome.differences:
                print(f"    {difference}")
            failed += not outcome.holds
    print("全部通过" if not failed else f"{failed} 例不符")
    return 1 if failed else 0


def do_convert(options: argparse.Namespace) -> int:
    """A scheme file in its other form."""
    from touyan.scoring.language import dump
    from touyan.scoring.language.books import dump_book

    document = _document(options.source, options.lang)
    target = Path(options.target)
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(dump_book(document))
    elif target.suffix.lower() in (".yaml", ".yml"):
        target.write_text(dump(document), "utf-8")
    else:
        raise ValueError(f"不认识 {target.name}；目标用 .yaml 或 .xlsx")
    print(f"已写入 {target}")
    return 0


def do_store(options: argparse.Namespace) -> int:
    """A store folder from facts of any size."""
    subjects = _subjects(options)
    if Path(options.facts).suffix.lower() == ".parquet":
        with Bar("整理") as bar:
            problems = cluster_files([options.facts], subjects, options.target, progress=bar.rows).problems
    else:
        checked = check(read_table(options.facts, fields.FACTS, "记录表"), subjects)
        save(cluster(checked.table, subjects), options.target)
        problems = checked.problems
    _print_problems(problems, options.lang)
    print(f"已写入 {options.target}")
    return 1 if problems.num_rows else 0

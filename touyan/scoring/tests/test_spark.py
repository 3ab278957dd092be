"""Spark gives the embedded engine's digits: a real master and two workers on loopback.

Skipped, with the reason printed, where pyspark or Java is not installed.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from touyan.scoring import fields
from touyan.scoring.facts import check
from touyan.scoring.language import dump
from touyan.scoring.model import (
    AgainstMean,
    Ballot,
    Combine,
    Document,
    Effect,
    Empty,
    Exclusive,
    Gate,
    Grade,
    Imported,
    Joiners,
    Keep,
    LastN,
    Need,
    NoClass,
    NoQuorum,
    NoResult,
    Of,
    Panel,
    PanelBy,
    Quota,
    QuotaBy,
    QuotaTies,
    Rank,
    RatioToBest,
    Round,
    Side,
    Source,
    Ties,
    Value,
    Veto,
)
from touyan.scoring.office import Tables
from touyan.scoring.plan import compile
from touyan.scoring.run import run, run_all
from touyan.scoring.store import cluster
from touyan.scoring.tests.cast import (
    ANY,
    BASIS,
    clause,
    day,
    facts_table,
    p,
    people,
    rate,
    scheme,
    section,
    table,
    tally,
    test,
    when,
)
from touyan.scoring.tests.test_reference import Case, read
from touyan.scoring.trace import trace

pyspark = pytest.importorskip("pyspark", reason="没有安装 pyspark（可选扩展 spark），不运行 Spark 测试")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="没有 Java，不运行 Spark 测试")
ROOT = Path(__file__).parents[3]


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """A session on a standalone cluster: one master, two workers, all on loopback; it takes half of their cores."""
    home = Path(pyspark.__file__).parent
    port, folder = _port(), tmp_path_factory.mktemp("spark")
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": str(ROOT), "SPARK_HOME": str(home),
                   "SPARK_NO_DAEMONIZE": "1", "PYSPARK_PYTHON": sys.executable}  # fmt: skip
    run_class = [str(home / "bin" / "spark-class")]
    master = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = ["org.apache.spark.deploy.worker.Worker", "--cores", "2", "--memory", "2g", "--work-dir", str(folder),
              "--webui-port", "0", f"spark://127.0.0.1:{port}"]  # fmt: skip
    logs = [(folder / f"log{n}").open("wb") for n in range(3)]
    running = []
    for log, command in zip(logs, (master, worker, worker), strict=True):
        running.append(subprocess.Popen(run_class + command, env=environment, stdout=log, stderr=log))
        time.sleep(4 if command is master else 0)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    made = (
        SparkSession.builder.master(f"spark://127.0.0.1:{port}")
        .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        .config("spark.executorEnv.PYTHONPATH", str(ROOT)).config("spark.sql.shuffle.partitions", "4")
        .config("spark.executor.memory", "700m").config("spark.cores.max", "2").config("spark.ui.enabled", "false")
        .getOrCreate()
    )  # fmt: skip
    yield made
    made.stop()
    for process in running:
        process.terminate()
    for process in running:
        process.wait(30)


def rich():
    """A scheme that compares subjects in every way, after every way of counting."""
    total = Source("基础", Of.POINTS, ("group",), True)
    own, lower = Source(None, Of.POINTS, (), True), Source(None, Of.POINTS, ("role",), False)
    marked = (rate(0, value=Value.MARK, low=0, high=p(100)),)
    base = section(
        clause("提案", rates=(rate(5, when(level="省")), rate(2)), combine=Combine.HIGHEST, cap=p(30)),
        clause("信息", 3, when=when(kind="提案|信息"), combine=Combine.STACK),
        clause("会议", 1, side=Side.DEDUCTION),
        key="基础", floor=0,
    )  # fmt: skip
    compared = section(
        clause("名次", shape=Rank(total, (p(9), p(7), p(6)), p(0.5), p(1), Ties.SHARE_BEST)),
        clause("次坏", shape=Rank(Source("应到", Of.COUNT, (), True), (p(4), p(2)), p(0.1), 0, Ties.SHARE_WORST)),
        clause("密", when=when(kind="活动"), shape=Rank(own, (p(3), p(2)), p(0.1), 0, Ties.DENSE)),
        clause("最好", when=when(kind="活动"), rates=marked, shape=RatioToBest(own, p(7), Empty.FULL)),
        clause("最低", when=when(kind="活动"), rates=marked, shape=RatioToBest(lower, p(7), Empty.NOTHING)),
        clause("末位", 1, when=when(kind="会议"), shape=LastN(own, 5, p(2), True), side=Side.DEDUCTION),
        clause("均数", when=when(kind="活动"), rates=marked, shape=AgainstMean(lower, p(3), p(2), p(0.5))),
        key="比较", weight=(2, 3),
    )  # fmt: skip
    again = clause("再名次", shape=Rank(Source("比较", Of.POINTS, ("group",), True), (p(2), p(1)), 0, 0, Ties.DENSE))
    ballot = Ballot((("总评", 1),), (("干部", 2), ("群众", 1)), (("好", 10_000), ("差", 3_000), ("不知", None)), p(11), 1,
                    NoQuorum.NOTHING, NoClass.REDISTRIBUTE, None)  # fmt: skip
    office = section(clause("测评", shape=ballot),
                     clause("评审", shape=Panel("案例", PanelBy.MEAN_RANK, 2, 1, (p(5), p(3), p(1)))), key="测")  # fmt: skip
    gate = Gate("门槛", "门槛", ANY, (Need("会", (test("应到", 2), test("提案", 3))),), Effect.LIMIT, "称职", BASIS)
    veto = Veto("否决", "否决", ANY, (test("会议", 9),), Effect.NO_GRADE, None, BASIS)
    quotas = (
        Quota("优秀", QuotaBy.PERCENT, 3_333, Round.HALF_UP, 1, ("group",), ("基础",), QuotaTies.LEFT_OPEN, BASIS),
        Quota("良好", QuotaBy.FIRST_N, 20, Round.DOWN, 0, (), (), QuotaTies.ALL_OUT, BASIS),
    )
    grades = (Grade("优秀", "优秀", p(30)), Grade("良好", "良好", p(20)), Grade("称职", "称职", p(10)))
    return scheme(
        base, compared, again, office, tallies=(tally("应到", when(kind="会议|活动")),), gates=(gate,), vetoes=(veto,),
        quotas=quotas, grades=grades, joiners=Joiners.EXEMPT,
        exclusives=(Exclusive("不重复", ("提案", "信息"), Keep.HIGHEST, BASIS),),
    )  # fmt: skip


def made_up(subjects=60, facts=900):
    random = np.random.default_rng(5)
    who = people(*({"subject": n, "group": "甲乙丙"[n % 3], "role": "委常"[n % 2], "months": 3 if n == 7 else None}
                   for n in range(1, subjects + 1)))  # fmt: skip
    kinds, levels = ("提案", "信息", "会议", "活动"), ("市", "省")
    rows = [
        {"subject": int(random.integers(1, subjects - 1)), "kind": kinds[random.integers(4)],
         "level": levels[random.integers(2)], "day": day(int(random.integers(1, 13))),
         "work": int(random.integers(1, 300)), "quantity": p(int(random.integers(1, 12)))}
        for _ in range(facts)
    ]  # fmt: skip
    votes = [{"subject": n, "question": "总评", "voters": v, "choice": c, "count": int(random.integers(0, 4))}
             for n in range(1, 30) for v in ("干部", "群众") for c in ("好", "差", "不知")]  # fmt: skip
    marks = [{"subject": n, "question": "案例", "judge": j, "mark": p(int(random.integers(50, 99)))}
             for n in range(1, 12) for j in range(1, 5)]  # fmt: skip
    return who, facts_table(rows), Tables(table(fields.BALLOTS, *votes), table(fields.MARKS, *marks))


NAMES = ("subject", "total", "exact", "banded", "grade", "open", "blocked")


def same(scored, result):
    """Totals, grades and every row of the trace are the embedded engine's."""
    found, embedded = scored.totals.toArrow().sort_by("subject").to_pylist(), result.totals().to_pylist()
    assert [tuple(row[n] for n in NAMES) for row in found] == [tuple(row[n] for n in NAMES) for row in embedded]
    rows = [sorted((tuple(row.values()) for row in of.to_pylist()), key=str)
            for of in (scored.trace().toArrow(), trace(result))]  # fmt: skip
    assert rows[0] == rows[1]
    return found


@pytest.mark.deep
def test_spark_gives_the_same_digits(session):
    """Two schemes of one document, the second importing the first, which compares subjects in every way."""
    from touyan.scoring.spark import run_spark_all

    who, facts, tables = made_up()
    first = rich()
    second = scheme(
        clause("前", shape=Imported(f"scheme:{first.key}", (1, 3), NoResult.BLOCK)), clause("提案", 2),
        subjects=when(subject__role="委"), key="二", grades=(Grade("优", "优", p(12)), Grade("良", "良", None)),
    )  # fmt: skip
    plans = compile(Document("两部", (second, first)))
    embedded = run_all(plans, cluster(facts, who), tables=tables)
    frames = [session.createDataFrame(one) for one in (facts, who)]
    scored = run_spark_all(plans, *frames, tables=tables, partitions=5)
    found = same(scored[first.key], embedded[first.key])
    assert len({row["total"] for row in found}) > 30
    assert {row["total"] for row in same(scored["二"], embedded["二"])} != {0}


@pytest.mark.deep
@pytest.mark.parametrize("seed", (3, 8, 20))
def test_spark_says_what_the_reference_says(session, seed):
    from touyan.scoring.spark import run_spark_all

    case = Case(seed)
    for row in case.facts:  # Spark settles cancellations subject by subject
        row["cancels"] = None
    facts, who = case.table(case.facts, fields.FACTS), case.table(case.subjects, fields.SUBJECTS)
    plans = compile(case.document)
    checked = check(facts, who).table
    frames = [session.createDataFrame(one) for one in (checked, who)]
    scored = run_spark_all(plans, *frames, tables=case.given(), partitions=3)
    readings = case.readings()
    for plan in plans:
        said = read(plan.scheme, readings[plan.scheme.key])
        found = {row["subject"]: row for row in scored[plan.scheme.key].totals.toArrow().to_pylist()}
        assert found.keys() == said.keys()
        for subject, row in found.items():
            assert {key: row[key] for key in NAMES[1:]} == {key: said[subject][key] for key in NAMES[1:]}, (
                seed,
                subject,
            )


@pytest.mark.deep
def test_the_command_line_runs_on_a_cluster(session, tmp_path):
    who, facts, _tables = made_up(20, 200)
    document = Document(
        "一部", (scheme(clause("提案", rates=(rate(2, key="件"),)), clause("信息", rates=(rate(1, key="条"),))),)
    )
    (tmp_path / "细则.yaml").write_text(dump(document), "utf-8")
    pq.write_table(facts, tmp_path / "记录.parquet")
    pq.write_table(who, tmp_path / "名单.parquet")
    command = ["run", "细则.yaml", "--facts", "记录.parquet", "--subjects", "名单.parquet", "--engine", "spark",
               "--master", session.sparkContext.master, "--out", "果", "--trace"]  # fmt: skip
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    done = subprocess.run([sys.executable, "-m", "touyan.scoring.cli", *command], cwd=tmp_path, env=environment,
                          capture_output=True, text=True, timeout=480, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    totals = {row["subject"]: row["total"] for row in pq.read_table(tmp_path / "果" / "totals").to_pylist()}
    added = pq.read_table(tmp_path / "果" / "trace").group_by("subject").aggregate([("counted", "sum")]).to_pylist()
    assert totals
    assert all(totals[row["subject"]] == row["counted_sum"] for row in added)
    embedded = run(compile(document)[0], cluster(facts, who))
    assert [totals[n] for n in sorted(totals)] == embedded.total.tolist()

"""Trace, explain, update, replay, evidence, stores on disk, plans, engines."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from touyan.scoring import fields
from touyan.scoring.bind import bind
from touyan.scoring.disk import cluster_files, open_store, save
from touyan.scoring.evidence import read_evidence, write_evidence
from touyan.scoring.explain import Explainer, explain
from touyan.scoring.facts import check
from touyan.scoring.model import (
    Authors,
    Combine,
    Exclusive,
    Flat,
    FromNth,
    Grade,
    Imported,
    Keep,
    Late,
    LateRule,
    Mean,
    Missing,
    NoResult,
    Of,
    Once,
    Order,
    Period,
    Quota,
    QuotaBy,
    QuotaTies,
    Rank,
    Round,
    Rounding,
    Share,
    Side,
    Source,
    Steps,
    Ties,
    Value,
)
from touyan.scoring.plan import Refused, compile
from touyan.scoring.replay import compare, replay
from touyan.scoring.run import run
from touyan.scoring.sentences import points as written
from touyan.scoring.store import cluster
from touyan.scoring.tests.cast import (
    ANY,
    BASIS,
    clause,
    day,
    fact,
    facts_table,
    p,
    people,
    points,
    rate,
    scheme,
    score,
    section,
    store,
    tally,
    test,
    when,
    张三,
    李四,
)
from touyan.scoring.trace import trace, write_trace
from touyan.scoring.update import update


def rich(population=True):
    """Everything that reads a work differently, and, if wanted, subjects compared."""
    measured = (rate(2, when(level="省"), value=Value.PER_QUANTITY), rate(0, value=Value.MARK, low=0, high=p(3)))
    base = section(
        clause("提案", rates=(rate(5, when(level="省")), rate(2)), combine=Combine.HIGHEST, cap=p(40)),
        clause("信息", 3, when=when(kind="提案|信息"), combine=Combine.STACK),
        clause("活动", rates=measured, combine=Combine.LATEST, when=when(kind="活动")),
        clause("次数", rates=(rate(1, when(level="省")), rate(4, when(level="市"))), when=when(kind="活动|信息"),
               shape=FromNth(3, Order.EARLIEST_FIRST), combine=Combine.ONCE_PER_RATE),
        clause("署名", 7, when=when(kind="信息"), share=Share(Authors.EQUAL, 0, (1, 1)), combine=Combine.EARLIEST),
        clause("月均", 3, when=when(kind="活动"), shape=Mean(Period.MONTH, Missing.LEFT_OUT, p(5))),
        clause("出勤", when=when(kind="会议", outcome="出席"),
               shape=Steps(Of.COUNT, "应到", ((5_000, p(3)), (9_000, p(6))), empty=_EMPTY)),
        clause("会议", 1, side=Side.DEDUCTION, when=when(kind="会议", outcome="缺席"), cap=p(9)),
        key="基础", floor=0, cap=p(90), weight=(9, 10),
    )  # fmt: skip
    total = Source("基础", Of.POINTS, ("group",), True)
    ranked = clause("名次", shape=Rank(total, (p(9), p(7), p(6)), p(0.5), p(1), Ties.SHARE_BEST))
    quota = Quota("优秀", QuotaBy.PERCENT, 3_000, Round.DOWN, 1, ("group",), ("基础",), QuotaTies.ALL_IN, BASIS)
    return scheme(
        base, *([ranked] if population else []), tallies=(tally("应到", when(kind="会议")),), quotas=(quota,),
        grades=(Grade("优秀", "优秀", p(10)), Grade("一般", "一般", None)),
        exclusives=(Exclusive("不重复", ("提案", "信息"), Keep.HIGHEST, BASIS),),
        total={"rounding": Rounding(1_000, Round.HALF_UP)},
    )  # fmt: skip


from touyan.scoring.model import Empty  # noqa: E402

_EMPTY = Empty.NOTHING


def made_up(seed=1, subjects=40, facts=700):
    """People and rows from a seed; works of one and of several facts, kinds mixed within works."""
    random = np.random.default_rng(seed)
    who = people(*({"subject": n, "group": "甲乙丙"[n % 3]} for n in range(1, subjects + 1)))
    rows = []
    for _ in range(facts):
        work = int(random.integers(1, 200))
        rows.append({
            "subject": int(random.integers(1, subjects)),
            "kind": ("提案", "信息", "会议", "活动", "别的")[random.integers(5)],
            "level": ("市", "省", None)[random.integers(3)],
            "outcome": ("出席", "缺席")[random.integers(2)],
            "authors": int(random.integers(1, 4)),
            "work": work if work > 20 else None,
            "quantity": int(random.integers(0, 5)) * 7_000,
            "day": day(int(random.integers(1, 13)), int(random.integers(1, 28))),
        })  # fmt: skip
    return who, rows


def totals(result):
    return result.totals().to_pylist()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("population", [True, False])
def test_plain_compiled_shuffled_and_traced_agree(seed, population):
    who, rows = made_up(seed)
    plan = compile(rich(population))[0]
    table = facts_table(rows)
    plain = run(plan, cluster(table, who), engine="plain", keep="all", threads=1)
    mixed = table.take(pa.array(np.random.default_rng(seed).permutation(len(rows))))
    compiled = run(plan, cluster(mixed, who), engine="compiled", keep="all", threads=3)
    assert totals(plain) == totals(compiled)
    for result in (plain, compiled):
        rows_of = trace(result)
        added = rows_of.group_by("subject").aggregate([("counted", "sum")]).sort_by("subject")
        by_subject = dict(zip(added["subject"].to_pylist(), added["counted_sum"].to_pylist(), strict=True))
        assert [by_subject.get(n, 0) for n in range(1, 41)] == result.total.tolist()


def test_evidence_on_disk_is_the_trace(tmp_path, monkeypatch):
    monkeypatch.setattr("touyan.scoring.evidence.PART", 100)
    who, rows = made_up(3)
    result = run(compile(rich())[0], cluster(facts_table(rows), who))
    write_evidence(result, tmp_path / "一")
    for subject in (1, 7, 20, 39, 40):
        full = trace(result, subject).select(["node", "fact", "raw", "counted", "rule"]).to_pylist()
        short = read_evidence(tmp_path / "一", result, subject).to_pylist()

        def key(row):
            return (row["node"], row["fact"] or 0, row["raw"] or 0, row["counted"], row["rule"])

        assert sorted(map(key, full)) == sorted(map(key, short))
    assert sum(pq.read_table(tmp_path / "一" / "nodes-000000000.parquet").num_columns for _ in "甲") == 3


def test_evidence_of_several_parts_from_one_thread(tmp_path, monkeypatch):
    """The room of a part is used again for the next, whose rows are its own."""
    monkeypatch.setattr("touyan.scoring.evidence.PART", 1)
    rows = [fact(subject=1), fact(subject=2), fact(subject=2), fact(subject=3)]
    result = run(compile(scheme(clause()))[0], store(rows), engine="plain", threads=1)
    write_evidence(result, tmp_path)
    assert len(list(tmp_path.glob("records-*.parquet"))) == 3
    written = [sum(read_evidence(tmp_path, result, subject)["counted"].to_pylist()) for subject in (1, 2, 3)]
    assert written == result.total.tolist() == [p(1), p(2), p(1)]


@pytest.mark.parametrize("work", [None, 7])
def test_evidence_keeps_the_raw_points_of_a_fact_without_an_entitled_author(tmp_path, work):
    """Points by quantity or mark are worked out even where the author's share voids the fact."""
    per, mark = rate(3, when(stage="立案"), value=Value.PER_QUANTITY), rate(0, value=Value.MARK, low=0, high=p(5))
    given = scheme(clause(rates=(per, mark), share=Share(Authors.FIRST_ONLY, 0, (1, 1)), combine=Combine.HIGHEST))
    rows = [
        fact(work=work, stage="立案", place=2, quantity=p(4)),
        fact(work=work, place=2, quantity=p(4)),
        fact(work=work, place=2, quantity=p(9)),
    ]
    for engine in ("plain", "compiled"):
        result = score(given, rows, engine=engine)
        write_evidence(result, tmp_path / engine)
        for found in (trace(result, 张三), read_evidence(tmp_path / engine, result, 张三)):
            shown = [(row["fact"], row["raw"], row["rule"]) for row in found.to_pylist()]
            assert sorted(shown) == [(1, p(12), "not_entitled"), (2, p(4), "not_entitled"), (3, 0, "refused")]


def test_the_trace_as_files(tmp_path):
    who, rows = made_up(4)
    result = run(compile(rich())[0], cluster(facts_table(rows), who))
    folder = write_trace(result, tmp_path / "来历")
    assert pq.read_table(folder).num_rows == trace(result).num_rows
    path = result.write(tmp_path / "结果")
    assert pq.read_table(path).num_rows == 40


@pytest.mark.parametrize("population", [True, False])
def test_update_equals_a_full_run(population):
    who, rows = made_up(5)
    plan = compile(rich(population))[0]
    numbered = [{"fact": n, **row} for n, row in enumerate(rows, 1)]
    first, second = numbered[:650], numbered[650:]
    result = run(plan, cluster(facts_table(first), who), keep="all")
    gone = first[10:30]
    taken = pa.table({"subject": [r["subject"] for r in gone], "fact": [r["fact"] for r in gone]})
    result = update(result, facts_table(second[:25]), taken)
    new = {**fact("提案", level="国", subject=5, work=999), "fact": 5_001}
    new_day = {**fact("信息", subject=6, day=day(12, 31)), "fact": 5_002}
    result = update(result, facts_table([*second[25:], new, new_day]))
    after = [row for row in numbered if row not in gone] + [new, new_day]
    full = run(plan, cluster(facts_table(after), who), keep="all")
    assert totals(result) == totals(full)
    for subject in (5, 6, 1, 39):
        assert sum(trace(result, subject)["counted"].to_pylist()) == full.total[subject - 1]
        assert explain(result, subject).total == full.total[subject - 1]
    assert trace(result).num_rows == trace(full).num_rows


def test_update_refuses_what_it_cannot_do():
    result = score(scheme(clause()), [fact()])
    with pytest.raises(ValueError, match="编号已经存在"):
        update(result, facts_table([fact()]))
    with pytest.raises(ValueError, match="不在名单里"):
        update(result, facts_table([{**fact(subject=99), "fact": 9}]))
    changed = update(result, facts_table([{**fact(), "fact": 9}]))
    with pytest.raises(ValueError, match="整体重算"):
        write_evidence(changed, "/tmp/不会写")


def test_update_knows_late_facts():
    late = LateRule(Late.DROP, day(12, 31), None, None)
    given = scheme(clause(), late=late)
    result = score(given, [fact(), fact(recorded=day(12, 31))])
    added = [{**fact(recorded=day(1, 1, 2026)), "fact": 8}, {**fact(recorded=day(4)), "fact": 9}]
    assert points(update(result, facts_table(added))) == 3


def test_explain_names_records_articles_and_cuts():
    given = scheme(section(clause("提案", 5, cap=p(8)), clause("会议", 3, side=Side.DEDUCTION), start=p(2)),
                   clause("底", shape=Flat(p(3)), counted=False), total={"weight": (1, 2)})  # fmt: skip
    result = score(given, [fact(), fact(), fact("会议")])
    told = "\n".join(Explainer(result, {1: "关于老旧小区的提案"})(张三).texts())
    for part in ("总分 3.5 分", "依据第一条：“按此计分”", "记录关于老旧小区的提案、第2号各 5 分，全部计入",
                 "封顶 8 分，超出的 2 分不计", "【会议】扣 3 分", "起始分 2 分", "仅供计算", "按权重 1/2"):  # fmt: skip
        assert part in told, told
    with pytest.raises(KeyError, match="不在名单里"):
        explain(result, 99)


def test_explain_names_the_rule_that_changes_the_sum_of_the_records():
    given = scheme(clause("底", shape=Flat(p(3))), clause("提案", 2, shape=Once()))
    told = explain(score(given, [fact(), fact()]), 张三).texts()
    assert any("按基础分计为 3 分" in text for text in told), told
    assert any("按“只计一次、取最高”的规定计为 2 分" in text for text in told), told


def test_explain_refuses_whom_the_scheme_does_not_score():
    given = scheme(clause(), subjects=when(subject__role="委员"))
    result = score(given, [fact()], people({"subject": 1, "role": "常委"}))
    with pytest.raises(KeyError, match="不适用"):
        explain(result, 张三)


def test_explain_tells_of_open_places_and_missing_results():
    quota = Quota("优", QuotaBy.FIRST_N, 1, Round.DOWN, 0, (), (), QuotaTies.LEFT_OPEN, BASIS)
    given = scheme(
        clause("底", shape=Flat(p(1))), grades=(Grade("优", "优秀", None), Grade("良", "良好", None)), quotas=(quota,)
    )
    told = explain(score(given, []), 李四).summary
    assert told == "总分 1 分，等次：良好（按分数为优秀）；与他人并列在名额末位，待研究确定。"
    blocked = scheme(clause("引", shape=Imported("甲", (1, 1), NoResult.BLOCK)), grades=given.grades)
    assert "缺少必须引用的外部结果" in explain(score(blocked, []), 李四).summary


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0"), (12_345, "1.2345"), (-5_000, "-0.5"), (1_000_000, "100"), (10_100, "1.01")]
)
def test_amounts_are_written_without_needless_zeros(amount, text):
    assert written(amount) == text


def test_replay_tells_who_moves_without_names():
    who = people(*({"subject": n, "group": "甲" if n <= 8 else "乙"} for n in range(1, 12)))
    rows = [fact(subject=n) for n in range(1, 12) for _ in range(n)]
    grades = (Grade("优", "优", p(30)), Grade("良", "良", None))
    old, new = (compile(scheme(clause(points=x), grades=grades))[0] for x in (4, 5))
    found = replay(cluster(facts_table(rows), who), old, new, engine="plain")
    assert found.groups.to_pylist() == [
        {
            "group": "甲",
            "people": 8,
            "up": 8,
            "down": 0,
            "same": 0,
            "grade_up": 2,
            "grade_down": 0,
            "mean_change": 45_000,
        }
    ]
    assert [row["title"] for row in found.reasons.to_pylist()] == ["总分", "提案"][::-1] or found.reasons.num_rows == 2
    assert {row["people"] for row in found.grades.to_pylist()} == {None, 5} | {
        row["people"] for row in found.grades.to_pylist()
    }
    assert "subject" not in found.groups.column_names


def test_replay_puts_small_groups_together_and_hides_the_rest():
    who = people(*({"subject": n, "group": str(n % 3)} for n in range(1, 10)))
    rows = [fact(subject=n) for n in range(1, 10)]
    results = [score(scheme(clause(points=x)), rows, who) for x in (2, 1)]
    assert [(row["group"], row["people"], row["down"]) for row in compare(*results).groups.to_pylist()] == [
        ("其余（合并）", 9, 9)
    ]
    few = [score(scheme(clause(points=x)), rows[:3], people(many=3)) for x in (2, 1)]
    assert compare(*few).groups.num_rows == 0


def test_replay_does_not_compare_grades_of_other_names():
    results = [score(scheme(clause(), grades=(Grade(key, key, None),)), [fact()], people(many=6)) for key in "甲乙"]
    row = compare(*results).groups.to_pylist()[0]
    assert (row["grade_up"], row["grade_down"]) == (0, 0)


def test_a_store_on_disk_gives_the_same(tmp_path):
    who, rows = made_up(6)
    whole = cluster(facts_table(rows), who)
    plan = compile(rich())[0]
    expected = totals(run(plan, whole, keep="all"))
    save(whole, tmp_path / "库")
    for in_memory in (True, False):
        opened = open_store(tmp_path / "库", in_memory=in_memory)
        result = run(plan, opened, keep="all")
        assert totals(result) == expected
        assert sum(trace(result, 3)["counted"].to_pylist()) == result.total[2]
    with pytest.raises(ValueError, match="不是数据目录"):
        open_store(tmp_path)
    head = (tmp_path / "库" / "store.json").read_text("utf-8").replace('"form": 1', '"form": 0')
    (tmp_path / "库" / "store.json").write_text(head, "utf-8")
    with pytest.raises(ValueError, match="格式版本"):
        open_store(tmp_path / "库")


@pytest.mark.parametrize("late", [True, False])
def test_files_larger_than_memory_make_the_same_store(tmp_path, late):
    who, rows = made_up(7)
    rows = [{"fact": n, **row} for n, row in enumerate(rows, 1)]
    rows += [rows[4], {**rows[5], "kind": "信息", "level": "省"}, {**fact(subject=99), "fact": 900},
             {"fact": 901, "subject": 1, "kind": None, "day": day(), "cancels": 7}]  # fmt: skip
    if late:
        rows[3]["recorded"] = day(12, 31)
    table = facts_table(rows)
    pq.write_table(table, tmp_path / "记录.parquet")
    seen = []
    found = cluster_files([tmp_path / "记录.parquet"], who, tmp_path / "库", rows=97, buckets=5, progress=seen.append)
    checked = check(table, who)
    plain = [
        sorted(zip(t["row"].to_pylist(), t["code"].to_pylist(), strict=True))
        for t in (found.problems, checked.problems)
    ]
    assert seen[-1] == len(rows)
    assert {code for _, code in plain[0]} == {"duplicate", "conflict", "unknown_subject"}
    assert plain[0] == plain[1]
    plan = compile(rich())[0]
    expected = run(plan, cluster(checked.table, who), keep="all")
    assert totals(run(plan, open_store(tmp_path / "库"), keep="all")) == totals(expected)


def test_an_empty_file_makes_an_empty_store(tmp_path):
    pq.write_table(facts_table([]), tmp_path / "记录.parquet")
    cluster_files([tmp_path / "记录.parquet"], people(), tmp_path / "库", buckets=2)
    assert points(run(compile(scheme(clause()))[0], open_store(tmp_path / "库"), keep="all")) == 0


def test_more_signatures_than_the_narrow_form_holds():
    rows = [fact(tag=str(n % 40_000)) for n in range(40_001)]
    made = store(rows)
    assert made.sig.dtype == np.uint32
    assert points(score(scheme(clause(points=0.0001)), rows, engine="compiled")) == 4.0001


def test_the_late_rule_reads_more_than_the_day():
    made = store([fact(recorded=day(12, 31)), fact()])
    plan = compile(scheme(clause(), late=LateRule(Late.DROP, day(6, 30), None, None)))[0]
    assert bind(plan, made).facts.time is not made.day


def refused(given):
    with pytest.raises(Refused) as caught:
        compile(given)
    return "\n".join(str(problem) for problem in caught.value.problems)


def test_all_problems_of_a_scheme_at_once():
    given = scheme(
        clause("甲", requires=(test("无", 1),), when=when(年龄="1")), clause("甲"),
        clause("乙", requires=(test("丙", 1, Of.POINTS),)), clause("丙", rounding=Rounding(0, Round.DOWN)),
        section(key="比", weight=(1, 0)), grades=(Grade("优", "优", 1), Grade("优", "优", 0)),
        quotas=(Quota("无", QuotaBy.FIRST_N, -1, Round.DOWN, 0, ("年龄",), ("无",), QuotaTies.ALL_IN, BASIS),),
        exclusives=(Exclusive("组", ("甲",), Keep.HIGHEST, BASIS),),
    )  # fmt: skip
    told = refused(given)
    for part in ("标识重复", "引用了不存在的“无”", "没有“年龄”这个属性", "排在后面", "取整单位", "比例 1/0", "两个等次",
                 "名额所指", "名额不能为负", "不能按“年龄”", "互斥组"):  # fmt: skip
        assert part in told, part


@pytest.mark.parametrize(
    ("shape", "part"),
    [
        (Steps(Of.COUNT, None, (), Empty.FULL), "档次表"),
        (Steps(Of.COUNT, "无", ((2, 1), (1, 1)), Empty.FULL), "档次表"),
        (FromNth(0, Order.EARLIEST_FIRST), "第几项起"),
        (Flat(2_000_000_000), "超出范围"),
        (Flat(0.5), "浮点数"),
        (Imported("scheme:细则", (1, 1), NoResult.BLOCK), "引用自己"),
        (Rank(Source(None, Of.POINTS, (), True), (), 0, 0, Ties.DENSE), "分值表是空的"),
    ],
)
def test_a_wrong_shape_is_refused(shape, part):
    assert part in refused(scheme(clause(shape=shape)))


def test_two_schemes_of_one_key_and_a_circle_are_refused():
    from touyan.scoring.model import Document

    one = scheme(clause())
    assert "同一个标识" in refused(Document("甲", (one, one)))
    circle = [
        replace(scheme(clause(shape=Imported(f"scheme:{b}", (1, 1), NoResult.BLOCK))), key=a)
        for a, b in ("甲乙", "乙甲")
    ]
    assert "成环" in refused(Document("甲", tuple(circle)))


def test_an_unknown_engine_is_named():
    with pytest.raises(ValueError, match="compiled 或 plain"):
        run(compile(scheme(clause()))[0], store([]), engine="甲")


def test_pages_may_read_a_scheme_without_the_heavy_parts():
    code = "import sys, touyan.scoring.model, touyan.scoring.fields; print([m for m in ('numpy','numba','pyarrow') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_progress_is_told():
    seen = []
    who, rows = made_up(8)
    run(
        compile(rich(False))[0],
        cluster(facts_table(rows), who),
        engine="plain",
        threads=1,
        progress=lambda a, b: seen.append((a, b)),
    )
    assert seen[-1] == (40, 40)


def test_results_keep_what_was_asked():
    rows = [fact()]
    plan = compile(scheme(section(clause())))[0]
    for keep, keys in (("total", []), ("sections", ["板块", "总分"]), ("all", ["提案", "板块", "总分"])):
        assert list(run(plan, store(rows), keep=keep, engine="plain").kept) == keys
    assert fields.TOTALS[0].name in run(plan, store(rows), engine="plain").totals().column_names
    assert ANY.tests == ()

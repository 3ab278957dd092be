"""Found wherever it stands, in a real FTS5 table; nothing typed becomes syntax."""

import sqlite3

import pytest

from touyan.core.chinese.bigrams import TOKENIZE, fts5_query, phrases, stored, tokens, tsquery, tsvector

TEXTS = ["钱潮头雁，同心向党", "党建品牌AI赋能2026", "委员𬘡䶮的提案", "头上有雁", "品牌"]


def found(query: str) -> list[int]:
    base = sqlite3.connect(":memory:")
    base.execute(f'CREATE VIRTUAL TABLE t USING fts5(x, tokenize="{TOKENIZE}")')
    base.executemany("INSERT INTO t(rowid, x) VALUES (?, ?)", enumerate(map(stored, TEXTS)))
    rows = base.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", [fts5_query(query)])
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("头雁", [0]),
        ("雁", [0, 3]),
        ("党", [0, 1]),
        ("品牌", [1, 4]),
        ("品牌AI赋能", [1]),
        ("ａｉ", [1]),
        ("202", [1]),
        ("𬘡䶮", [2]),
        ("䶮", [2]),
        ("头雁 同心", [0]),
        ("雁同", []),  # the comma stands between
        ('头雁" OR "品牌', []),
        ("NEAR(头 雁)", []),
    ],
)
def test_search(query: str, rows: list[int]) -> None:
    assert found(query) == rows


def test_tokens() -> None:
    assert tokens("头雁品牌AI") == ["头雁", "雁品", "品牌", "牌", "ai"]
    assert tokens("") == []
    assert phrases("  ，。 ") == []
    assert fts5_query("，") == "" and tsquery("，") == ""


def test_postgresql_texts() -> None:
    assert tsvector("头雁头雁") == "'头雁':1,3 '雁头':2 '雁':4"
    assert tsquery("头雁品") == "('头雁' <-> '雁品')"
    assert tsquery("雁 o'k") == "('雁':*) & ('o' <-> 'k':*)"
    assert len(tsvector("头雁" * 20_000)) < 10_000

"""Searching Chinese without a dictionary: overlapping pairs of characters, asked for as phrases.

The same tokens serve SQLite FTS5 and PostgreSQL, without an extension. 头雁品牌 is stored as 头雁 雁品 品牌 牌;
the last character stands alone too, so that a single character is found by prefix wherever it is. Latin words and
numbers are whole.
"""

import re

from touyan.core.chinese.normal import fold

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")
TOKENIZE = "unicode61 remove_diacritics 0 categories 'L* N* Co Cn'"
"""For `tokenize="…"` of the FTS5 table: characters newer than SQLite's own table of characters count as letters."""
LAST_POSITION = 16_383
"""PostgreSQL keeps no higher position in a tsvector."""


def tokens(text: str) -> list[str]:
    """Tokens of a text to be stored, in order."""
    result: list[str] = []
    for run in RUN.findall(fold(text)):
        result += [*_pairs(run), run[-1]] if _is_han(run) else [run]
    return result


def stored(text: str) -> str:
    """The tokens with spaces between, for an FTS5 column made with TOKENIZE."""
    return " ".join(tokens(text))


def phrases(query: str) -> list[list[str]]:
    """What is asked for: one phrase per word between spaces, each a list of tokens that stand side by side."""
    found = (_phrase(word) for word in fold(query).split(" "))
    return [phrase for phrase in found if phrase]


def fts5_query(query: str) -> str:
    """The MATCH text for FTS5; empty when there is nothing to look for. Nothing typed can be syntax."""
    return " AND ".join(_fts5(phrase) for phrase in phrases(query))


def tsquery(query: str) -> str:
    """The text of a tsquery, for `%s::tsquery`; empty when there is nothing to look for."""
    return " & ".join(f"({_ts(phrase)})" for phrase in phrases(query))


def tsvector(text: str) -> str:
    """The text of a tsvector with positions, for `%s::tsvector`: no parser of the database has a say in it."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens(text)[:LAST_POSITION], 1):
        places.setdefault(token, []).append(place)
    return " ".join(f"'{_quote(token)}':{','.join(map(str, at[:255]))}" for token, at in places.items())


def _phrase(word: str) -> list[str]:
    result: list[str] = []
    runs = RUN.findall(word)
    for place, run in enumerate(runs):
        inner = place < len(runs) - 1
        if not _is_han(run) or len(run) == 1:
            result.append(run)
        else:
            result += [*_pairs(run), run[-1]] if inner else _pairs(run)
    return result


def _fts5(phrase: list[str]) -> str:
    text = " ".join(token.replace('"', '""') for token in phrase)
    return f'"{text}"*' if _open_end(phrase) else f'"{text}"'


def _ts(phrase: list[str]) -> str:
    parts = [f"'{_quote(token)}'" for token in phrase]
    return " <-> ".join(parts) + (":*" if _open_end(phrase) else "")


def _open_end(phrase: list[str]) -> bool:
    """A single character or a Latin word may go on; a pair is complete."""
    return len(phrase[-1]) == 1 or not _is_han(phrase[-1])


def _quote(token: str) -> str:
    return token.replace("\\", "\\\\").replace("'", "''")


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _is_han(run: str) -> bool:
    return re.match(f"[{HAN}]", run) is not None

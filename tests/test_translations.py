"""Every text of the interface has its English line; placeholders agree; no line is left empty."""

from __future__ import annotations

import ast
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.test_house import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
KEYWORDS = {
    "_": None, "_l": None, "_t": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def texts() -> Iterator[tuple[str, str]]:
    """(text, where) of everything that is marked for translation in templates and code."""
    for path in sorted((ROOT / "touyan").rglob("*")):
        if path.suffix not in {".py", ".html"} or "tests" in path.parts or "scoring" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        found = in_template(source) if path.suffix == ".html" else in_code(source)
        yield from ((text, str(path.relative_to(ROOT))) for text in found if CHINESE.search(text))


def in_template(source: str) -> Iterator[str]:
    """Marked texts of a template, by way of Django's own reduction of templates to calls of gettext."""
    for literal in re.findall(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", templatize(source)):
        yield str(ast.literal_eval(literal))


def in_code(source: str) -> Iterator[str]:
    """Marked texts of a Python file."""
    stream = io.BytesIO(source.encode())
    for _line, message, _comments, _context in extract("python", stream, KEYWORDS, (), {"encoding": "utf-8"}):
        yield from (text for text in (message if isinstance(message, tuple) else (message,)) if isinstance(text, str))


def catalogue() -> dict[str, str]:
    """Every text that has an English line, of all rooms together."""
    found: dict[str, str] = {}
    for po in sorted((ROOT / "touyan").glob("*/locale/en/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            for message in read_po(file, locale="en"):
                ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
                lines = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
                for text in ids:
                    if text and lines[0] and not message.fuzzy:
                        found[text] = lines[-1]
    return found


def test_every_text_has_its_english_line() -> None:
    known = catalogue()
    missing: dict[str, str] = {}
    for text, where in texts():
        if text not in known:
            missing.setdefault(text, where)
    assert missing == {}, "\n".join(f"{where}: {text}" for text, where in missing.items())


def test_english_lines_are_english() -> None:
    """A name or a quotation may keep its Chinese; a whole line in Chinese is no translation."""
    untranslated = [text for text, line in catalogue().items() if line == text and len(CHINESE.findall(text)) > 4]
    assert untranslated == []


def test_placeholders_agree() -> None:
    pattern = re.compile(r"%\((\w+)\)s")
    wrong = [t for t, line in catalogue().items() if set(pattern.findall(line)) - set(pattern.findall(t))]
    assert wrong == []


def test_no_catalogue_says_a_text_twice() -> None:
    """Readers of a catalogue take the first line and pass over the second, which then is mended in vain."""
    twice = []
    for po in sorted((ROOT / "touyan").glob("*/locale/en/LC_MESSAGES/django.po")):
        plain = re.sub(r'"\n"', "", po.read_text(encoding="utf-8"))
        entries = Counter(re.findall(r'^(msgctxt ".*"\n)?msgid (".+")$', plain, re.MULTILINE))
        twice += [f"{po.relative_to(ROOT)}: {text}" for (_context, text), times in entries.items() if times > 1]
        assert "\n#~" not in plain, f"{po.relative_to(ROOT)} keeps lines that are out of use"
        assert len(entries) > 5, "the control: entries are found"
    assert twice == [], "\n".join(twice)


def test_catalogues_stand_in_their_rooms() -> None:
    rooms = {path.parent.name for path in (ROOT / "touyan").glob("*/apps.py")}
    assert {Path(po).parents[3].name for po in (ROOT / "touyan").glob("*/locale/en/LC_MESSAGES/django.po")} <= rooms

"""The documents of the project speak of what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_house import ROOT, floors
from touyan.organizations.permission_page import page

DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "touyan").rglob("README.md")])


def test_architecture_shows_the_floors_as_they_are() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    block = re.search(r"<!-- floors:begin.*?```\n(.*?)```", text, re.S)
    assert block is not None
    drawn = [set(re.findall(r"\w+", line)) for line in block.group(1).strip().splitlines()]
    assert drawn == floors()


def test_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    rooms = {path.parent.name for path in (ROOT / "touyan").glob("*/apps.py")}
    assert {room for room in rooms if f"`{room}`" not in text} == set()


def test_the_permission_page_is_the_permission_table() -> None:
    assert (ROOT / "docs" / "permissions.md").read_text() == page(), "run: python manage.py permissions"


def test_every_room_introduces_itself() -> None:
    rooms = [path.parent for path in (ROOT / "touyan").glob("*/apps.py") if path.parent.name != "demo"]
    assert [room.name for room in rooms if not (room / "README.md").exists() and room.name != "core"] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text())
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


def test_the_worked_example_is_true() -> None:
    text = (ROOT / "docs" / "add-a-feature.md").read_text()
    files = re.findall(r"`(touyan/[\w/]+\.py)`", text)
    assert files and all((ROOT / file).exists() for file in files)
    code = "\n".join(path.read_text() for path in (ROOT / "touyan" / "organizations").rglob("*.py"))
    names = set(re.findall(r"`(\w+_\w+)`", text))
    assert {name for name in names if not re.search(rf"\b{name}\b", code)} == set()


def test_the_project_speaks_of_itself_only() -> None:
    """No path of a builder's machine, no address of a package host."""
    forbidden = re.compile("/" + "work/|/" + "root/|/opt/" + "pypi|pypi" + r"\.org|files\.pythonhosted")
    told = [p for p in DOCS if forbidden.search(p.read_text())]
    assert told == []

"""Promises of the house as a whole: floors, foreign keys, the permission table."""

from __future__ import annotations

import re
import subprocess
import sys
from configparser import ConfigParser
from itertools import groupby
from pathlib import Path

from django.apps import apps

from touyan.core.rooms import collect
from touyan.organizations import access
from touyan.organizations.policy import permits

ROOT = Path(__file__).resolve().parents[1]


def floors() -> list[set[str]]:
    """Rooms by floor, top first, as the import contract names them."""
    contract = ConfigParser()
    contract.read(ROOT / ".importlinter")
    lines = contract["importlinter:contract:floors"]["layers"].strip().splitlines()
    return [set(re.findall(r"\w+", line)) for line in lines]


def test_foreign_keys_point_down() -> None:
    """import-linter cannot see a foreign key given as text, so the models themselves are asked."""
    floor_of = {room: number for number, rooms in enumerate(reversed(floors())) for room in rooms}
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
        if model._meta.app_label in floor_of and field.related_model._meta.app_label in floor_of
        if model._meta.app_label != field.related_model._meta.app_label
        if floor_of[model._meta.app_label] <= floor_of[field.related_model._meta.app_label]
    ]
    assert upward == []


def test_every_address_declares_its_policy() -> None:
    assert access.undeclared() == []
    assert any(a.name == "home" for a in access.addresses())


def test_an_address_without_policy_is_found() -> None:
    """The control: a view without a declaration is named."""
    from django.urls import path

    found = list(access._walk([path("naked/", lambda request: None, name="naked")], ""))
    assert found[0].policy is None


def test_every_permit_is_used_or_asked_for() -> None:
    """A permit that no code names is a promise nobody keeps."""
    code = "\n".join(
        p.read_text() for p in (ROOT / "touyan").rglob("*.py") if p.name != "rules.py" and "tests" not in p.parts
    )
    unused = [action for action in permits() if f'"{action}"' not in code]
    assert unused == [] or set(unused) <= {"journal.view"}


def test_no_queries_in_views() -> None:
    views = list((ROOT / "touyan").rglob("views*.py"))
    assert views
    assert [str(p) for p in views if ".objects" in p.read_text()] == []


def test_templates_carry_no_inline_script_or_safe_filter() -> None:
    bad = []
    for template in (ROOT / "touyan").rglob("templates/**/*.html"):
        text = template.read_text()
        if re.search(r"\|\s*safe\b", text) or re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text):
            bad.append(template.name)
        if re.search(r"\son[a-z]+=", text) or re.search(r"\sstyle=", text):
            bad.append(template.name)
    assert bad == []


def test_web_process_stays_light() -> None:
    """Starting the site loads none of the engine's heavy parts."""
    code = (
        "import os,sys;os.environ['DJANGO_SETTINGS_MODULE']='touyan.config.settings';"
        "import django;django.setup();from django.urls import get_resolver;get_resolver().url_patterns;"
        "print([m for m in ('numba','llvmlite','numpy','pyarrow','duckdb','pandas') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert out.stdout.strip() == "[]"


def test_a_group_of_the_menu_stands_in_one_place() -> None:
    entries = sorted((entry for _room, found in collect("menu", "ENTRIES") for entry in found), key=lambda e: e.order)
    groups = [group for group, _entries in groupby(entries, key=lambda entry: str(entry.group))]
    assert len(groups) == len(set(groups)), groups

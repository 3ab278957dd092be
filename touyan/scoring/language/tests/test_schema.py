"""The JSON Schema: it is current, it accepts our schemes, it refuses a wrong word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from touyan.scoring.language.schema import json_schema, text
from touyan.scoring.language.tests.test_schemes import FOLDER, SCHEMES
from touyan.scoring.language.tests.text import SMALL


def as_editor_sees(source: str) -> Any:
    """What an editor's YAML reader makes of the text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(source), default=str))


def test_the_schema_on_disk_is_current() -> None:
    """Write it anew with: python -m touyan.scoring.language.schema"""
    assert (FOLDER / "scheme.schema.json").read_text("utf-8") == text()


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_our_schemes_satisfy_it(path: Path) -> None:
    errors = list(jsonschema_rs.validator_for(json_schema()).iter_errors(as_editor_sees(path.read_text("utf-8"))))
    assert [(e.message[:200], e.instance_path) for e in errors] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("计分: 只计一次", "计分: 只计一回"),
        ("达到: 90", "达到: 九十"),
        ("版本: 2017年", "版次: 2017年"),
        ("得分: 20", "得分: -20"),
    ],
)
def test_a_wrong_word_is_refused(right: str, wrong: str) -> None:
    validator = jsonschema_rs.validator_for(json_schema())
    assert validator.is_valid(as_editor_sees(SMALL))
    assert not validator.is_valid(as_editor_sees(SMALL.replace(right, wrong, 1)))

"""A text that people gave is kept whole or refused with its field, the limit and its length."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from touyan.core.errors import Refused
from touyan.core.texts import whole

CUT = re.compile(r"\.strip\(\)\[:\d+\]")


def test_a_text_that_fits_is_kept_without_its_blank_ends() -> None:
    assert whole("  一句\r\n两句 ", 5, "内容") == "一句\n两句"


def test_a_longer_one_is_refused_with_its_field_the_limit_and_its_length() -> None:
    with pytest.raises(Refused) as refusal:
        whole("长" * 302, 300, "理由")
    assert refusal.value.message == "“理由”最多300字，现在有302字，没有保存。"
    assert refusal.value.status == 422


def test_no_verb_cuts_what_it_was_given() -> None:
    """Whoever writes a verb hands the text to `whole`; a slice after `strip` loses the end of what somebody wrote."""
    rooms = settings.ROOT / "touyan"
    verbs = [
        *rooms.glob("*/services*.py"),
        *rooms.glob("*/services/*.py"),
        *rooms.glob("*/works.py"),
        *rooms.glob("*/own.py"),
    ]
    kept = {"one.was.strip()[:20]", "name.strip()[:12]"}  # a quotation in a refusal, a proposal for a short name
    found = [
        f"{file.relative_to(rooms)}: {line.strip()}"
        for file in verbs
        for line in file.read_text(encoding="utf-8").splitlines()
        if CUT.search(line) and not any(one in line for one in kept)
    ]
    assert len(verbs) > 20
    assert found == [], "\n".join(found)

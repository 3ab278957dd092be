"""Why a document could not be printed."""

from __future__ import annotations

from typing import Any


class NotPrintable(Exception):
    """`code` is font, character, faces or layout; `facts` say which. The room turns it into a sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(f"{code}: {facts}")
        self.code, self.facts = code, facts

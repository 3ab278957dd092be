"""A reason to stop, by code. The parent turns the code into a sentence in the reader's language."""

from typing import Any


class Refused(Exception):
    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

"""Attendance and contribution rates: who came, whose work was taken up. Every number opens to its list, small groups stay hidden."""

from __future__ import annotations

from touyan.duties.words import CAME


def came(outcome: str) -> bool:
    """Whether the outcome means that the person was there, wholly or in part."""
    return outcome in CAME

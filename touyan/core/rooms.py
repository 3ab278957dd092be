"""What rooms offer to the house by a file of a known name: permits, menu entries, things to do.

A lower room never imports an upper one; it collects what each installed room has put into, say, its `menu.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import module_has_submodule


@cache
def collect(module: str, name: str) -> tuple[tuple[str, Any], ...]:
    """(room, value) of every room that has `<room>/<module>.py` with a global `name`, ground floor first."""
    return tuple(_walk(module, name))


def _walk(module: str, name: str) -> Iterator[tuple[str, Any]]:
    for room in settings.ROOMS:
        package = import_module(f"touyan.{room}")
        if module_has_submodule(package, module):
            found = import_module(f"touyan.{room}.{module}")
            if hasattr(found, name):
                yield room, getattr(found, name)
